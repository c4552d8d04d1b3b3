"""What a teacher's sheet may hold: the first name, this teacher's own moments at school, and likes in words of ours.

No history, no score, no diagnosis, no reason about the family, nothing of home. Free text of a case is never copied: a like is shown as
a word from a list, so that `Saturdays with her mother` says nothing at school. Advice for a precaution that could tell of the past is left
out, and the teacher is asked to talk the moment through first.
"""

from rootwise.case import Case
from rootwise.case.context import Adult
from rootwise.case.vocabulary import Day, Setting
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.week.calendar import doses_of
from rootwise.plan.week.model import Week
from rootwise.plan.week.told import AT_SCHOOL
from rootwise.report.sheets.facts import PartFacts, SheetFacts, days, first_name, is_small, merged, moments, stop_always, until
from rootwise.report.sheets.likes import known_likes
from rootwise.report.sheets.reader import Reader


def teacher_facts(adult: Adult, *, week: Week, plan: Plan, case: Case, language: Language) -> SheetFacts:
    """All that the sheet of this teacher may know."""
    doses = tuple(one for one in doses_of(week, case, adult.id) if one.setting is Setting.SCHOOL)
    found = moments(doses, plan=plan, language=language, told=AT_SCHOOL)
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
        likes=known_likes(case, language),
        days=school_days,
        moments=found,
        stop_always=stop_always(plan),
        until=until(doses, week=week, plan=plan, case=case),
    )
