"""What a report says: one module a section, in the order of the report. Pure: a profile and its case in, blocks out."""

from rootwise.report.content.compose import report_of

__all__ = ["report_of"]
