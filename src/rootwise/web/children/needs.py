"""What somebody may need of a child's record, and the highest that each role may ever get. Whatever is not written here is refused."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from rootwise.web.accounts.roles import Role


class Need(StrEnum):
    T1 = "t1"  # who the child is (name, initials, age) and signed strategies
    T2 = "t2"  # the plan and its week, the date of birth
    T3 = "t3"  # ratings, profile, change
    T4 = "t4"  # history, disclosures, flags
    T5 = "t5"  # where the child lives and whatever implies it: with a reason only
    T6 = "t6"  # substance use, legally sealed: nobody yet
    GROUND = "ground"  # on what ground anybody sees anything: consent, relations, no-contact
    OPENINGS = "openings"  # who opened this record


class Purpose(StrEnum):
    """What a consent is for. Each role works under one."""

    CARE = "care"
    FAMILY = "family"
    SCHOOL = "school"
    RESEARCH = "research"


PURPOSE_NAMES = {
    Purpose.CARE: _("Care by this team"),
    Purpose.FAMILY: _("Sharing with caregivers"),
    Purpose.SCHOOL: _("Sharing with the school"),
    Purpose.RESEARCH: _("Research"),
}


class Reason(StrEnum):
    """Why where a child lives is opened. Words of a list, because the audit keeps them after the child is erased."""

    VISIT = "visit"
    TRANSPORT = "transport"
    URGENT = "urgent"
    COURT = "court"
    SAFETY = "safety"
    CORRECTION = "correction"


REASON_NAMES = {
    Reason.VISIT: _("A visit or an appointment"),
    Reason.TRANSPORT: _("Bringing or fetching the child"),
    Reason.URGENT: _("Something urgent about the child"),
    Reason.COURT: _("A court or an authority asks"),
    Reason.SAFETY: _("Planning for safety"),
    Reason.CORRECTION: _("To add or correct it"),
}

_CLINICAL = frozenset({Need.T1, Need.T2, Need.T3, Need.T4, Need.T5, Need.GROUND, Need.OPENINGS})
_THERAPY = frozenset({Need.T1, Need.T2, Need.T3})

# The ceilings (security.md). A role that is not here sees no child.
CEILINGS: Mapping[Role, frozenset[Need]] = {
    Role.CLINICIAN: _CLINICAL,
    Role.SUPERVISOR: _CLINICAL,
    Role.OCCUPATIONAL_THERAPIST: _THERAPY,
    Role.THERAPIST: _THERAPY,
    Role.CAREGIVER: frozenset({Need.T1, Need.T2, Need.OPENINGS}),
    Role.TEACHER: frozenset({Need.T1}),
}

# The purpose of the consent under which a role sees anything.
PURPOSES: Mapping[Role, Purpose] = {
    Role.CLINICIAN: Purpose.CARE,
    Role.SUPERVISOR: Purpose.CARE,
    Role.OCCUPATIONAL_THERAPIST: Purpose.CARE,
    Role.THERAPIST: Purpose.CARE,
    Role.CAREGIVER: Purpose.FAMILY,
    Role.TEACHER: Purpose.SCHOOL,
}

# The tier that the consent must name. GROUND asks for none, or nobody could write down the first.
CONSENTED: Mapping[Need, str] = {
    Need.T1: "t1",
    Need.T2: "t2",
    Need.T3: "t3",
    Need.T4: "t4",
    Need.T5: "t5",
    Need.T6: "t6",
    Need.OPENINGS: "t1",
}

# What a consent for a purpose can open: of research, on which no role works here, nothing.
OPENED_FOR: Mapping[Purpose, frozenset[str]] = {
    purpose: frozenset(
        CONSENTED[need] for role in PURPOSES if PURPOSES[role] is purpose for need in CEILINGS[role] if need is not Need.GROUND
    )
    for purpose in Purpose
}

# Who keeps a record: may begin one, break the glass, look into one that is closed.
KEEPERS = frozenset({Role.CLINICIAN, Role.SUPERVISOR})
