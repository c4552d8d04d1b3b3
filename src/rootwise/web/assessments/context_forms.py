"""The child's days, section by section of `context` in a case file (docs/case-file.md; §12, §13): what is kept is what stands there."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from rootwise.case.context import NAMED_DAYS
from rootwise.case.vocabulary import PROFESSIONAL_ROLES, Day, Role, Setting
from rootwise.plan.catalogue.load import chosen_catalogue
from rootwise.plan.catalogue.model import Rule
from rootwise.web.accounts.readable import readable
from rootwise.web.assessments.forms import AnswerForm, WordsField
from rootwise.web.assessments.parts import context_part
from rootwise.web.assessments.row_forms import RowForm, RowsForm
from rootwise.web.assessments.selectors import Opened
from rootwise.web.assessments.words import DAYS_NAMES, MOMENT_NAMES, PRECAUTION_NAMES, RATER_NAMES, SEASON_NAMES, SETTING_NAMES

KEY = "__key__"  # stands for what tells a new adult apart, which the page makes up
SOME = "some"  # several days, ticked one by one
_MIDNIGHT, _DAYS_END = "00:00", "24:00"  # a time field of a browser knows no 24:00
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def adults_of(opened: Opened) -> dict[str, str]:
    """The adults who are written down, each with the name to show."""
    return {one["id"]: one.get("name") or str(RATER_NAMES[one["role"]]) for one in opened.value(context_part("adults")) or []}


def days_in(given: Any) -> list[str]:
    """The days that `weekdays`, `mon` or a list of days stand for."""
    named = NAMED_DAYS.get(given, (given,)) if isinstance(given, str) else given
    return [day.value for day in Day if day in named]


def clock(label: Any, pattern: str = _CLOCK) -> forms.RegexField:
    return forms.RegexField(pattern, label=label, widget=forms.TimeInput(attrs={"type": "time"}))


class AdultRow(RowForm):
    """An adult around the child, and what the adult can carry. The id stays with the adult, because the week names it."""

    asks: tuple[str, ...] = ("name", "role", "minutes", "strain")

    id = forms.RegexField(r"^[a-z][a-z0-9_-]{0,39}$", widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=80, required=False, validators=[readable])
    role = forms.ChoiceField(label=_("Who this is to the child"))
    minutes = forms.IntegerField(label=_("Minutes a day"), required=False, min_value=0, max_value=1440)
    strain = forms.ChoiceField(label=_("How heavy the load is"), required=False)
    child_turns_to = forms.BooleanField(label=_("The child turns to this adult when upset"), required=False)
    away = forms.MultipleChoiceField(label=_("Not there this week on"), required=False, widget=forms.CheckboxSelectMultiple)

    def prepare(self, opened: Opened, _stored: Sequence[Any], /) -> None:
        self.fields["id"].initial = f"adult-{KEY if self.number is None else secrets.token_hex(4)}"
        self.offer("role", RATER_NAMES, none="–")
        strain = next((one for one in opened.instrument.relations.items if one.id == "caregiver_strain"), None)
        words = {one.level: f"{one.level}: {one.text}" for one in strain.levels} if strain else {one: one for one in range(5)}
        self.offer("strain", words, none=_("Not said"))
        self.offer("away", {day: DAYS_NAMES[day] for day in Day})

    def shown(self, entry: Any) -> dict[str, Any]:
        return {
            "id": entry["id"],
            "name": entry.get("name") or "",
            "role": entry["role"],
            "minutes": entry.get("minutes"),
            "strain": "" if entry.get("strain") is None else str(entry["strain"]),
            "child_turns_to": entry.get("child_turns_to", False),
            "away": days_in(entry.get("away", ())),
        }

    def entry(self) -> dict[str, Any]:
        given = self.given
        return given | ({"strain": int(given["strain"])} if "strain" in given else {})


class AdultsForm(RowsForm):
    """Who is there. Where nobody is written down yet, the caregivers and teachers who rate are proposed."""

    row = AdultRow

    def proposed(self) -> list[Any]:
        near = [one for one in self.opened.raters if one.role in (Role.CAREGIVER, Role.TEACHER)]
        return [{"id": one.key, "name": one.name, "role": one.role} for one in near]


class DaysRow(RowForm):
    """Something on certain days, all year or in one season."""

    days = forms.ChoiceField(
        label=_("Days"), choices=[("", "–"), *DAYS_NAMES.items(), (SOME, _("Several days …"))], widget=forms.Select(attrs={"data-kept": ""})
    )
    on = forms.MultipleChoiceField(
        label=_("Which days"), required=False, widget=forms.CheckboxSelectMultiple, choices=[(day, DAYS_NAMES[day]) for day in Day]
    )
    only = forms.ChoiceField(
        label=_("When"), required=False, choices=list(SEASON_NAMES.items()), widget=forms.Select(attrs={"data-kept": ""})
    )

    def shown(self, entry: Any) -> dict[str, Any]:
        days = days_in(entry["days"])
        named = next((name for name, group in NAMED_DAYS.items() if days == [*group]), days[0] if len(days) == 1 else SOME)
        return {"days": named, "on": days if named == SOME else [], "only": entry.get("only") or ""}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("days") != SOME:
            given["on"] = []
        elif not given.get("on"):
            self.add_error("on", forms.ValidationError(_("Tick the days."), code="required"))
        return given

    def entry(self) -> dict[str, Any]:
        given = self.given
        return given | {"days": given.pop("on", given["days"])}


class TimedRow(DaysRow):
    """A part of certain days. Midnight at the end is written 00:00, as clocks show it."""

    asks: tuple[str, ...] = ("start", "end")

    start = clock(_("From"))
    end = clock(_("To"))

    field_order: tuple[str, ...] = ("days", "on", "start", "end")

    def shown(self, entry: Any) -> dict[str, Any]:
        end = entry["to"]
        return super().shown(entry) | {"start": entry["from"], "end": _MIDNIGHT if end == _DAYS_END else end}

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "start" in given and "end" in given and given["end"] != _MIDNIGHT and given["end"] <= given["start"]:
            told = _("This ends before it begins. What goes past midnight is two rows: to 00:00, and from 00:00 of the next day.")
            self.add_error("end", told)
        return given

    def entry(self) -> dict[str, Any]:
        entry = super().entry()
        start, end = entry.pop("start"), entry.pop("end")
        return entry | {"from": start, "to": _DAYS_END if end == _MIDNIGHT else end}


class StretchRow(TimedRow):
    """A part of the waking day: where the child is, and which adults are there."""

    asks: tuple[str, ...] = ("start", "end", "where")

    where = forms.ChoiceField(label=_("Where"), widget=forms.Select(attrs={"data-brings": "adults"}))
    adults = forms.MultipleChoiceField(label=_("Who is there"), required=False, widget=forms.CheckboxSelectMultiple)
    called = forms.CharField(
        label=_("Which of several"), required=False, max_length=80, widget=forms.TextInput(attrs={"placeholder": _("the climbing park")})
    )

    field_order: tuple[str, ...] = ("days", "on", "start", "end", "where", "adults", "only", "called")

    def prepare(self, opened: Opened, stored: Sequence[Any], /) -> None:
        chosen = {*(opened.value(context_part("settings")) or Setting), *(one["where"] for one in stored)}
        self.offer("where", {one: SETTING_NAMES[one] for one in Setting if one in chosen}, none="–")
        adults = adults_of(opened)
        gone = [key for one in stored for key in one.get("with") or [] if key not in adults]
        self.offer("adults", adults | {key: _("%(id)s, who is not written down any more") % {"id": key} for key in gone})

    def shown(self, entry: Any) -> dict[str, Any]:
        adults: Any = self.fields["adults"]
        there = [key for key, _name in adults.choices if key in (entry.get("with") or [])]
        return super().shown(entry) | {"where": entry["where"], "adults": there, "called": entry.get("called") or ""}

    def entry(self) -> dict[str, Any]:
        entry = super().entry()
        return entry | ({"with": entry.pop("adults")} if "adults" in entry else {})


class RoutineForm(RowsForm):
    row = StretchRow


class MomentRow(DaysRow):
    """What a short dose helps with when it comes right before."""

    asks: tuple[str, ...] = ("at", "what")

    at = clock(_("At"), rf"{_CLOCK}|^{_DAYS_END}$")
    what = forms.ChoiceField(label=_("What"), choices=[("", "–"), *MOMENT_NAMES.items()])

    field_order: tuple[str, ...] = ("days", "on", "at", "what")

    def shown(self, entry: Any) -> dict[str, Any]:
        if entry["at"] == _DAYS_END:
            self.fields["at"].widget.input_type = "text"
        return super().shown(entry) | {"at": entry["at"], "what": entry["what"]}


class MomentsForm(RowsForm):
    row = MomentRow


class AppointmentRow(TimedRow):
    asks: tuple[str, ...] = ("start", "end", "what")

    what = forms.CharField(label=_("What"), max_length=80)

    field_order: tuple[str, ...] = ("days", "on", "start", "end", "what")

    def shown(self, entry: Any) -> dict[str, Any]:
        return super().shown(entry) | {"what": entry["what"]}


class AppointmentsForm(RowsForm):
    row = AppointmentRow


class QuietHoursForm(RowsForm):
    row = TimedRow


class HolidayRow(RowForm):
    asks: tuple[str, ...] = ("start", "end")

    start = forms.RegexField(r"^\d{4}-\d\d-\d\d$", label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.RegexField(r"^\d{4}-\d\d-\d\d$", label=_("Up to and with"), widget=forms.DateInput(attrs={"type": "date"}))

    def shown(self, entry: Any) -> dict[str, Any]:
        return {"start": entry["from"], "end": entry["to"]}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "start" in given and "end" in given and given["end"] < given["start"]:
            self.add_error("end", _("This ends before it begins."))
        return given

    def entry(self) -> dict[str, Any]:
        return {"from": self.given["start"], "to": self.given["end"]}


class HolidaysForm(RowsForm):
    row = HolidayRow


class TreatmentRow(RowForm):
    asks: tuple[str, ...] = ("name", "note")

    name = forms.CharField(label=_("Treatment"), max_length=80)
    note = WordsField(label=_("Note"), rows=1)

    def shown(self, entry: Any) -> dict[str, Any]:
        return {"name": entry["name"], "note": entry.get("note") or ""}

    def entry(self) -> dict[str, Any]:
        return self.given


class TreatmentsForm(RowsForm):
    row = TreatmentRow


class AllowedRow(RowForm):
    """A professional's yes to an activity about which a precaution says to ask first."""

    asks: tuple[str, ...] = ("activity", "by", "on", "note")

    activity = forms.ChoiceField(label=_("Activity"))
    by = forms.ChoiceField(label=_("Who says yes"))
    on = forms.RegexField(r"^\d{4}-\d\d-\d\d$", label=_("On"), widget=forms.DateInput(attrs={"type": "date"}))
    note = WordsField(label=_("Who was asked and what to keep to"), rows=1)

    def prepare(self, opened: Opened, stored: Sequence[Any], /) -> None:
        activities = chosen_catalogue(None).catalogue.activities
        asked = {one.id: one.name for one in activities if any(each.rule is Rule.ASK for each in one.precautions)}
        professionals = {one.key: one.name or one.key for one in opened.raters if one.role in PROFESSIONAL_ROLES}
        self.offer("activity", {one["activity"]: one["activity"] for one in stored} | asked, none="–")
        self.offer("by", {one["by"]: one["by"] for one in stored} | professionals, none="–")

    def shown(self, entry: Any) -> dict[str, Any]:
        return {"activity": entry["activity"], "by": entry["by"], "on": entry["on"], "note": entry.get("note") or ""}

    def entry(self) -> dict[str, Any]:
        return self.given


class AllowedForm(RowsForm):
    row = AllowedRow


class NamesForm(AnswerForm):
    """Names, one on a line."""

    names = WordsField(label=_("One on each line"), rows=4)

    def shown(self, stored: Any) -> dict[str, Any]:
        return {"names": "\n".join(stored or [])}

    def value(self) -> list[str]:
        return [one.strip() for one in self.cleaned_data["names"].split("\n") if one.strip()]

    def in_words(self, stored: Any) -> str:
        return ", ".join(stored or [])


class TicksForm(AnswerForm):
    """Words of a list, ticked."""

    words: Mapping[Any, Any]

    ticked = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, opened: Opened, part: Any, data: Any = None) -> None:
        super().__init__(opened, part, data)
        self.offer("ticked", [(one.value, words) for one, words in self.words.items()])

    def shown(self, stored: Any) -> dict[str, Any]:
        return {"ticked": [one.value for one in self.words if one in (stored or [])]}

    def value(self) -> list[str]:
        """In the order in which they were written down."""
        ticked = self.cleaned_data["ticked"]
        kept = [one for one in self.stored or [] if one in ticked]
        return [*kept, *(one for one in ticked if one not in kept)]

    def in_words(self, stored: Any) -> str:
        return ", ".join(str(words) for one, words in self.words.items() if one in (stored or []))


class SettingsForm(TicksForm):
    words = SETTING_NAMES


class PrecautionsForm(TicksForm):
    words = PRECAUTION_NAMES


class TimeZoneForm(AnswerForm):
    """For calendars."""

    zone = forms.CharField(label=_("Time zone"), required=False, max_length=60, widget=forms.TextInput(attrs={"list": "zones"}))

    def shown(self, stored: Any) -> dict[str, Any]:
        return {"zone": stored or ""}

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"])
        if zone and zone != self.stored and zone not in available_timezones():
            raise forms.ValidationError(_("This time zone is not known. A name such as Europe/Madrid or Pacific/Auckland."))
        return zone

    def value(self) -> str | None:
        return self.cleaned_data["zone"] or None
