"""Forms of answers. A page has many of them, each with the version it was made from; only what was changed is saved.

`value()` gives the part of the case file that a form stands for. What may stand in it is checked by the core when it is saved.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Missing
from rootwise.instrument.model import Level
from rootwise.instrument.questions import Question, Questions
from rootwise.web.accounts.readable import readable
from rootwise.web.assessments.models import Assessment, Rater
from rootwise.web.assessments.parts import Part
from rootwise.web.assessments.selectors import Opened
from rootwise.web.assessments.words import ANSWER_NAMES, MISSING_NAMES, NEEDS_NAMES, RATER_NAMES


def digest(fields: Mapping[str, Any]) -> str:
    """What stands for the fields of an answer in a page, so that an answer nobody touched is not saved again."""
    return hashlib.sha256(json.dumps({name: one or "" for name, one in fields.items()}, sort_keys=True).encode()).hexdigest()[:16]


class AnswerForm(forms.Form):
    """One answer. `seen` is the version and the digest of what was on the page."""

    seen = forms.RegexField(r"^[0-9]{1,9}:[0-9a-f]{16}$", widget=forms.HiddenInput)

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        self.opened, self.part, self.stored = opened, part, opened.value(part)
        self.now = self.mark(opened.version(part), self.stored)
        super().__init__(data, prefix=part.name, initial={**self.shown(self.stored), "seen": self.now})

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def was_sent(self) -> bool:
        return self.add_prefix("seen") in self.data

    @property
    def seen_version(self) -> int:
        return int(self.cleaned_data["seen"].partition(":")[0])

    @property
    def given(self) -> dict[str, Any]:
        """What was sent, in the shape of `shown`."""
        return {name: self.cleaned_data[name] for name in self.shown(None)}

    @property
    def was_touched(self) -> bool:
        return bool(digest(self.given) != self.cleaned_data["seen"].partition(":")[2])

    @property
    def is_unfinished(self) -> bool:
        """Whether something is wrong only because it is not written to its end."""
        return False

    @property
    def faults(self) -> list[str]:
        """What is wrong, in words."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def mark(self, version: int, stored: Any) -> str:
        """What a page carries of the answer it was made from."""
        return f"{version}:{digest(self.shown(stored))}"

    def offer(self, field: str, choices: Iterable[tuple[str, Any]]) -> None:
        choice: Any = self.fields[field]
        choice.choices = list(choices)

    def shown(self, stored: Any) -> dict[str, Any]:
        """What the fields show of the stored value; None where there is none."""
        raise NotImplementedError

    def value(self) -> Any:
        """The part of the case file."""
        raise NotImplementedError

    def in_words(self, stored: Any) -> str:
        """A stored value as it would be chosen here, for who has to decide between two."""
        shown = self.shown(stored)
        names = {name: dict(field.choices) for name, field in self.fields.items() if hasattr(field, "choices")}
        return "; ".join(str(names.get(name, {}).get(one, one)) for name, one in shown.items() if one)


class WordsField(forms.CharField):
    """Free text. A browser sends other ends of lines than it was given."""

    def __init__(self, *, label: Any, rows: int = 2) -> None:
        area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
        super().__init__(label=label, required=False, max_length=2000, widget=area)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class _Worded(AnswerForm):
    note = WordsField(label=_("In their words"))

    def noted(self, value: dict[str, Any]) -> dict[str, Any]:
        note = self.cleaned_data["note"]
        return {**value, "note": note} if note else value


class SafetyForm(_Worded):
    """A question that is asked in every case (§10). What was done stays with the answer as long as the answer stays."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    field_order = ("answer", "note", "seen")

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        super().__init__(opened, part, data)
        self.offer("answer", list((NEEDS_NAMES if part.name == "basic_needs" else ANSWER_NAMES).items()))

    def shown(self, stored: Any) -> dict[str, Any]:
        given = stored or {"answer": "not_asked"}
        return {"answer": given["answer"], "note": given.get("note", "")}

    def value(self) -> Any:
        answer = self.cleaned_data["answer"]
        kept = {"action": self.stored["action"]} if self.stored and self.stored["answer"] == answer and "action" in self.stored else {}
        return self.noted({"answer": answer, **kept})


class RelationForm(AnswerForm):
    """Who is around the child now (§8)."""

    level = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        super().__init__(opened, part, data)
        item = next(one for one in opened.instrument.relations.items if one.id == part.name)
        self.offer(
            "level",
            [
                *levels(item.levels),
                *missing(Missing.UNKNOWN, Missing.NOT_APPLICABLE, Missing.DECLINED, Missing.NOT_OBSERVED, Missing.NOT_ASKED),
            ],
        )

    def shown(self, stored: Any) -> dict[str, Any]:
        return {"level": "not_asked" if stored is None else str(stored)}

    def value(self) -> Any:
        level = self.cleaned_data["level"]
        return int(level) if level.isdigit() else level


class RatingForm(_Worded):
    """What one rater saw of one function: a rating with how sure, or why there is none. Nothing at all is no answer yet."""

    rating = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    confidence = forms.ChoiceField(label=_("How sure?"), widget=forms.RadioSelect, required=False)

    field_order = ("rating", "confidence", "note", "seen")

    def __init__(self, opened: Opened, part: Part, data: Any = None) -> None:
        super().__init__(opened, part, data)
        instrument = opened.instrument
        self.anchors = {str(one.rating): one.text for one in instrument.function(part.name).anchors}
        steps = range(instrument.scale.lowest, instrument.scale.highest + 1)
        reasons = missing(Missing.NOT_OBSERVED, Missing.NOT_APPLICABLE, Missing.DECLINED, Missing.UNKNOWN, Missing.NOT_ASKED)
        self.offer("rating", [*((str(step), str(step)) for step in steps), *reasons])
        self.offer("confidence", [(one.id, one.text) for one in instrument.confidences])

    @property
    def rungs(self) -> list[tuple[Any, str]]:
        """Each rating, with the words of its anchor; without words it lies between two anchors."""
        return [(radio, self.anchors.get(str(radio.data["value"]), "")) for radio in self["rating"] if str(radio.data["value"]).isdigit()]

    @property
    def reasons(self) -> list[Any]:
        """Why there is no rating."""
        return [radio for radio in self["rating"] if not str(radio.data["value"]).isdigit()]

    def shown(self, stored: Any) -> dict[str, Any]:
        if stored is None:
            return {"rating": None, "confidence": None, "note": ""}
        return {
            "rating": stored["missing"] if "missing" in stored else str(stored["rating"]),
            "confidence": stored.get("confidence"),
            "note": stored.get("note", ""),
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given["rating"] and (self.stored is not None or given["confidence"] or given["note"]):
            self.add_error("rating", forms.ValidationError(_("Choose a rating, or why there is none."), code="required"))
        return given

    @property
    def is_unfinished(self) -> bool:
        return self.has_error("rating", "required")

    def value(self) -> Any:
        rating = self.cleaned_data["rating"]
        if not rating.isdigit():
            return self.noted({"missing": rating})
        sure = self.cleaned_data["confidence"]
        return self.noted({"rating": int(rating), **({"confidence": sure} if sure else {})})


class NewAssessmentForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Assessment
        fields = ("assessed_on", "gestation_weeks")
        widgets = {"assessed_on": forms.DateInput(attrs={"type": "date", "autofocus": True}, format="%Y-%m-%d")}  # noqa: RUF012
        help_texts = {"gestation_weeks": _("Only where the child was born early; leave it empty if nobody knows.")}  # noqa: RUF012


class RaterForm(forms.Form):
    """Somebody who says how the child is and has no account here."""

    role = forms.ChoiceField(
        label=_("who this is to the child"), choices=list(RATER_NAMES.items()), widget=forms.Select(attrs={"autofocus": True})
    )
    name = forms.CharField(label=_("name"), max_length=80, validators=[readable])


class ActionForm(forms.Form):
    what = forms.CharField(
        label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("Who was told, what is arranged, and when somebody looks again."),
    )  # fmt: skip


class BecauseForm(forms.Form):
    because = forms.CharField(label=_("What is corrected, and why"), max_length=300)


class CaseFileForm(forms.Form):
    file = forms.FileField(label=_("Case file"), help_text=_("YAML or JSON, at most 1 MB."))


def levels(given: Iterable[Level]) -> list[tuple[str, str]]:
    return [(str(one.level), one.text) for one in given]


def missing(*reasons: Missing) -> list[tuple[str, Any]]:
    return [(one.value, MISSING_NAMES[one]) for one in reasons]


class LinkForm(forms.Form):
    """Somebody who rates by a link."""

    role = forms.ChoiceField(label=_("who this is to the child"), choices=[(one, RATER_NAMES[one]) for one in ("caregiver", "teacher")])
    name = forms.CharField(label=_("name"), max_length=80, validators=[readable])
    language = forms.ChoiceField(label=_("language"), choices=[("en", "English"), ("es", "Español")])
    days = forms.IntegerField(label=_("how many days it works"), min_value=1, max_value=30, initial=10)

    def __init__(self, data: Any, *, rater: Rater | None) -> None:
        super().__init__(data, initial={"role": rater.role, "name": rater.name} if rater is not None else None)
        self.fields["name"].disabled = rater is not None and bool(rater.name)

    def ask_whether_somebody_else(self) -> None:
        self.fields["checked"] = forms.BooleanField(label=_("I have made sure that this is somebody else"), required=False)

    def ask_whether_another(self, address: str) -> None:
        """Whoever is in the assessment already gets a new link there."""
        link = format_html('<a href="{}">{}</a>', address, _("It is the same person: make a new link for them"))
        self.fields["another"] = forms.BooleanField(
            label=_("No, this is another person of the same name"), required=False, help_text=link
        )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits you were told"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class OutsiderForm(forms.Form):
    """One screen: a function in plain words. What is chosen is a rating, or why there is none; words alone are kept as not asked yet."""

    choice = forms.ChoiceField(widget=forms.RadioSelect)
    confidence = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, questions: Questions, question: Question, stored: Any, version: int, data: Any = None) -> None:
        given = stored or {}
        initial = {
            "choice": given.get("missing") or str(given.get("rating", "")),
            "confidence": given.get("confidence"),
            "note": given.get("note", ""),
            "version": version,
        }
        super().__init__(data, initial=initial)
        answers = questions.answers
        reasons = [(one, getattr(answers, one)) for one in ("not_observed", "not_applicable", "declined")]
        self.offer("choice", [("1", answers.none_yet), *((str(one.rating), one.text) for one in question.choices), *reasons])
        self.offer("confidence", [(one.id, one.text) for one in questions.confidences])
        self.fields["choice"].label, self.fields["confidence"].label = questions.which_fits, questions.how_sure
        self.fields["note"].label = questions.note

    def offer(self, field: str, choices: Iterable[tuple[str, Any]]) -> None:
        choice: Any = self.fields[field]
        choice.choices = list(choices)

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        note = {"note": given["note"].strip()} if given["note"].strip() else {}
        if not given.get("choice", "").isdigit():
            return {"missing": given.get("choice") or Missing.NOT_ASKED.value, **note}
        return {"rating": int(given["choice"]), **({"confidence": given["confidence"]} if given["confidence"] else {}), **note}
