"""What was recorded about one child at one assessment: file format, partial dates, missing-with-a-reason (§1)."""

from rootwise.case.model import Case
from rootwise.case.read import ReadCase, changed_case, parse_case, read_case

__all__ = ["Case", "ReadCase", "changed_case", "parse_case", "read_case"]
