"""Invented content for the style page: each kind of field, empty and filled in wrongly."""

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

_ANSWERS = [("often", _("Often")), ("sometimes", _("Sometimes")), ("never", _("Never")), ("unknown", _("I do not know"))]


class Example(forms.Form):
    """One of every field."""

    is_example = True  # what is wrong in it does not take the focus

    name = forms.CharField(label=_("What the child likes to be called"), help_text=_("Not the full name."), max_length=40)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    born = forms.DateField(
        label=_("Date of birth"), help_text=_("The day, if you know it."), widget=forms.DateInput(attrs={"type": "date"})
    )
    sleep = forms.ChoiceField(label=_("Wakes at night"), choices=_ANSWERS, widget=forms.RadioSelect)
    helps = forms.MultipleChoiceField(
        label=_("What helps"),
        choices=[("rocking", _("Rocking")), ("music", _("Music")), ("walk", _("A walk"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    school = forms.ChoiceField(label=_("Who brings the child to school"), choices=[("", _("Choose one")), *_ANSWERS[:2]])
    words = forms.CharField(
        label=_("In your own words"), widget=forms.Textarea, help_text=_("What was said, and who said it. No judgement."), required=False
    )
    seen = forms.BooleanField(label=_("I have read this to the end."), help_text=_("You can come back to it later."))
    hours = forms.IntegerField(label=_("Hours of sleep"), min_value=0, max_value=24, required=False)
    fixed = forms.CharField(label=_("Cannot be changed here"), disabled=True, initial=_("Set by the supervisor"), required=False)

    def clean(self) -> dict[str, object] | None:
        if self.is_bound:
            self.add_error(None, _("Some answers are missing. What you wrote is still here."))
        return super().clean()


def examples() -> dict[str, object]:
    """What the style page needs."""
    return {
        "form": Example(prefix="empty"),
        "wrong": Example({"wrong-email": "ruth@", "wrong-hours": "31", "wrong-born": "31.2.2020"}, prefix="wrong"),
        "page": Paginator(range(100), 20).page(3),
        "rows": [
            (_("Music and drumming"), _("Every day"), "15", "calm"),
            (_("A walk after school"), _("Three times a week"), "30", "warm"),
        ],
    }
