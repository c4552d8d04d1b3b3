"""Sheets for caregivers and teachers: what a signed plan hands out, in plain words (§16)."""

from rootwise.report.sheets.reader import Reader
from rootwise.report.sheets.sheet import Checked, Sheet
from rootwise.report.sheets.write import NoSheet, SharingStopped, WrongCheckDate, require_sharable, sheets_of, withdraw_sheets, write_sheets

__all__ = [
    "Checked",
    "NoSheet",
    "Reader",
    "SharingStopped",
    "Sheet",
    "WrongCheckDate",
    "require_sharable",
    "sheets_of",
    "withdraw_sheets",
    "write_sheets",
]
