"""The roles. A role is a ceiling only: a relation to the child and consent decide below it."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from rootwise.web.tiers import Tier


class Role(StrEnum):
    CLINICIAN = "clinician"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    CAREGIVER = "caregiver"
    TEACHER = "teacher"
    PROGRAMME_LEAD = "programme_lead"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.CLINICIAN: _("Clinician"),
    Role.OCCUPATIONAL_THERAPIST: _("Occupational therapist"),
    Role.THERAPIST: _("Therapist"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.CAREGIVER: _("Caregiver"),
    Role.TEACHER: _("Teacher"),
    Role.PROGRAMME_LEAD: _("Programme lead"),
    Role.RESEARCHER: _("Researcher"),
    Role.ADMINISTRATOR: _("Administrator"),
}

# The highest tier about a child that a role may ever see (security.md); None is nothing of any child. What is above needs a reason, or
# another role. T0 is text that holds nothing about anybody.
CEILING: dict[Role, Tier | None] = {
    Role.CLINICIAN: Tier.T4,
    Role.OCCUPATIONAL_THERAPIST: Tier.T3,
    Role.THERAPIST: Tier.T3,
    Role.SUPERVISOR: Tier.T4,
    Role.CAREGIVER: Tier.T2,
    Role.TEACHER: Tier.T1,
    Role.PROGRAMME_LEAD: None,
    Role.RESEARCHER: None,
    Role.ADMINISTRATOR: None,
}
CEILING_WITH_REASON: dict[Role, Tier] = {Role.CLINICIAN: Tier.T5, Role.SUPERVISOR: Tier.T5}

CLINICAL = frozenset({Role.CLINICIAN, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST, Role.SUPERVISOR})
STAFF = frozenset(Role) - {Role.CAREGIVER, Role.TEACHER}  # they need a second factor

MAY_SEE_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
MAY_MANAGE_PEOPLE = frozenset({Role.ADMINISTRATOR})
MAY_COME_IN_WHILE_CLOSED = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})  # after a restore, until a supervisor has looked
MAY_RECOVER = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})

# A page of a child that is left open in a consulting room is soon closed; a caregiver at home reads a plan slowly.
IDLE_CLINICAL = timedelta(minutes=15)
IDLE_OTHERS = timedelta(minutes=60)
LONGEST_SESSION = timedelta(hours=12)


def longest_idle(role: Role) -> timedelta:
    return IDLE_CLINICAL if role in CLINICAL else IDLE_OTHERS
