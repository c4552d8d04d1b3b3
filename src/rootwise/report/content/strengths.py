"""What the child is good at, likes, and has around: first in every report (§11)."""

from rootwise.profile.model import FunctionResult
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject, percent_of_typical
from rootwise.report.words import listed

_MOST = 6
_MOST_OF_A_REGION = 2


def strengths(subject: Subject) -> Section:
    blocks: list[Block] = []
    strong, lead = _strong_functions(subject)
    if strong:
        blocks += [Paragraph(lead, Tone.LEAD), Points(tuple(_point(subject, one) for one in strong))]
    else:
        blocks.append(Paragraph("Too little has been rated to name what goes well. It is worth asking for first.", Tone.LEAD))
    if subject.case.context.likes:
        blocks += [Subheading("Likes"), Paragraph(f"{subject.child} likes {listed(list(subject.case.context.likes))}.")]
    support = _support(subject) if subject.profile.gate.is_open else []
    if support:
        blocks += [Subheading("People to build on"), Points(tuple(support))]
    return Section("strengths", f"What {subject.child} brings", tuple(blocks))


def _strong_functions(subject: Subject) -> tuple[list[FunctionResult], str]:
    """About typical: less than a step below, or as near as calls for no support; what somebody told something about first.

    Two of a region at most. Where there is none, what comes nearest.
    """
    edge = subject.instrument.thresholds.typical_from_percent
    rated = sorted((one for one in subject.profile.functions if one.gap is not None), key=percent_of_typical, reverse=True)
    near = [one for one in rated if not one.is_below or percent_of_typical(one) >= edge]
    near.sort(key=lambda one: (not subject.notes(one.id), -percent_of_typical(one)))
    chosen: list[FunctionResult] = []
    for one in near:
        if sum(other.region == one.region for other in chosen) < _MOST_OF_A_REGION and len(chosen) < _MOST:
            chosen.append(one)
    if chosen:
        return chosen, "About what is typical for the age, nearly so, or ahead of it:"
    return rated[:3], "Nearest to what is typical for the age:"


def _point(subject: Subject, one: FunctionResult) -> Item:
    function = subject.instrument.function(one.id)
    reached = [anchor.text for anchor in function.anchors if one.rating is not None and anchor.rating <= one.rating]
    return Item(reached[-1] if reached else function.definition, name=function.name, small=" ".join(subject.notes(one.id)))


def _support(subject: Subject) -> list[Item]:
    """The current relations in the upper half of their scale, in the words of their level."""
    points = []
    for item, result in zip(subject.instrument.relations.items, subject.profile.relations.items, strict=True):
        if result.support is not None and result.level is not None and result.support > (len(item.levels) - 1) / 2:
            points.append(Item(item.levels[result.level].text, name=item.support_name or item.name))
    return points
