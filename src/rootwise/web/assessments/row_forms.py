"""Answers that are lists: one row of fields for each entry, a blank one at the end. A row that is ticked as taken away is not saved."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rootwise.web.assessments.forms import AnswerForm
from rootwise.web.assessments.parts import Part
from rootwise.web.assessments.selectors import Opened

NEW = "__row__"  # stands for the number of a row that the page adds


class RowForm(forms.Form):
    """One entry of a list."""

    asks: tuple[str, ...]  # where none of these is given, there is no entry

    gone = forms.BooleanField(label=gettext_lazy("Take this away"), required=False)

    def __init__(self, opened: Opened, stored: Sequence[Any], *, prefix: str, data: Any = None, entry: Any = None) -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        number = prefix.rpartition("-")[2]
        self.number = int(number) + 1 if number.isdigit() else None
        self.order_fields([*(one for one in self.fields if one != "gone"), "gone"])
        for name in self.asks:
            self.fields[name].widget.attrs["data-asked"] = ""
        self.prepare(opened, stored)
        self.initial = {} if entry is None else self.shown(entry)

    def prepare(self, opened: Opened, _stored: Sequence[Any], /) -> None:
        """Offer what can be chosen here; `_stored` are the entries that are saved, whose words stay choosable."""

    def shown(self, entry: Any) -> dict[str, Any]:
        """What the fields show of an entry."""
        raise NotImplementedError

    def entry(self) -> Any:
        """The entry of the case file."""
        raise NotImplementedError

    @property
    def is_entry(self) -> bool:
        """Whether something was written here and not taken away."""
        return not self.is_gone and any(self.data.get(self.add_prefix(one), "").strip() for one in self.asks)

    @property
    def is_gone(self) -> bool:
        return self.add_prefix("gone") in self.data

    @property
    def given(self) -> dict[str, Any]:
        return _without_nothing({name: one for name, one in self.cleaned_data.items() if name != "gone"})

    @property
    def is_unfinished(self) -> bool:
        """Whether nothing is wrong but that something is missing."""
        return {one.code for errors in self.errors.as_data().values() for one in errors} == {"required"}

    @property
    def faults(self) -> Iterator[str]:
        for name, errors in self.errors.items():
            what = self.fields[name].label if name in self.fields else ""
            for error in errors:
                yield _("Row %(number)s: %(fault)s") % {"number": self.number, "fault": f"{what}: {error}" if what else error}

    def offer(self, field: str, choices: dict[Any, Any], *, none: Any = None) -> None:
        """Choices by their words; `none` is what stands for no choice."""
        chosen: Any = self.fields[field]
        chosen.choices = [*([("", none)] if none is not None else []), *((str(key), words) for key, words in choices.items())]


class RowsForm(AnswerForm):
    """An answer with rows."""

    row: type[RowForm]
    has_rows = True

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        super().__init__(opened, part, data)
        if data is None:
            entries = self.entries(self.stored) or self.proposed()
            self.rows = [self._row(number, entry=entry) for number, entry in enumerate(entries)]
        else:
            self.rows = [self._row(number, data=data) for number in _numbers(data, part.name)]

    def entries(self, stored: Any) -> list[Any]:
        """The entries of the stored value."""
        return list(stored or [])

    def proposed(self) -> list[Any]:
        """Entries to begin with, where nothing is stored yet."""
        return []

    @property
    def shown_rows(self) -> list[RowForm]:
        """Every row, and a blank one."""
        written = [one for one in self.rows if not one.is_bound or one.is_entry or one.is_gone]
        return [*written, self._row(max((one.number or 0 for one in self.rows), default=0))]

    @property
    def pattern(self) -> RowForm:
        """The row that the page adds."""
        return self._row(NEW)

    @property
    def kept(self) -> list[RowForm]:
        return [one for one in self.rows if one.is_entry]

    def is_valid(self) -> bool:
        own, rows = super().is_valid(), [one.is_valid() for one in self.kept]
        return own and all(rows)

    @property
    def given(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in self.shown_above(None)}, "rows": [one.given for one in self.kept]}

    @property
    def is_unfinished(self) -> bool:
        return not self.errors and all(one.is_valid() or one.is_unfinished for one in self.kept)

    @property
    def faults(self) -> list[str]:
        return [*super().faults, *(fault for one in self.kept for fault in one.faults)]

    def shown(self, stored: Any) -> dict[str, Any]:
        row = self._row(NEW)
        return {**self.shown_above(stored), "rows": [_without_nothing(row.shown(one)) for one in self.entries(stored)]}

    def shown_above(self, stored: Any) -> dict[str, Any]:  # noqa: ARG002 - for the forms that have fields beside their rows
        """What the fields beside the rows show."""
        return {}

    def value(self) -> Any:
        return [one.entry() for one in self.kept]

    def in_words(self, stored: Any) -> str:
        rows = []
        for one in self.entries(stored):
            row = self._row(NEW, entry=one)
            rows.append(", ".join(_words(field) for field in row if not field.is_hidden and field.value() and field.name != "gone"))
        return " / ".join(one for one in (super().in_words(self.only_above(stored)), *rows) if one)

    def only_above(self, stored: Any) -> Any:  # noqa: ARG002
        """The stored value without its entries."""
        return None

    def _row(self, number: int | str, *, data: Any = None, entry: Any = None) -> RowForm:
        stored = self.entries(self.stored)
        return self.row(self.opened, stored, prefix=f"{self.part.name}-{number}", data=data, entry=entry)


def _numbers(data: Any, name: str) -> list[int]:
    """The numbers of the rows that were sent, at most as many as a case file may hold anywhere."""
    sent = (re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,4}})-\w+", key) for key in data)
    return sorted({int(one[1]) for one in sent if one})[:120]


def _without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in fields.items() if one is not None and one is not False and one not in ("", [])}


def _words(field: forms.BoundField) -> str:
    names = {str(key): str(words) for key, words in getattr(field.field, "choices", [])}
    given = field.value()
    chosen = given if isinstance(given, list) else [given]
    return " ".join(names.get(str(one), str(one)) for one in chosen) if given is not True else str(field.label)
