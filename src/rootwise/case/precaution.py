"""What an activity has to reckon with in a child."""

from enum import StrEnum


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
