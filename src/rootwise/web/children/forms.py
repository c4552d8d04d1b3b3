"""Forms about children. Which child and which version is in the ticket (tickets.py), not in a field."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.models import User
from rootwise.web.accounts.readable import readable
from rootwise.web.accounts.roles import CLINICAL
from rootwise.web.children.models import (
    BreakGlass,
    Child,
    Consent,
    Contact,
    Household,
    Merge,
    NoContact,
    Placement,
    Relation,
    RetentionHold,
    RetentionRule,
    School,
    Team,
    TeamMember,
)
from rootwise.web.children.models.ground import TIERS
from rootwise.web.children.needs import CEILINGS, KEEPERS, OPENED_FOR, REASON_NAMES, Purpose
from rootwise.web.children.selectors import Who, resembles_barred

# Django's stubs know its type parameters, Django itself does not.
if TYPE_CHECKING:
    _RowForm = forms.ModelForm[Any]
    _ChoiceOfUser = forms.ModelChoiceField[User]
else:
    _RowForm = forms.ModelForm
    _ChoiceOfUser = forms.ModelChoiceField


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonField(_ChoiceOfUser):
    """Somebody to be given access, or refused it: never by the name alone."""

    def label_from_instance(self, obj: User) -> str:
        return obj.in_full


class ChildForm(_RowForm):
    class Meta:
        model = Child
        fields = ("name", "initials", "birth")

    def __init__(self, data: Any, *, instance: Child, hides_birth: bool = False) -> None:
        super().__init__(data, instance=instance, initial={"birth": ""} if hides_birth else None)
        self.hides_birth = hides_birth
        self.fields["birth"].help_text = _("A day, a month or a year: 2018-03-09, 2018-03 or 2018. Leave it empty if nobody knows.")
        if hides_birth:
            self.fields["birth"].help_text = _(
                "Not shown, because no consent covers it. Write it only to correct it: 2018-03-09, 2018-03 or 2018."
            )

    def clean_birth(self) -> str:
        """Left empty, what is hidden stays."""
        given: str = self.cleaned_data["birth"]
        return given or (self.instance.birth if self.hides_birth else "")

    def ask_whether_another(self, alike: Iterable[tuple[str, Who]]) -> None:
        links = format_html_join(", ", '<a href="{}">{}, {}</a>', ((address, one.name, one.age) for address, one in alike))
        self.fields["another"] = forms.BooleanField(label=_("No, this is another child"), required=False, help_text=links)


class _PeopleOfTheSite:
    """A choice among the people of the child's service."""

    instance: Any
    fields: dict[str, Any]

    def offer_people(self, roles: tuple[str, ...]) -> None:
        people = User.objects.filter(site=self.instance.child.site_id, is_active=True).order_by("name", "id").prefetch_related("formerly")
        self.fields["user"].queryset = people.filter(role__in=roles)


class RelationForm(_PeopleOfTheSite, _RowForm):
    class Meta:
        model = Relation
        fields = ("user", "role", "starts", "ends", "evidence")
        field_classes = {"user": PersonField}  # noqa: RUF012
        labels = {"user": _("who")}  # noqa: RUF012
        widgets = {"starts": _day(), "ends": _day()}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_people(tuple(CEILINGS))

    def clean(self) -> dict[str, Any]:
        """A name like one on the list of no contact is asked about. Who fills this in may read that list; nobody else is asked."""
        given: dict[str, Any] = super().clean() or {}
        user = given.get("user")
        if user is not None and resembles_barred(self.instance.child, user) and not self.data.get("checked"):
            self.fields["checked"] = _somebody_else()
            self.add_error("user", _("Somebody with a name like this is on the child's list of no contact."))
        return given


def _somebody_else() -> forms.BooleanField:
    return forms.BooleanField(label=_("I have made sure that this is somebody else"), required=False)


class EntrustForm(_RowForm):
    """Who keeps a record that nobody keeps."""

    class Meta:
        model = Relation
        fields = ("user", "evidence")
        field_classes = {"user": PersonField}  # noqa: RUF012
        labels = {"user": _("who"), "evidence": _("who decided it")}  # noqa: RUF012

    def __init__(self, data: Any, *, instance: Relation, asked_by: User) -> None:
        super().__init__(data, instance=instance)
        people = User.objects.filter(site=asked_by.site_id, is_active=True, role__in=KEEPERS).exclude(vouched_at=None)
        offered = people.exclude(pk=asked_by.pk).order_by("name", "id").prefetch_related("formerly")
        self.fields["user"].queryset = offered  # type: ignore[attr-defined]

    def ask_whether_somebody_else(self) -> None:
        self.fields["checked"] = _somebody_else()


class ConsentForm(_RowForm):
    class Meta:
        model = Consent
        fields = ("purpose", "given_by", "authority", "evidence", "t1", "t2", "t3", "t4", "t5", "starts", "ends")
        widgets = {"purpose": forms.HiddenInput(), "starts": _day(), "ends": _day()}  # noqa: RUF012

    def __init__(self, data: Any, *, instance: Consent) -> None:
        """What the purpose never opens is not offered."""
        super().__init__(data, instance=instance)
        for tier in set(TIERS) - OPENED_FOR[Purpose(instance.purpose)]:
            self.fields.pop(tier, None)


class NoContactForm(_RowForm):
    email = forms.EmailField(label=_("e-mail address"), max_length=254, required=False, validators=[readable])

    class Meta:
        model = NoContact
        fields = ("name", "user", "email", "evidence")
        field_classes = {"user": PersonField}  # noqa: RUF012
        labels = {"user": _("account, if there is one")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(site=self.instance.child.site_id)  # locked out today, back tomorrow
        self.fields["user"].queryset = people.order_by("name", "id").prefetch_related("formerly")  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class LiftForm(forms.Form):
    because = forms.CharField(label=_("why it is lifted"), max_length=300)


class PlacementForm(_RowForm):
    class Meta:
        model = Placement
        fields = ("kind", "address", "phone", "note", "starts", "ends")
        widgets = {"kind": forms.TextInput(), "phone": forms.TextInput(), "starts": _day(), "ends": _day()}  # noqa: RUF012


class HouseholdForm(_RowForm):
    class Meta:
        model = Household
        fields = ("people", "note", "starts", "ends")
        widgets = {"starts": _day(), "ends": _day()}  # noqa: RUF012


class SchoolForm(_RowForm):
    class Meta:
        model = School
        fields = ("name", "address", "phone", "note", "starts", "ends")
        widgets = {"name": forms.TextInput(), "phone": forms.TextInput(), "starts": _day(), "ends": _day()}  # noqa: RUF012


class ContactForm(_RowForm):
    class Meta:
        model = Contact
        fields = ("name", "standing", "phone", "email", "note", "starts", "ends")
        widgets = {  # noqa: RUF012
            "name": forms.TextInput(),
            "standing": forms.TextInput(),
            "phone": forms.TextInput(),
            "email": forms.TextInput(),
            "starts": _day(),
            "ends": _day(),
        }


WHEREABOUTS_FORMS = {"placement": PlacementForm, "household": HouseholdForm, "school": SchoolForm, "contact": ContactForm}


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why do you open this?"), choices=[(one.value, name) for one, name in REASON_NAMES.items()])


class GlassForm(_RowForm):
    child_name = forms.CharField(label=_("full name of the child"), max_length=120)
    birth = forms.CharField(label=_("date of birth, as it is in the record"), max_length=10, required=False)

    class Meta:
        model = BreakGlass
        fields = ("reason",)


class ReviewForm(_RowForm):
    """Yes or no: a review that leaves it open is none."""

    was_right = forms.TypedChoiceField(
        label=_("it was needed"),
        choices=[("true", _("Yes")), ("false", _("No"))],
        coerce=lambda answer: answer == "true",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = BreakGlass
        fields = ("was_right", "review")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review"].required = True


class MergeForm(_RowForm):
    other_name = forms.CharField(label=_("name on the other record"), max_length=120)
    other_birth = forms.CharField(label=_("date of birth on the other record"), max_length=10, required=False)

    class Meta:
        model = Merge
        fields = ("because",)


class TeamForm(_RowForm):
    class Meta:
        model = Team
        fields = ("name",)


class MemberForm(_RowForm):
    class Meta:
        model = TeamMember
        fields = ("user", "starts", "ends")
        field_classes = {"user": PersonField}  # noqa: RUF012
        labels = {"user": _("who")}  # noqa: RUF012
        widgets = {"starts": _day(), "ends": _day()}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(site=self.instance.team.site_id, is_active=True, role__in=CLINICAL)
        self.fields["user"].queryset = people.order_by("name", "id").prefetch_related("formerly")  # type: ignore[attr-defined]


class GiveToTeamForm(forms.Form):
    team = forms.ModelChoiceField(Team.unguarded.none(), label=_("team"), required=False, empty_label=_("none"))

    def __init__(self, data: Any, *, child: Child) -> None:
        super().__init__(data, initial={"team": child.team_id})
        self.fields["team"].queryset = Team.unguarded.filter(site=child.site_id)  # type: ignore[attr-defined]


class RetentionRuleForm(_RowForm):
    class Meta:
        model = RetentionRule
        fields = ("years_after_closing", "until_age")


class HoldForm(_RowForm):
    class Meta:
        model = RetentionHold
        fields = ("reason",)
