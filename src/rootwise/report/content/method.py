"""All ratings, how they were worked out, limits and sources (§16)."""

from rootwise import __version__
from rootwise.document.kinds import PROJECT_DRAFT
from rootwise.instrument.model import Source
from rootwise.profile.model import FunctionResult
from rootwise.report.blocks import Block, Item, Paragraph, Points, Section, Subheading, Table
from rootwise.report.content.subject import Subject
from rootwise.report.words import MISSING, common_at, day


def all_ratings(subject: Subject) -> Section:
    rows = tuple(_row(subject, one) for one in subject.profile.functions)
    head = ("Function", "Rating", "How sure", "By", "Typical now", "Common at")
    scale = subject.instrument.scale
    caption = (
        f"Every function, from the bottom up. Ratings go from {scale.lowest} to {scale.highest}; {scale.highest} is mature. Common at: "
        "the ages at which a rating is common for this one function, mostly our own estimate. It is never the child's age."
    )
    blocks: list[Block] = [Table("Table of all ratings", caption, head, rows, (2.3, 1, 0.8, 1.9, 0.8, 1.9))]
    told = [(one, subject.notes(one.id)) for one in subject.profile.functions]
    if any(notes for _, notes in told):
        blocks.append(Subheading("What people told us"))
        blocks.append(Points(tuple(Item(" ".join(notes), name=subject.function_name(one.id)) for one, notes in told if notes)))
    return Section("ratings", "All ratings", tuple(blocks))


def _row(subject: Subject, one: FunctionResult) -> tuple[str, ...]:
    name = subject.function_name(one.id)
    if one.rating is None or one.common_at is None:
        return (name, MISSING[one.missing] if one.missing else "", "", "", f"{one.typical:.1f}", "")
    people = ", ".join(
        f"{subject.person(given.by)} {given.rating}" if len(one.ratings) > 1 else subject.person(given.by) for given in one.ratings
    )
    return (
        name,
        f"{one.rating:.3g}",
        "people differ" if one.disagreement else one.confidence or "",
        people,
        f"{one.typical:.1f}",
        common_at(one.common_at).removeprefix("common ").removeprefix("at "),
    )


def method(subject: Subject) -> Section:
    instrument, profile = subject.instrument, subject.profile
    raters = subject.raters()
    t = instrument.thresholds
    how = [
        f"Rated by {raters} on {day(profile.assessed_on)} with {instrument.title}, version {instrument.version}.",
        "Percent of typical is the sum of the ratings over the sum of what is typical for the age, over the functions that were rated. "
        f"At least {100 * t.minimum_share:g} % of a group must be rated, else nothing is said about it (§4).",
        "Each rating counts as a small spread, wider where the rater was less sure; intervals hold "
        f"{100 * t.interval:g} % of what is possible then (§6). "
        "This is the noise of single ratings only: if everybody leans the same way, no interval shows it.",
        "Where to start is the lowest region below "
        f"{t.typical_from_percent:g} % of typical; it is called decided from {100 * t.start_decided_at:g} % on (§7).",
    ]
    if profile.readiness.steadied is not None:
        how.append(
            "Top-down readiness sets thinking skills beside how much the lower regions still have to go, and that beside the same for "
            f"the age; near maturity it is steadied (§9). The plain share is "
            f"{100 * (profile.readiness.of_typical or 0.0):.0f} %, the steadied one {100 * profile.readiness.steadied:.0f} %. "
            "It is our own index."
        )
    if profile.corrected:
        how.append("Born early: under two years ratings are compared with the age counted from the due date (§1).")
    blocks: list[Block] = [
        Subheading("How this was worked out"),
        Points(tuple(Item(one) for one in how)),
        Subheading("Limits"),
        Points(tuple(Item(limit.text, small=_cited(subject, limit.sources)) for limit in instrument.limits)),
        Subheading("Sources"),
        Points(tuple(_source(key, one) for key, one in instrument.sources.items())),
        Paragraph(_trace(subject)),
    ]
    return Section("method", "Method, limits and sources", tuple(blocks))


def _cited(subject: Subject, keys: tuple[str, ...]) -> str:
    cited = [subject.instrument.sources[key].citation for key in keys if key != PROJECT_DRAFT]
    return " ".join(cited)


def _source(key: str, source: Source) -> Item:
    doi = f" doi {source.doi}." if source.doi else ""
    licence = f" Licence: {source.licence}." if source.licence else ""
    return Item(f"{source.citation}{doi}{licence}", name=key)


def _trace(subject: Subject) -> str:
    profile = subject.profile
    reviewer = subject.instrument.clinical_reviewer or "not reviewed by a clinician yet"
    return (
        f"Instrument {subject.instrument.name} ({subject.instrument.licence}; {reviewer}), SHA-256 {profile.instrument_sha256[:16]}. "
        f"Case file SHA-256 {profile.case_sha256[:16]}. Rootwise {__version__}. The same case, instrument and version give the same report."
    )
