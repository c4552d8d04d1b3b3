"""What a caregiver's sheet may hold: the caregiver's own moments, the days they share, what the child likes.

No score, no history, nothing that anybody else has said, nothing of another home.
"""

from rootwise.case import Case
from rootwise.case.context import Adult
from rootwise.case.vocabulary import Day, Setting
from rootwise.document.kinds import Language
from rootwise.plan import Plan
from rootwise.plan.week.calendar import doses_of
from rootwise.plan.week.model import Week
from rootwise.plan.week.told import ALL
from rootwise.report.sheets.facts import PartFacts, SheetFacts, days, first_name, is_small, merged, moments, stop_always, until
from rootwise.report.sheets.likes import likes_at_home
from rootwise.report.sheets.reader import Reader


def caregiver_facts(adult: Adult, *, week: Week, plan: Plan, case: Case, language: Language) -> SheetFacts:
    """All that the sheet of this caregiver may know."""
    doses = doses_of(week, case, adult.id)
    found = moments(doses, plan=plan, language=language, told=ALL)
    shared = {one.day for one in week.problem.awake if adult.id in one.adults}  # days at another home are no business of this one
    parts = {
        day: merged(
            PartFacts(one.start, one.end, one.setting)
            for one in week.problem.awake
            if one.day is day and day in shared and (adult.id in one.adults or one.setting is Setting.SCHOOL)
        )
        for day in Day
    }
    return SheetFacts(
        reader=Reader.CAREGIVER,
        language=language,
        child=first_name(case),
        is_small=is_small(plan),
        is_fictional=case.fictional,
        for_whom=adult.name,
        likes=likes_at_home(case, plan, language),
        days=days(parts, doses, plan=plan, found=found),
        moments=found,
        stop_always=stop_always(plan),
        until=until(doses, week=week, plan=plan, case=case),
    )
