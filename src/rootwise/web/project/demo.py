"""A fictional team to try the application with. Every person, place and number is invented."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from rootwise.report.site import Contact, ContactKind
from rootwise.web.accounts.actions import add_one_time_codes, add_site, add_user
from rootwise.web.accounts.roles import ROLE_NAMES, STAFF, Role
from rootwise.web.accounts.selectors import help_contacts
from rootwise.web.assessments.demo import add_assessments
from rootwise.web.audit.recording import Actor
from rootwise.web.children.demo import add_children
from rootwise.web.keys import KeyRing, Purpose

_SITE = "Willow Street Family Service (fictional)"
_CONTACTS = (
    Contact(kind=ContactKind.EMERGENCY, name="Emergency services (fictional number)", phone="555-0100", hours="day and night"),
    Contact(kind=ContactKind.CRISIS, name="Willow Valley Crisis Line", phone="555-0111", hours="day and night"),
    Contact(kind=ContactKind.CHILD_PROTECTION, name="Willow Valley Child Protection, duty desk", phone="555-0122", hours="day and night"),
    Contact(kind=ContactKind.TEAM, name="Willow Street duty clinician", phone="555-0144", hours="Monday to Friday, 8:00 to 18:00"),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """One fictional person."""

    email: str
    name: str
    initials: str
    role: Role

    @property
    def password(self) -> str:
        """Another one in each installation, and always the same in one: there is no password that everybody knows."""
        text = base64.b32encode(self._digest("demo")[:10]).decode("ascii").lower()
        return "-".join(text[start : start + 4] for start in range(0, 16, 4))

    @property
    def one_time_secret(self) -> str | None:
        """For an authenticator app; None for those who need no second factor. In a demonstration the page shows the code, too."""
        return base64.b32encode(self._digest("demo codes")[:20]).decode("ascii") if self.role in STAFF else None

    def _digest(self, what: str) -> bytes:
        key = KeyRing(settings.KEY_FOLDER).all(Purpose.SIGNING)[0]
        return hmac.new(key.secret, f"{what} {self.email}".encode(), hashlib.sha256).digest()

    def __str__(self) -> str:
        return f"{self.email:<26}{self.password:<22}{self.name}, {ROLE_NAMES[self.role]}"


TEAM = (
    SignIn("ines@willow.example", "Ines Moreno", "IM", Role.CLINICIAN),
    SignIn("tom@willow.example", "Tom Adeyemi", "TA", Role.OCCUPATIONAL_THERAPIST),
    SignIn("mira@willow.example", "Mira Novak", "MN", Role.THERAPIST),
    SignIn("grace@willow.example", "Grace Lindqvist", "GL", Role.SUPERVISOR),
    SignIn("ruth@willow.example", "Ruth Carter", "RC", Role.CAREGIVER),
    SignIn("ben@willow.example", "Ben Okafor", "BO", Role.TEACHER),
    SignIn("lena@willow.example", "Lena Fischer", "LF", Role.PROGRAMME_LEAD),
    SignIn("yuki@willow.example", "Yuki Tanaka", "YT", Role.RESEARCHER),
    SignIn("omar@willow.example", "Omar Haddad", "OH", Role.ADMINISTRATOR),
)


def fill() -> tuple[SignIn, ...]:
    """Put the team, three children and their assessments in, if nobody is there yet; its sign-ins in any case."""
    by = Actor.system("demo")
    if not help_contacts():
        site = add_site(by=by, name=_SITE, contacts=_CONTACTS)
        people = {}
        for one in TEAM:
            user = add_user(
                by=by,
                site=site,
                email=one.email,
                name=one.name,
                initials=one.initials,
                role=one.role,
                password=one.password,
                vouched=True,
            )
            people[one.email] = user
            if one.one_time_secret is not None:
                add_one_time_codes(by=by, user=user, secret=one.one_time_secret)
        add_assessments(by, people, add_children(by, people))
    return TEAM
