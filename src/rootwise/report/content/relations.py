"""Who is around the child now: every plan begins here (§8)."""

from rootwise.case.vocabulary import Missing
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import MISSING, count

_BUILD = "What to relieve or build first"
_BETWEEN = "What is in between"
_HOLDS = "What holds"


def relations(subject: Subject) -> Section:
    part, result = subject.instrument.relations, subject.profile.relations
    if result.percent is None:
        lead = f"Too little is known about who is around {subject.child}: {result.rated} of {result.of} questions were answered."
    else:
        lead = f"Support around {subject.child} now: {result.percent:.0f} % of the highest, from {result.rated} of {result.of} answers."
    cited = " ".join(f"({subject.instrument.sources[key].citation})" for key in part.sources if key in subject.instrument.sources)
    blocks: list[Block] = [Paragraph(lead, Tone.LEAD), Paragraph(f"{part.text} {cited}")]
    groups: dict[str, list[Item]] = {_BUILD: [], _BETWEEN: [], _HOLDS: []}
    open_points: list[str] = []
    for item, one in zip(part.items, result.items, strict=True):
        if one.missing is Missing.NOT_APPLICABLE:
            continue
        if one.level is None or one.support is None:
            open_points.append(f"{item.name} ({MISSING[one.missing]})" if one.missing else item.name)
            continue
        middle = (len(item.levels) - 1) / 2
        group = _BUILD if one.support < middle else _HOLDS if one.support > middle else _BETWEEN
        groups[group].append(Item(item.levels[one.level].text, name=item.name))
    for title, points in groups.items():
        if points:
            blocks += [Subheading(title), Points(tuple(points))]
    if open_points:
        blocks.append(
            Paragraph(f"{count(len(open_points), 'point is', 'points are').capitalize()} open: {'; '.join(open_points)}.", Tone.SMALL)
        )
    return Section("relations", f"Who is around {subject.child}", tuple(blocks))
