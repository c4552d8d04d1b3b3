"""Files that people write by hand: read safely, every problem told with its line."""

from rootwise.document.check import checked, wrong
from rootwise.document.read import Document, read_document

__all__ = ["Document", "checked", "read_document", "wrong"]
