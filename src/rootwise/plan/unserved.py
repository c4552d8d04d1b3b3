"""What the child's precautions leave without any help, so that nobody takes silence for an answer (§12)."""

from collections.abc import Iterator, Sequence

from rootwise.plan.catalogue.model import Activity, Kind, Rule
from rootwise.plan.model import Unserved
from rootwise.plan.rules import Situation, objections
from rootwise.profile.model import Reason


def unserved(situation: Situation) -> tuple[Unserved, ...]:
    """The functions in the strongest band of support for which precautions forbid everything that would otherwise fit."""
    profile = situation.profile
    strongest = profile.instrument.bands[0]
    found = []
    for one in profile.functions:
        if not one.is_below or one.percent is None or strongest.below is None or one.percent >= strongest.below:
            continue
        serving = [each for each in situation.catalogue.activities if one.id in situation.needed_functions(each)]
        against = list(forbidden(serving, situation))
        if against and not any(not objections(each, situation) for each in serving):
            found.append(Unserved(one.id, (_reason(profile.instrument.function(one.id).name, against, situation),)))
    return tuple(found)


def forbidden(activities: Sequence[Activity], situation: Situation) -> Iterator[Activity]:
    """Everyday activities against which nothing speaks but a precaution."""
    for one in activities:
        against = objections(one, situation) if one.kind is Kind.EVERYDAY else ()
        if against and all("precaution" in reason.values for reason in against):
            yield one


def _reason(name: str, against: list[Activity], situation: Situation) -> Reason:
    asked = [one for one in against if not _is_ruled_out(one, situation)]
    precautions = sorted({one.when.value for each in against for one in each.precautions if one.when in situation.precautions})
    text = f"Nothing in the plan helps with this: {name}. The precautions ({', '.join(precautions)}) stand against everything that fits."
    if asked:
        text += f" Ask the professional who knows about: {', '.join(one.name for one in asked)}; a yes is written under `allowed`."
    else:
        text += " It needs a professional who works with it."
    values = {"precautions": precautions, "ruled_out": [one.id for one in against if one not in asked], "ask": [one.id for one in asked]}
    return Reason("§12", text, values)


def _is_ruled_out(activity: Activity, situation: Situation) -> bool:
    return any(one.when in situation.precautions and one.rule is Rule.EXCLUDE for one in activity.precautions)
