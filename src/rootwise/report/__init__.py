"""What a report says (content, pure) and how it is set (HTML, PDF)."""

from rootwise.report.content import report_of
from rootwise.report.html import html_of
from rootwise.report.pdf import pdf_of
from rootwise.report.site import Site, read_site
from rootwise.report.write import FILES, write_report

__all__ = ["FILES", "Site", "html_of", "pdf_of", "read_site", "report_of", "write_report"]
