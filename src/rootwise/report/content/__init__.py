"""What a report says: one module a section, in the order of the report. Pure: a profile and its case in, blocks out."""

from rootwise.report.content.compose import FOOTER, profile_report_of, profile_sections, report_of
from rootwise.report.content.function import function_section
from rootwise.report.content.safety import notices
from rootwise.report.content.subject import Subject

__all__ = ["FOOTER", "Subject", "function_section", "notices", "profile_report_of", "profile_sections", "report_of"]
