"""The four domains, with interval and band (§4-§6)."""

from rootwise.picture import disagreements, domains_picture, raters_picture
from rootwise.profile.model import SetResult
from rootwise.report.blocks import Block, Figure, Item, Paragraph, Points, Section, Subheading
from rootwise.report.content.subject import Subject
from rootwise.report.words import count, listed

_CLEAR = 0.75  # under this chance a band is not stated flatly
_SHOWN = 12


def domains(subject: Subject) -> Section:
    mass = f"{100 * subject.instrument.thresholds.interval:g} %"
    blocks: list[Block] = [
        Figure(
            domains_picture(subject.profile),
            f"Percent of what is typical for the age. The line holds {mass} of what is possible, counting only doubt in single ratings.",
        ),
        Points(tuple(_point(subject, one) for one in subject.profile.domains)),
    ]
    blocks += _differences(subject)
    return Section("domains", "The domains", tuple(blocks))


def _point(subject: Subject, one: SetResult) -> Item:
    domain = subject.instrument.domain(one.id)
    if one.percent is None or one.band is None:
        return Item(f"{domain.text} Too little is rated to say: {one.rated} of {one.of} functions.", name=domain.name)
    first, *others = sorted((one.band_probability or {}).items(), key=lambda entry: -entry[1])
    band = subject.instrument.band(one.band)
    rated = f"{one.rated} of {one.of} rated"
    if others and first[1] < _CLEAR:
        between = listed([subject.instrument.band(name).name.lower() for name, _ in (first, others[0])])
        return Item(f"{domain.text} Between {between} ({rated}).", name=domain.name)
    return Item(f"{domain.text} {band.name} ({rated}). {band.text}", name=domain.name)


def _differences(subject: Subject) -> list[Block]:
    names = {one.id: subject.person(one.id) for one in subject.case.raters}
    picture = raters_picture(subject.profile, names)
    if picture is None:
        return []
    differing = disagreements(subject.profile)
    name = subject.function_name(differing[0].id).lower()
    differ = count(len(differing), "function is", "functions are").capitalize()
    text = (
        "People see a child in different places and at different hours, so a difference is knowledge, not a mistake. "
        f"{differ} rated differently, most of all {name}. The scores use the mean and become less sure where people differ."
    )
    more = f" The {_SHOWN} widest of {len(differing)}." if len(differing) > _SHOWN else ""
    caption = f"Ratings of several people on one function, the widest differences first.{more}"
    return [
        Subheading("Where people see it differently"),
        Paragraph(text),
        Figure(picture, caption),
    ]
