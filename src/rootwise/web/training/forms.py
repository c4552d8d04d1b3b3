"""The form of one function."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NOT_OBSERVED = "not_observed"


class RatingForm(forms.Form):
    """A rating, or that the story does not show it."""

    rating = forms.ChoiceField(
        label=_("Best usual performance"), widget=forms.RadioSelect, error_messages={"required": _("Choose a rating, or “Not observed”.")}
    )

    def __init__(self, anchors: list[tuple[int, str]], data: Any = None, *, rated: bool = False, rating: int | None = None) -> None:
        super().__init__(data, initial={"rating": NOT_OBSERVED if rating is None else str(rating)} if rated else {})
        self.anchors = {str(number): text for number, text in anchors}
        choice: Any = self.fields["rating"]
        choice.choices = [*((number, number) for number in self.anchors), (NOT_OBSERVED, _("Not observed"))]

    @property
    def rungs(self) -> list[tuple[Any, str]]:
        """Each rating with the words of its anchor."""
        return [(radio, self.anchors[radio.data["value"]]) for radio in self["rating"] if radio.data["value"] in self.anchors]

    @property
    def not_observed(self) -> Any:
        return next(radio for radio in self["rating"] if radio.data["value"] == NOT_OBSERVED)

    def value(self) -> int | None:
        """The rating; None: not observed."""
        given = self.cleaned_data["rating"]
        return None if given == NOT_OBSERVED else int(given)
