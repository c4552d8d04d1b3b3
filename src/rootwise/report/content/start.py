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
        Figure(map_picture(subject.profile, links=subject.links), caption, wide=True),
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
            lead = f"The work most probably starts with {_plain(region.text)} ({region.name})."
            how = f"This is the lowest region below what is typical. Going by these ratings alone, that is {ranked[0][1]} sure."
        case StartStatus.NONE:
            lead = "No region is below what is typical for the age: enjoy what goes well and keep it going."
            how = f"Going by these ratings alone, this is {ranked[0][1]} sure."
        case StartStatus.CLOSE:
            lead = f"The ratings do not decide where to start. Possible are {listed([f'{name} ({share})' for name, share in ranked])}."
            differ = any(each.disagreement for each in subject.profile.functions)
            ask = "Talking it over with everybody who rated would tell most." if differ else "A few more ratings would tell."
            how = f"What fits the two likeliest is a good beginning. {ask}"
        case StartStatus.UNDECIDED:
            names = listed([subject.region_name(region) for region in one.insufficient])
            lead = f"Where to start cannot be said yet: too little is rated in {names}."
            how = "A lower region that nobody has rated could be the one to start with."
    blocks: list[Block] = [Paragraph(lead, Tone.LEAD), Paragraph(how)]
    others = [f"{name} {share}" for name, share in ranked[1:] if share != "under 1 %"]
    if one.status is StartStatus.DECIDED and others:
        blocks.append(Paragraph(f"Other possible beginnings: {', '.join(others)}.", Tone.SMALL))
    return blocks


def _plain(text: str) -> str:
    """What a region is about, without the words after the colon, to stand inside a sentence."""
    return f"{text[0].lower()}{text[1:]}".split(":")[0].rstrip(".")


def _ranked(subject: Subject) -> list[tuple[str, str]]:
    """Possible beginnings with their chances, the likeliest first."""
    one = subject.profile.start
    shares = [(subject.region_name(region), share) for region, share in one.probability.items() if share is not None]
    if one.none is not None:
        shares.append(("nothing below typical", one.none))
    if one.unknown >= 0.01:
        shares.append(("what is not rated enough", one.unknown))
    return [(name, chance(share)) for name, share in sorted(shares, key=lambda entry: -entry[1])]


def _next_steps(subject: Subject) -> list[Block]:
    """For the functions of the start region that are a step or more below typical: what the next step looks like."""
    region = subject.profile.start.region
    below = [one for one in subject.profile.functions if one.region == region and one.is_below]
    if not below:
        return []
    points = []
    for one in sorted(below, key=percent_of_typical):
        function = subject.instrument.function(one.id)
        name = f"{function.name} ({one.rating:.3g}; typical now about {one.typical:.0f})"
        points.append(Item(f"Next: {_next(function, one)}", name=name, small=" ".join(subject.notes(one.id))))
    return [
        Subheading("One step on"),
        Paragraph("What the next step would look like, the farthest from typical first. A description, not a target."),
        Points(tuple(points)),
    ]


def _next(function: Function, one: FunctionResult) -> str:
    assert one.rating is not None
    text = next(anchor.text for anchor in function.anchors if anchor.rating > one.rating)
    return f"{text[0].lower()}{text[1:]}"
