"""The roles. A role is a ceiling only: a relation to the child and consent decide below it."""

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
