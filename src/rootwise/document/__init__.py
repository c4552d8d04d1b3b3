"""Files that people write by hand: read safely, every problem told with its line."""

from rootwise.document.check import checked, wrong
from rootwise.document.document import Document, Place
from rootwise.document.read import parse_document, read_document

__all__ = ["Document", "Place", "checked", "parse_document", "read_document", "wrong"]
