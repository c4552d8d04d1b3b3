"""The roles. A role is a ceiling only (children/needs.py): a relation to the child and consent decide below it."""

from datetime import timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


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

CLINICAL = frozenset({Role.CLINICIAN, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST, Role.SUPERVISOR})
STAFF = frozenset(Role) - {Role.CAREGIVER, Role.TEACHER}  # they need a second factor

MAY_SEE_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
MAY_MANAGE_PEOPLE = frozenset({Role.ADMINISTRATOR})
MAY_RECOVER = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})

# A page of a child that is left open in a consulting room is soon closed; a caregiver at home reads a plan slowly.
IDLE_CLINICAL = timedelta(minutes=15)
IDLE_OTHERS = timedelta(minutes=60)
LONGEST_SESSION = timedelta(hours=12)


def longest_idle(role: Role) -> timedelta:
    return IDLE_CLINICAL if role in CLINICAL else IDLE_OTHERS
