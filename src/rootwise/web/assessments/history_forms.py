"""What happened in one period, who was there, and what is known of each event (§8)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Missing
from rootwise.instrument.model import Level
from rootwise.web.assessments.forms import WordsField, levels, missing
from rootwise.web.assessments.parts import Part
from rootwise.web.assessments.row_forms import RowForm, RowsForm
from rootwise.web.assessments.selectors import Opened
from rootwise.web.assessments.words import MISSING_NAMES

NOT_ASKED = Missing.NOT_ASKED.value
_HOW_LONG = [("", "–"), ("no", _("Once, or for a short time")), ("yes", _("For months, or again and again"))]


class EventRow(RowForm):
    """Something that happened."""

    asks: tuple[str, ...] = ("type", "severity", "chronic", "source", "note")

    type = forms.ChoiceField(label=_("What happened"))
    severity = forms.ChoiceField(label=_("How hard it was"), required=False)
    chronic = forms.ChoiceField(label=_("How long"), required=False, choices=_HOW_LONG)
    source = WordsField(label=_("Known from"), rows=1)
    note = WordsField(label=_("Note"), rows=1)

    def prepare(self, opened: Opened, _stored: Sequence[Any], /) -> None:
        self.offer("type", {one.id: one.name for one in opened.instrument.history.event_types}, none="–")
        steps = {one.level: f"{one.level}: {one.text}" for one in opened.instrument.history.adversity_levels}
        reasons = {one: MISSING_NAMES[one] for one in Missing if one is not Missing.NOT_ASKED}
        self.offer("severity", {**steps, **reasons}, none=MISSING_NAMES[Missing.NOT_ASKED])

    def shown(self, entry: Any) -> dict[str, Any]:
        severity = entry.get("severity", NOT_ASKED)
        return {
            "type": entry["type"],
            "severity": "" if severity == NOT_ASKED else str(severity),
            "chronic": {True: "yes", False: "no", None: ""}[entry.get("chronic")],
            "source": entry.get("source") or "",
            "note": entry.get("note") or "",
        }

    def entry(self) -> dict[str, Any]:
        given = self.given
        if "severity" in given:
            given["severity"] = level_or_reason(given["severity"])
        if "chronic" in given:
            given["chronic"] = given["chronic"] == "yes"
        return given


class PeriodForm(RowsForm):
    """One period. Nothing is added up over the periods, and nothing is foretold."""

    row = EventRow

    relational_health = forms.ChoiceField(label=_("Who was there"), widget=forms.RadioSelect)
    adversity = forms.ChoiceField(label=_("How hard it was"), widget=forms.RadioSelect)
    confidence = forms.ChoiceField(label=_("How sure?"), widget=forms.RadioSelect, required=False)
    note = WordsField(label=_("Note"))

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        super().__init__(opened, part, data)
        history = opened.instrument.history
        # Downwards on the page: who was there above the line, how hard it was below it, and what nobody knows at the end.
        self.offer("relational_health", self._scale(history.relational_health_levels[::-1], "relational_health"))
        self.offer("adversity", self._scale(history.adversity_levels, "adversity"))
        self.offer("confidence", [("", _("Not said")), *((one.id, one.text) for one in opened.instrument.confidences)])

    def _scale(self, given: Sequence[Level], name: str) -> list[tuple[str, Any]]:
        stored = (self.stored or {}).get(name)
        rare = [one for one in Missing if one == stored and one not in (Missing.UNKNOWN, Missing.NOT_ASKED)]
        return [*levels(given), *missing(*rare, Missing.UNKNOWN, Missing.NOT_ASKED)]

    def entries(self, stored: Any) -> list[Any]:
        return list((stored or {}).get("events") or [])

    def shown_above(self, stored: Any) -> dict[str, Any]:
        stored = stored or {}
        return {
            "relational_health": str(stored.get("relational_health", NOT_ASKED)),
            "adversity": str(stored.get("adversity", NOT_ASKED)),
            "confidence": stored.get("confidence") or "",
            "note": stored.get("note") or "",
        }

    def only_above(self, stored: Any) -> Any:
        return {name: one for name, one in (stored or {}).items() if name != "events"}

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        value: dict[str, Any] = {name: level_or_reason(given[name]) for name in ("adversity", "relational_health")}
        value |= {name: given[name] for name in ("confidence", "note") if given[name]}
        events = [one.entry() for one in self.kept]
        return {**value, "events": events} if events else value


def level_or_reason(given: str) -> int | str:
    return int(given) if given.isdigit() else given
