"""What a teacher's sheet may hold: the first name, this teacher's own moments at school, and likes in words of ours.

No history, no score, no diagnosis, no reason about the family, nothing of home. Free text of a case is never copied: a like is shown as
a word from a list, so that `Saturdays with her mother` says nothing at school. Advice for a precaution that could tell of the past is left
out, and the teacher is asked to talk the moment through first.
"""

from rootwise.case import Case
from rootwise.case.context import Adult
from rootwise.case.vocabulary import Day, Precaution, Setting
from rootwise.plan import Plan
from rootwise.plan.language import Language
from rootwise.plan.week.calendar import doses_of
from rootwise.plan.week.model import Week
from rootwise.report.sheets.facts import PartFacts, SheetFacts, days, first_name, is_small, merged, moments, stop_always, until
from rootwise.report.sheets.reader import Reader
from rootwise.report.sheets.words import sheet_words

# Advice about these is about rooms and things, or says only `hands off`; it names no illness and nothing of the past.
_TOLD_AT_SCHOOL = frozenset(
    {
        Precaution.ALLERGIES,
        Precaution.ANIMALS,
        Precaution.CHOKING,
        Precaution.HEAT,
        Precaution.HEIGHT_AND_IMPACT,
        Precaution.INFANT_SLEEP,
        Precaution.NOISE,
        Precaution.SCREENS_AND_LIGHTS,
        Precaution.TOUCH_HISTORY,
        Precaution.WATER,
    }
)
_MOST_LIKES = 6


def teacher_facts(adult: Adult, *, week: Week, plan: Plan, case: Case, language: Language) -> SheetFacts:
    """All that the sheet of this teacher may know."""
    doses = tuple(one for one in doses_of(week, case, adult.id) if one.setting is Setting.SCHOOL)
    found = moments(doses, plan=plan, language=language, told=_TOLD_AT_SCHOOL)
    parts = {
        day: merged(
            PartFacts(one.start, one.end, one.setting)
            for one in week.problem.awake
            if one.day is day and one.setting is Setting.SCHOOL and adult.id in one.adults
        )
        for day in Day
    }
    school_days = tuple(one for one in days(parts, doses, plan=plan, found=found) if one.marks)
    return SheetFacts(
        reader=Reader.TEACHER,
        language=language,
        child=first_name(case),
        is_small=is_small(plan),
        is_fictional=case.fictional,
        for_whom=adult.name,
        likes=_known_likes(case, language),
        days=school_days,
        moments=found,
        stop_always=stop_always(plan),
        until=until(doses, week=week, plan=plan, case=case),
    )


def _known_likes(case: Case, language: Language) -> tuple[str, ...]:
    """The words of our list that the child's likes hold, in English or in the language of the sheet."""
    words = sheet_words(language).likes_words
    found = []
    for like in case.context.likes:
        text = f" {' '.join(like.lower().replace('_', ' ').split())} "
        found += [said for word, said in words.items() if f" {word} " in text or f" {said} " in text][:1]
    return tuple(dict.fromkeys(found))[:_MOST_LIKES]
