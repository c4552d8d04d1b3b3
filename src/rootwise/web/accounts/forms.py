"""What people fill in to join, to get in again, and to look after accounts."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from rootwise.report.site import ContactKind
from rootwise.web.accounts.models import SiteContact, User
from rootwise.web.accounts.readable import readable
from rootwise.web.accounts.roles import ROLE_NAMES, Role

# Django's stubs know its type parameters, Django itself does not.
if TYPE_CHECKING:
    _RowForm = forms.ModelForm[Any]
else:
    _RowForm = forms.ModelForm

# A code is taken 30 seconds before and after its own half minute; remembered longer than that, it is taken once.
_CODE_REMEMBERED_SECONDS = 120
_ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]


def _once(user: Any, code: str) -> str:
    if not cache.add(f"rootwise.code.{user.pk.hex}.{code}", "used", timeout=_CODE_REMEMBERED_SECONDS):
        raise get_adapter().validation_error("incorrect_code")
    return code


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app")

    def clean_code(self) -> str:
        return _once(self.user, super().clean_code())


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from your app")

    def clean_code(self) -> str:
        return _once(self.user, super().clean_code())


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A key that signs in by itself, unless the person says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key, for yourself")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Sign in with this key alone")
        self.fields["passwordless"].help_text = _("The device then asks for its own PIN, finger or face.")


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, validators=[readable])
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class JoinForm(forms.Form):
    """Only what the link leaves open: not the address, the role or the site."""

    name = forms.CharField(label=_("Your name"), max_length=120, validators=[readable], widget=forms.TextInput({"autocomplete": "name"}))
    initials = forms.CharField(label=_("Your initials"), max_length=4, validators=[readable], help_text=_("Shown beside what you write."))
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html(),
    )
    again = forms.CharField(label=_("The password once more"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (password := given.get("password")) is not None:
            try:
                validate_password(password, User(email=self.email, name=given.get("name", ""), initials=given.get("initials", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
            if given.get("again") != password:
                self.add_error("again", _("The two passwords are not the same."))
        return given


class RecoverForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))
    code = forms.CharField(label=_("Recovery code"), max_length=40, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=_("Leave this empty if the password is what you lost."),
    )
    other_code = forms.CharField(
        label=_("Second recovery code"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Only if you lost both: the code that somebody else gave you."),
    )


KIND_NAMES = {
    ContactKind.EMERGENCY: _("Emergency"),
    ContactKind.CRISIS: _("Crisis team"),
    ContactKind.CHILD_PROTECTION: _("Child protection"),
    ContactKind.PAEDIATRICIAN: _("Paediatrician"),
    ContactKind.TEAM: _("Our team"),
}


class ContactForm(_RowForm):
    kind = forms.ChoiceField(label=_("What for"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])

    class Meta:
        model = SiteContact
        fields = ("kind", "name", "phone", "hours", "note", "place")


class ConfirmForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class NameForm(_RowForm):
    class Meta:
        model = User
        fields = ("name", "initials")


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, validators=[readable], widget=forms.EmailInput({"autocomplete": "email"})
    )


class DecideForm(forms.Form):
    answer = forms.ChoiceField(label=_("Your decision"), choices=[("accept", _("Yes, change it")), ("refuse", _("No, leave it as it is"))])
