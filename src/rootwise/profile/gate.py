"""The safety gate (§10): what stops planning, and what stops sharing. Unknown is never no."""

from rootwise.case import Case
from rootwise.case.model import Action
from rootwise.case.vocabulary import Answer, BasicNeeds
from rootwise.instrument import Instrument
from rootwise.profile.model import Flag, Gate, Reason, RecordedAction

BASIC_NEEDS = "basic_needs"
SAFE_PLACE = "safe_place"


def flags(case: Case, instrument: Instrument) -> tuple[Flag, ...]:
    """The red flags answered yes, in the order of the instrument."""
    return tuple(
        Flag(one.id, one.severity, _action(given.action))
        for one in instrument.safety.red_flags
        if (given := case.safety.red_flags.get(one.id)) is not None and given.answer is Answer.YES
    )


def gate(case: Case, instrument: Instrument, raised: tuple[Flag, ...]) -> Gate:
    """Closed while a yes, unmet needs or no safe place has no recorded action; not shareable while something was not asked."""
    open_points = [_flag_reason(instrument, one) for one in raised if one.action is None]
    needs, place = case.safety.basic_needs, case.safety.safe_place
    if needs.answer is BasicNeeds.NOT_MET and needs.action is None:
        open_points.append(Reason("§10", "Basic needs are not met, and nobody has recorded what was done.", {"question": BASIC_NEEDS}))
    if place.answer is Answer.NO and place.action is None:
        open_points.append(Reason("§10", "There is no safe place, and nobody has recorded what was done.", {"question": SAFE_PLACE}))
    not_asked = _not_asked(case, instrument)
    because = list(open_points)
    if not_asked:
        because.append(Reason("§10", f"{len(not_asked)} safety questions have not been asked.", {"not_asked": list(not_asked)}))
    if not because:
        because.append(Reason("§10", "Every safety question was asked, and nothing waits for an action."))
    return Gate(not open_points, not open_points and not not_asked, tuple(because), not_asked)


def _flag_reason(instrument: Instrument, flag: Flag) -> Reason:
    name = instrument.red_flag(flag.id).name
    return Reason("§10", f"{name}: yes, and nobody has recorded what was done.", {"flag": flag.id, "severity": flag.severity})


def _not_asked(case: Case, instrument: Instrument) -> tuple[str, ...]:
    asked = {flag for flag, given in case.safety.red_flags.items() if given.answer is not Answer.NOT_ASKED}
    questions = [one.id for one in instrument.safety.red_flags if one.id not in asked]
    if case.safety.safe_place.answer is Answer.NOT_ASKED:
        questions.insert(0, SAFE_PLACE)
    if case.safety.basic_needs.answer is BasicNeeds.NOT_ASKED:
        questions.insert(0, BASIC_NEEDS)
    return tuple(questions)


def _action(action: Action | None) -> RecordedAction | None:
    return None if action is None else RecordedAction(action.by, action.on, action.what)
