"""What the words of a case file are called on a page."""

from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Day, Missing, Precaution, Season, Setting
from rootwise.web.accounts.roles import ROLE_NAMES, Role

MISSING_NAMES = {
    Missing.NOT_OBSERVED: _("Not observed"),
    Missing.UNKNOWN: _("Nobody knows"),
    Missing.NOT_APPLICABLE: _("Does not apply to this child"),
    Missing.DECLINED: _("Would rather not say"),
    Missing.NOT_ASKED: _("Not asked yet"),
}
RATER_NAMES = {
    **{role.value: name for role, name in ROLE_NAMES.items() if role not in (Role.PROGRAMME_LEAD, Role.RESEARCHER, Role.ADMINISTRATOR)},
    "case_worker": _("Case worker"),
}
ANSWER_NAMES = {"yes": _("Yes"), "no": _("No"), "not_asked": _("Not asked yet")}
NEEDS_NAMES = {"met": _("Yes, they are met"), "not_met": _("No, not all of them"), "not_asked": _("Not asked yet")}
DAYS_NAMES = {
    "every_day": _("Every day"),
    "weekdays": _("Monday to Friday"),
    "weekend": _("Saturday and Sunday"),
    Day.MONDAY: _("Monday"),
    Day.TUESDAY: _("Tuesday"),
    Day.WEDNESDAY: _("Wednesday"),
    Day.THURSDAY: _("Thursday"),
    Day.FRIDAY: _("Friday"),
    Day.SATURDAY: _("Saturday"),
    Day.SUNDAY: _("Sunday"),
}
SETTING_NAMES = {
    Setting.HOME: _("Home"),
    Setting.SCHOOL: _("School"),
    Setting.THERAPY: _("Therapy"),
    Setting.OUTDOORS: _("Outdoors"),
}
SEASON_NAMES = {"": _("All year"), Season.TERM: _("Term only"), Season.HOLIDAYS: _("Holidays only")}
MOMENT_NAMES = {"meal": _("Meal"), "demand": _("Something that asks a lot"), "homework": _("Homework"), "sleep": _("Nap")}
PRECAUTION_NAMES = {
    Precaution.TOUCH_HISTORY: _("Touch may bring back bad things"),
    Precaution.CHOKING: _("Choking"),
    Precaution.BREATHING: _("Breathing, such as asthma"),
    Precaution.SEIZURES: _("Seizures"),
    Precaution.HEART: _("The heart"),
    Precaution.BONES_AND_JOINTS: _("Bones and joints"),
    Precaution.ALLERGIES: _("Allergies"),
    Precaution.ANIMALS: _("Animals"),
    Precaution.WATER: _("Water"),
    Precaution.HEAT: _("Heat"),
    Precaution.NOISE: _("Noise"),
    Precaution.INFANT_SLEEP: _("Safe sleep of a baby"),
    Precaution.HEIGHT_AND_IMPACT: _("Heights and falls"),
    Precaution.SCREENS_AND_LIGHTS: _("Screens and flashing lights"),
    Precaution.TRAUMA_TRIGGERS: _("Things that bring back what happened"),
    Precaution.SEXUAL_BOUNDARIES: _("Sexual boundaries"),
    Precaution.RUNNING_AWAY: _("Running away"),
    Precaution.EATING: _("Eating"),
    Precaution.SELF_HARM: _("Self-harm"),
    Precaution.FLOODING: _("Being flooded by feelings"),
    Precaution.PREGNANCY: _("Pregnancy"),
    Precaution.MEDICATION: _("Medication"),
}
