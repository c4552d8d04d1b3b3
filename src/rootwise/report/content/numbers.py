"""The numbers behind the map: chances of each start, every region and domain with its interval and bands, what a question is worth."""

from rootwise.profile.model import SetResult
from rootwise.profile.words import chance
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Table
from rootwise.report.content.subject import Subject


def numbers(subject: Subject) -> Section:
    blocks: list[Block] = [_chances(subject), *_asking(subject), _sets(subject), *_readiness(subject)]
    return Section("numbers", "How sure this is", tuple(blocks))


def _chances(subject: Subject) -> Table:
    start = subject.profile.start
    rows = [
        (subject.region_name(region), chance(share) if share is not None else "cannot be said")
        for region, share in start.probability.items()
    ]
    rows.append(("Nothing below typical", chance(start.none) if start.none is not None else "cannot be said"))
    if start.unknown > 0:
        rows.append(("What is not rated enough", chance(start.unknown)))
    decided = subject.instrument.thresholds.start_decided_at
    caption = f"How probable it is that the work starts here (§7). Decided from {100 * decided:g} % on."
    return Table("Where to start, in numbers", caption, ("Region", "Probability"), tuple(rows), (2, 1))


def _asking(subject: Subject) -> list[Block]:
    drops = subject.profile.start.expected_drop
    if not drops:
        return []
    points = tuple(
        Item(f"A sure rating lowers the doubt by {drop:.2f} bits on average.", name=subject.function_name(function_id))
        for function_id, drop in drops.items()
    )
    return [Subheading("What a further rating is worth (§7)"), Points(points)]


def _sets(subject: Subject) -> Table:
    profile, instrument = subject.profile, subject.instrument
    regions = [_row(subject, one, instrument.region(one.id).name) for one in profile.regions]
    domains = [_row(subject, one, instrument.domain(one.id).name) for one in profile.domains]
    mass = f"{100 * instrument.thresholds.interval:g} % interval"
    caption = f"Percent of typical (§4) with the {mass} and how probable each band is (§5, §6): regions, then domains."
    head = ("Region or domain", "Rated", "Percent", mass, *(band.name for band in instrument.bands))
    return Table(
        "Regions and domains in numbers", caption, head, (*regions, *domains), (2.2, 0.9, 0.9, 1.3, *([1.0] * len(instrument.bands)))
    )


def _row(subject: Subject, one: SetResult, name: str) -> tuple[str, ...]:
    rated = f"{one.rated} of {one.of}"
    if one.percent is None or one.interval is None or one.band_probability is None:
        return (name, rated, "too little is rated", *([""] * (1 + len(subject.instrument.bands))))
    low, high = one.interval
    chances = [chance(one.band_probability[band.id]) for band in subject.instrument.bands]
    return (name, rated, f"{one.percent:.0f} %", f"{low:.0f} to {high:.0f} %", *chances)


def _readiness(subject: Subject) -> list[Block]:
    one = subject.profile.readiness
    if one.value is None or one.typical is None or one.steadied is None:
        text = "Top-down readiness cannot be said: a region is not rated enough (§9)."
    else:
        text = (
            f"Top-down readiness is {one.value:.2f}; at this age {one.typical:.2f} is typical. "
            f"Steadied, as the order of work looks at it, that is {100 * one.steadied:.0f} % of typical (§9). It is our own index."
        )
    return [Subheading("Top-down readiness"), Paragraph(text)]
