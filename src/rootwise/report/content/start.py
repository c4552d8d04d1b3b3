"""The map, and where to start, in words, with how sure (§7)."""

from rootwise.instrument.model import Function
from rootwise.picture import map_picture
from rootwise.profile.model import FunctionResult, StartStatus
from rootwise.profile.words import chance
from rootwise.report.blocks import Block, Figure, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject, percent_of_typical
from rootwise.report.words import listed


def start(subject: Subject) -> Section:
    caption = (
        f"{subject.child}'s map: each box is one function, the lowest region at the bottom. "
        "A box is drawn as typical where less than one step is missing."
    )
    blocks: list[Block] = [
        Figure(map_picture(subject.profile), caption, wide=True),
        Subheading("Where to start"),
        *_where(subject),
        *_next_steps(subject),
    ]
    return Section("start", "The map and where to start", tuple(blocks))


def _where(subject: Subject) -> list[Block]:
    one, instrument = subject.profile.start, subject.instrument
    ranked = _ranked(subject)
    match one.status:
        case StartStatus.DECIDED:
            assert one.region is not None
            region = instrument.region(one.region)
            lead = f"The work most probably starts with {region.name}: {region.text[0].lower()}{region.text[1:]}"
            how = f"This is the lowest region below what is typical ({ranked[0][1]} sure, as far as the ratings go)."
        case StartStatus.NONE:
            lead = "No region is below what is typical for the age: enjoy what goes well and keep it going."
            how = f"As far as the ratings go, this is {ranked[0][1]} sure."
        case StartStatus.CLOSE:
            first, second = ranked[0], ranked[1] if len(ranked) > 1 else ("what is not rated yet", chance(one.unknown))
            lead = f"The ratings do not decide between {first[0]} ({first[1]}) and {second[0]} ({second[1]})."
            how = "What fits both is a good beginning; a few more ratings would tell."
        case StartStatus.UNDECIDED:
            names = listed([subject.region_name(region) for region in one.insufficient])
            lead = f"Where to start cannot be said yet: too little is rated in {names}."
            how = "A lower region that nobody has rated could be the one to start with."
    blocks: list[Block] = [Paragraph(lead, Tone.LEAD), Paragraph(how)]
    others = [f"{name} {share}" for name, share in ranked[1:] if share != "under 1 %"]
    if one.status is StartStatus.DECIDED and others:
        blocks.append(Paragraph(f"Other possible beginnings: {', '.join(others)}.", Tone.SMALL))
    return blocks


def _ranked(subject: Subject) -> list[tuple[str, str]]:
    """Possible beginnings with their chances, the likeliest first."""
    one = subject.profile.start
    shares = [(subject.region_name(region), share) for region, share in one.probability.items() if share is not None]
    if one.none is not None:
        shares.append(("nothing below typical", one.none))
    return [(name, chance(share)) for name, share in sorted(shares, key=lambda entry: -entry[1])]


def _next_steps(subject: Subject) -> list[Block]:
    """For the functions of the start region that are below typical: what is seen now, and what the next step looks like."""
    region = subject.profile.start.region
    edge = subject.instrument.thresholds.typical_from_percent
    below = [one for one in subject.profile.functions if one.region == region and one.rating is not None and percent_of_typical(one) < edge]
    if not below:
        return []
    points = []
    for one in sorted(below, key=percent_of_typical):
        function = subject.instrument.function(one.id)
        points.append(
            Item(
                f"Next: {_next(function, one)}",
                name=f"{function.name} ({subject.rating_in_words(one)})",
                small=" ".join(subject.notes(one.id)),
            )
        )
    return [
        Subheading(f"One step on, in {subject.region_name(region or '')}"),
        Paragraph("What the next step would look like, for each function below typical, the farthest first. A description, not a target."),
        Points(tuple(points)),
    ]


def _next(function: Function, one: FunctionResult) -> str:
    assert one.rating is not None
    text = next(anchor.text for anchor in function.anchors if anchor.rating > one.rating)
    return f"{text[0].lower()}{text[1:]}"
