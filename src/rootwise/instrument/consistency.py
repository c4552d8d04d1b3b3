"""What must agree between the parts of an instrument, found all at once."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from rootwise.document import Document
from rootwise.document.kinds import PROJECT_DRAFT
from rootwise.errors import Problem
from rootwise.instrument.model import Anchor, DomainsAtLeast, Function, FunctionsAtLeast, Instrument, NoRegionInBand, Phase

Finding = tuple[tuple[str | int, ...], str, str]


def inconsistencies(instrument: Instrument, document: Document) -> list[Problem]:
    """Every disagreement between the parts, with its line in the document."""
    found = (
        *_doubles(instrument),
        *_bands(instrument),
        *_functions(instrument),
        *_phases(instrument),
        *_levels(instrument),
        *_citations(instrument),
        *_taken_ids(instrument),
        *_ages(instrument),
        *_confidence(instrument),
        *_dates(instrument),
    )
    return [document.problem(place, what, expected) for place, what, expected in found]


def _doubles(instrument: Instrument) -> Iterator[Finding]:
    lists: dict[tuple[str, ...], Iterable[str]] = {
        (name,): [one.id for one in getattr(instrument, name)]
        for name in ("regions", "domains", "functions", "bands", "confidences", "phases")
    }
    lists["relations", "items"] = [one.id for one in instrument.relations.items]
    lists["history", "periods"] = [one.id for one in instrument.history.periods]
    lists["history", "event_types"] = [one.id for one in instrument.history.event_types]
    lists["safety", "red_flags"] = [one.id for one in instrument.safety.red_flags]
    for place, ids in lists.items():
        seen: set[str] = set()
        for number, one in enumerate(ids):
            if one in seen:
                yield (*place, number, "id"), "this id stands here a second time", "Give each entry an id of its own"
            seen.add(one)


def _bands(instrument: Instrument) -> Iterator[Finding]:
    edges = [band.below for band in instrument.bands]
    if edges[-1] is not None:
        yield ("bands", len(edges) - 1), "the last band has an end", "Leave `below` out of the last band"
    inner = [edge for edge in edges[:-1] if edge is not None]
    if len(inner) < len(edges) - 1 or any(low >= high for low, high in pairwise(inner)):
        yield ("bands",), "the bands do not climb", "Each band but the last has a `below`, higher than the one before"


def _functions(instrument: Instrument) -> Iterator[Finding]:
    regions = [one.id for one in instrument.regions]
    domains = {one.id for one in instrument.domains}
    for number, function in enumerate(instrument.functions):
        here = ("functions", number)
        if function.region not in regions:
            yield (*here, "region"), "there is no such region", f"One of {', '.join(regions)}"
        if function.domain not in domains:
            yield (*here, "domain"), "there is no such domain", f"One of {', '.join(sorted(domains))}"
        for place, anchor in enumerate(function.anchors):
            if not instrument.scale.lowest <= anchor.rating <= instrument.scale.highest:
                yield (*here, "anchors", place, "rating"), "this rating is not on the scale", _scale_in_words(instrument)
        yield from _ends(instrument, number, function)
    for name, used in (
        ("regions", {one.region for one in instrument.functions}),
        ("domains", {one.domain for one in instrument.functions}),
    ):
        for number, entry in enumerate(getattr(instrument, name)):
            if entry.id not in used:
                yield (name, number), "no function belongs here", "Give it a function, or leave it out"
    order = [regions.index(one.region) for one in instrument.functions if one.region in regions]
    if order != sorted(order):
        yield ("functions",), "the functions are not in the order of the regions", "Bottom up, region by region"


def _ends(instrument: Instrument, number: int, function: Function) -> Iterator[Finding]:
    last = function.anchors[-1]
    if last.rating != instrument.scale.highest:
        yield ("functions", number, "anchors"), "the highest rating has no anchor", f"Word the rating {instrument.scale.highest}"
    first: Anchor = function.anchors[0]
    if first.age_months == 0 and first.rating < instrument.scale.lowest:
        yield ("functions", number, "anchors", 0), "the first anchor is below the scale", _scale_in_words(instrument)
    if first.rating == instrument.scale.lowest and first.age_months > 0:
        yield ("functions", number, "anchors", 0), "the lowest rating is typical at birth already", "Give it the age 0, or leave it out"


def _scale_in_words(instrument: Instrument) -> str:
    return f"A whole number from {instrument.scale.lowest} to {instrument.scale.highest}"


def _phases(instrument: Instrument) -> Iterator[Finding]:
    placed = [region for phase in instrument.phases for region in phase.regions]
    if placed != [one.id for one in instrument.regions]:
        yield ("phases",), "the phases do not take up every region once, bottom up", "List the regions in their order over the phases"
    for number, phase in enumerate(instrument.phases):
        for place, kind, name in _named_by(phase):
            known = {one.id for one in getattr(instrument, kind)}
            if name not in known:
                yield (
                    ("phases", number, "opens", "conditions", place),
                    f"there is no such {kind.removesuffix('s')}",
                    "Use an id of this file",
                )


def _named_by(phase: Phase) -> Iterator[tuple[int, str, str]]:
    for place, condition in enumerate(phase.opens.conditions if phase.opens else ()):
        if isinstance(condition, NoRegionInBand):
            yield place, "bands", condition.band
            yield from ((place, "regions", one) for one in condition.regions)
        elif isinstance(condition, FunctionsAtLeast):
            yield from ((place, "functions", one) for one in condition.functions)
        elif isinstance(condition, DomainsAtLeast):
            yield from ((place, "domains", one) for one in condition.domains)


def _levels(instrument: Instrument) -> Iterator[Finding]:
    scales = [
        (("history", "adversity_levels"), instrument.history.adversity_levels),
        (("history", "relational_health_levels"), instrument.history.relational_health_levels),
        *((("relations", "items", number, "levels"), item.levels) for number, item in enumerate(instrument.relations.items)),
    ]
    for place, levels in scales:
        if [one.level for one in levels] != list(range(len(levels))):
            yield place, "the levels are not 0, 1, 2, ...", "Word each level once, from 0 upwards"
    lengths = {len(levels) for _, levels in scales[:2]}
    if len(lengths) > 1:
        yield ("history",), "adversity and relational health have different numbers of levels", "Give both the same scale"
    if len({len(levels) for _, levels in scales[2:]}) > 1:
        yield ("relations",), "the relation items have different numbers of levels", "Give all the same scale"


def _citations(instrument: Instrument) -> Iterator[Finding]:
    cited: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        *(
            (("functions", number, "anchors", place, "source"), anchor.source)
            for number, function in enumerate(instrument.functions)
            for place, anchor in enumerate(function.anchors)
        ),
        *((("safety", "red_flags", number, "sources"), flag.sources) for number, flag in enumerate(instrument.safety.red_flags)),
        (("history", "sources"), instrument.history.sources),
        (("relations", "sources"), instrument.relations.sources),
        *((("limits", number, "sources"), limit.sources) for number, limit in enumerate(instrument.limits)),
    ]
    for place, keys in cited:
        for key in keys:
            if key != PROJECT_DRAFT and key not in instrument.sources:
                yield place, "a source is cited that the file does not list", "Add it under `sources`, or write `project draft`"
    used = {key for _, keys in cited for key in keys}
    for key in instrument.sources:
        if key not in used:
            yield ("sources", key), "nothing cites this source", "Cite it, or leave it out"


_TAKEN = {"none", "unknown", "start", "safety", "basic_needs", "safe_place"}  # words of the profile itself


def _taken_ids(instrument: Instrument) -> Iterator[Finding]:
    named: dict[tuple[str, ...], list[str]] = {
        ("regions",): [one.id for one in instrument.regions],
        ("domains",): [one.id for one in instrument.domains],
        ("phases",): [one.id for one in instrument.phases],
        ("safety", "red_flags"): [one.id for one in instrument.safety.red_flags],
    }
    for place, ids in named.items():
        for number, entry_id in enumerate(ids):
            if entry_id in _TAKEN:
                yield (*place, number, "id"), "this id is a word of the profile itself", "Choose another id"
    both = {one.id for one in instrument.regions} & {one.id for one in instrument.domains}
    for number, domain in enumerate(instrument.domains):
        if domain.id in both:
            yield ("domains", number, "id"), "a region has this id as well", "Give each an id of its own"


def _ages(instrument: Instrument) -> Iterator[Finding]:
    if instrument.thresholds.term_weeks < instrument.thresholds.preterm_below_weeks:
        yield ("thresholds", "term_weeks"), "term is before the weeks that count as preterm", "At least `preterm_below_weeks`"
    for number, period in enumerate(instrument.history.periods):
        if period.from_months is not None and period.to_months is not None and period.to_months <= period.from_months:
            yield ("history", "periods", number), "this period ends before it begins", "`to_months` above `from_months`"


def _confidence(instrument: Instrument) -> Iterator[Finding]:
    if instrument.thresholds.confidence_not_stated not in {one.id for one in instrument.confidences}:
        yield ("thresholds", "confidence_not_stated"), "there is no such confidence", "Use an id of `confidences`"


def _dates(instrument: Instrument) -> Iterator[Finding]:
    if instrument.review_due <= instrument.reviewed_on:
        yield ("review_due",), "the review is due before it was done", "A later date than `reviewed_on`"
