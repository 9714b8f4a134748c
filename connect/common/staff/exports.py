"""Exports that a spreadsheet opens as data, never as formulas."""

import datetime
from typing import Any

from django.utils.formats import date_format

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class NeutralExportMixin:
    """Words for people in every cell, and no cell that runs."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What goes into the file: yes and no in French, nothing for unknown, formulas defused."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "oui" if value else "non"
        if isinstance(value, datetime.date) and export_format == "csv":
            return date_format(value, "Y-m-d")
        shown: Any = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]  # of the view it is mixed into
        return neutral(shown) if isinstance(shown, str) else shown
