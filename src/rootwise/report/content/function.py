"""One function: its levels, who rated it how, and every reason for how it counts, down to the rule and its numbers."""

from rootwise.case.model import NotRated, Rated
from rootwise.instrument.model import FunctionsAtLeast
from rootwise.picture import typical_picture
from rootwise.profile.model import FunctionResult, Reason, SetResult
from rootwise.profile.words import age, chance
from rootwise.report.blocks import Block, Figure, Item, Paragraph, Points, Section, Subheading, Table, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import MISSING, common_at, listed


def function_section(subject: Subject, function_id: str) -> Section:
    """Everything about one function."""
    function, one = subject.instrument.function(function_id), subject.profile.function(function_id)
    region, domain = subject.region_name(one.region), subject.instrument.domain(one.domain).name
    blocks: list[Block] = [
        Paragraph(function.definition, Tone.LEAD),
        Paragraph(f"{region} · {domain} · ICF {listed([f'{code.code} ({code.label})' for code in function.icf])}", Tone.SMALL),
        Figure(typical_picture(subject.profile, function_id), f"What is typical at each age, and {subject.child} now."),
        *_who(subject, function_id),
        _levels(subject, function_id),
        Subheading("Why it counts as it does"),
        Points(tuple(Item(reason.text, name=reason.rule) for reason in reasons(subject, function_id))),
    ]
    return Section("function", function.name, tuple(blocks))


def _levels(subject: Subject, function_id: str) -> Table:
    rows = tuple((str(one.rating), one.text, age(one.age_months)) for one in subject.instrument.function(function_id).anchors)
    caption = "The levels that are worded, with the age at which each is typical: mostly our own estimate, never the child's age."
    return Table("Levels of this function", caption, ("Rating", "What it looks like", "Typical at"), rows, (0.6, 3.6, 1))


def _who(subject: Subject, function_id: str) -> list[Block]:
    entries = subject.case.ratings.get(function_id, ())
    if not entries:
        return [Paragraph("Nobody was asked about it yet.")]
    stated = {given.by: given.confidence for given in subject.profile.function(function_id).ratings}
    rows = []
    for one in entries:
        who = subject.person(one.by) if one.by else "nobody in particular"
        if isinstance(one, Rated):
            sure = stated[one.by] if one.confidence else f"{stated[one.by]} (not said)"
            rows.append((who, str(one.rating), sure, one.note or ""))
        elif isinstance(one, NotRated):
            rows.append((who, MISSING[one.missing], "", one.note or ""))
    return [
        Table(
            "Who rated it", "Who rated it, and what they wrote beside it.", ("By", "Rating", "How sure", "Note"), tuple(rows), (2, 1, 1, 3)
        )
    ]


def reasons(subject: Subject, function_id: str) -> tuple[Reason, ...]:
    """From the rating to the start, each step with its rule and its numbers."""
    profile, one = subject.profile, subject.profile.function(function_id)
    region, domain = profile.region(one.region), profile.domain(one.domain)
    return (
        _typical(subject, one),
        *_counted(subject, one),
        _set(subject, region, subject.region_name(region.id)),
        _set(subject, domain, subject.instrument.domain(domain.id).name),
        *_start(subject, one),
        *_gates(subject, one),
    )


def _typical(subject: Subject, one: FunctionResult) -> Reason:
    profile = subject.profile
    anchors = subject.instrument.function(one.id).anchors
    before = [each for each in anchors if each.age_months <= profile.age_months][-1:]
    after = [each for each in anchors if each.age_months > profile.age_months][:1]
    near = listed([f"{each.rating} at {age(each.age_months)}" for each in (*before, *after)])
    text = f"At {age(profile.age_months)} {one.typical:.2f} is typical: the curve through the levels runs by {near}."
    return Reason("§3", text, {"age_months": profile.age_months, "typical": one.typical})


def _counted(subject: Subject, one: FunctionResult) -> list[Reason]:
    if one.rating is None or one.percent is None or one.gap is None or one.sd is None or one.common_at is None:
        why = MISSING[one.missing] if one.missing else "not rated"
        return [Reason("§4", f"It has no rating ({why}) and is left out: missing is not 0 and not typical.")]
    given = [each.rating for each in one.ratings]
    found = []
    if len(given) > 1:
        apart = f"the extremes are {one.disagreement:g} apart" if one.disagreement else "they agree"
        found.append(Reason("§6", f"The mean of {listed([str(each) for each in given])} is {one.rating:.3g}; {apart}."))
    own = max(subject.instrument.confidence(each.confidence).sd for each in one.ratings)
    how = f"that of “{one.confidence}”, the least sure rating"
    if one.sd > own:
        how = f"half of how far the raters are apart, more than the {own:g} of the least sure rating"
    found.append(Reason("§6", f"It counts with a deviation of {one.sd:g} {'step' if one.sd == 1 else 'steps'}: {how}."))
    steps_below = subject.instrument.thresholds.below_from_steps
    standing = "below typical" if one.is_below else "not called below typical"
    text = (
        f"{one.rating:.3g} of {one.typical:.2f} is {one.percent:.0f} % of typical, {abs(one.gap):.1f} steps "
        f"{'less' if one.gap >= 0 else 'more'}. From {steps_below:g} on it is called below typical; this is {standing}."
    )
    found.append(Reason("§4", text, {"rating": one.rating, "typical": one.typical, "percent": one.percent}))
    words = common_at(one.common_at)
    return [*found, Reason("§3", f"This rating is {words}, of this one function.")]


def _set(subject: Subject, one: SetResult, name: str) -> Reason:
    if one.percent is None or one.interval is None or one.band is None:
        least = 100 * subject.instrument.thresholds.minimum_share
        return Reason("§4", f"{name}: {one.rated} of {one.of} functions are rated; {least:g} % must be, so nothing is said of it.")
    low, high = one.interval
    band = subject.instrument.band(one.band).name.lower()
    text = (
        f"{name}: {one.rated} of {one.of} rated, {one.sum:.1f} of {one.typical:.1f} typical steps, {one.percent:.1f} % "
        f"({low:.0f} to {high:.0f}): {band}, {chance((one.band_probability or {})[one.band])}."
    )
    return Reason("§4-§6", text, {"sum": one.sum, "typical": one.typical, "percent": one.percent})


def _start(subject: Subject, one: FunctionResult) -> list[Reason]:
    start, name = subject.profile.start, subject.region_name(one.region)
    share, edge = start.probability.get(one.region), subject.instrument.thresholds.typical_from_percent
    found = []
    if share is not None:
        text = f"That {name} is the lowest region under {edge:g} % of typical has a probability of {chance(share)}."
        found.append(Reason("§7", text, {"probability": share}))
    if one.id in start.expected_drop:
        drop = start.expected_drop[one.id]
        found.append(Reason("§7", f"A sure rating of it would lower the doubt about where to start by {drop:.2f} bits.", {"bits": drop}))
    return found


def _gates(subject: Subject, one: FunctionResult) -> list[Reason]:
    found = []
    for phase in subject.instrument.phases:
        for condition in phase.opens.conditions if phase.opens else ():
            if isinstance(condition, FunctionsAtLeast) and one.id in condition.functions:
                here = "it is not rated" if one.percent is None else f"it stands at {one.percent:.0f} %"
                text = f"{phase.name}: one way to open it asks {condition.percent:g} % of typical of this function; {here}."
                found.append(Reason("§11", text, {"percent": one.percent, "at_least": condition.percent}))
    return found
