"""The words a case file may use: roles, reasons, answers, precautions. An unknown word raises."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to the child."""

    CLINICIAN = "clinician"
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    THERAPIST = "therapist"
    CASE_WORKER = "case_worker"
    SUPERVISOR = "supervisor"
    CAREGIVER = "caregiver"
    TEACHER = "teacher"


PROFESSIONAL_ROLES = frozenset(Role) - {Role.CAREGIVER, Role.TEACHER}


class Missing(StrEnum):
    """Why there is no answer. Missing is never 0 and never typical."""

    NOT_ASKED = "not_asked"
    NOT_OBSERVED = "not_observed"
    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """An answer to a safety question. Not asked is never no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class BasicNeeds(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_ASKED = "not_asked"


class Precaution(StrEnum):
    """What an activity has to reckon with."""

    TOUCH_HISTORY = "touch_history"
    CHOKING = "choking"
    BREATHING = "breathing"
    SEIZURES = "seizures"
    HEART = "heart"
    BONES_AND_JOINTS = "bones_and_joints"
    ALLERGIES = "allergies"
    ANIMALS = "animals"
    WATER = "water"
    HEAT = "heat"
    NOISE = "noise"
    INFANT_SLEEP = "infant_sleep"
    HEIGHT_AND_IMPACT = "height_and_impact"
    SCREENS_AND_LIGHTS = "screens_and_lights"
    TRAUMA_TRIGGERS = "trauma_triggers"
    SEXUAL_BOUNDARIES = "sexual_boundaries"
    RUNNING_AWAY = "running_away"
    EATING = "eating"
    SELF_HARM = "self_harm"
    FLOODING = "flooding"
    PREGNANCY = "pregnancy"
    MEDICATION = "medication"


class Setting(StrEnum):
    """Where the child is."""

    HOME = "home"
    SCHOOL = "school"
    THERAPY = "therapy"
    OUTDOORS = "outdoors"


class Day(StrEnum):
    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class Season(StrEnum):
    """When a part of the week holds: in term, in the holidays, or both where nothing is said."""

    TERM = "term"
    HOLIDAYS = "holidays"


class Moment(StrEnum):
    """What a day turns on. Waking, school, transitions and the last sleep follow from the routine; the others are told."""

    WAKING = "waking"
    MEAL = "meal"
    SCHOOL = "school"
    DEMAND = "demand"
    TRANSITION = "transition"
    HOMEWORK = "homework"
    SLEEP = "sleep"
