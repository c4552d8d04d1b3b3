"""Files that people write by hand: read safely, every problem told with its line."""

from rootwise.document.check import checked, wrong
from rootwise.document.read import Document, Place, read_document

__all__ = ["Document", "Place", "checked", "read_document", "wrong"]
