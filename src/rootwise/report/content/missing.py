"""What is missing, and what would help most."""

from rootwise.case.vocabulary import Missing
from rootwise.profile.model import FunctionResult
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Tone
from rootwise.report.content.subject import Subject
from rootwise.report.words import MISSING, listed


def missing(subject: Subject) -> Section:
    blocks: list[Block] = [*_most_helpful(subject)]
    gaps = _gaps(subject)
    if gaps:
        blocks += [Subheading("What is missing"), Points(tuple(gaps))]
    else:
        blocks.append(Paragraph("Every function was rated, and every period and relation is known."))
    return Section("missing", "What would help most", tuple(blocks))


def _most_helpful(subject: Subject) -> list[Block]:
    ask = subject.profile.start.ask_next
    if not ask:
        return [Paragraph("No single further rating would change where to start.", Tone.LEAD)]
    points = []
    for function_id in ask:
        function = subject.instrument.function(function_id)
        points.append(Item(function.definition, name=function.name, small=_why(subject, subject.profile.function(function_id))))
    lead = "Asking about these next would help most to decide where to start:"
    return [Paragraph(lead, Tone.LEAD), Points(tuple(points))]


def _why(subject: Subject, one: FunctionResult) -> str:
    if one.rating is None:
        return f"Not rated yet ({MISSING[one.missing]})." if one.missing else "Not rated yet."
    if one.disagreement:
        said = listed([f"{subject.person(given.by)} {given.rating}" for given in one.ratings])
        return f"People differ: {said}."
    sure = subject.instrument.confidence(one.confidence or "").id
    return f"Rated {one.rating:.3g}, {sure}. A second person's view would help."


def _gaps(subject: Subject) -> list[Item]:
    profile, instrument = subject.profile, subject.instrument
    items = []
    for reason, words in MISSING.items():
        names = [subject.function_name(one.id) for one in profile.functions if one.missing is reason]
        if names:
            items.append(Item(f"{', '.join(names)}.", name=f"Functions: {words}"))
    relations = [
        f"{item.name} ({MISSING[one.missing]})"
        for item, one in zip(instrument.relations.items, profile.relations.items, strict=True)
        if one.missing and one.missing is not Missing.NOT_APPLICABLE
    ]
    if relations:
        items.append(Item("; ".join(relations) + ".", name="Relations"))
    periods = [instrument.period(one.period).name for one in profile.history if one.load is None]
    if periods:
        items.append(Item("; ".join(periods) + ".", name="History not or not fully known"))
    if profile.age_range_months is not None:
        items.append(Item(_age(subject), name="Birth date"))
    return items


def _age(subject: Subject) -> str:
    profile = subject.profile
    known = "The exact day of birth is not known; the middle of the possible ages is used."
    if not profile.sensitive_to_age:
        return f"{known} No band, and not where to start, would come out differently at either end."
    instrument = subject.instrument
    names = {region.id: region.name for region in instrument.regions} | {domain.id: domain.name for domain in instrument.domains}
    names["start"] = "where to start"
    return f"{known} At one end or the other this would come out differently: {listed([names[one] for one in profile.sensitive_to_age])}."
