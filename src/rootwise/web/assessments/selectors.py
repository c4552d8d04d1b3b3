"""Reading assessments. Each begins with a child that was reached for somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rootwise.case import ReadCase
from rootwise.case.vocabulary import Missing
from rootwise.document.kinds import Language
from rootwise.errors import Problem
from rootwise.instrument import Instrument, load_instrument
from rootwise.instrument.questions import Question, Questions, questions_for
from rootwise.instrument.words import spoken
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.web.accounts.links import digest
from rootwise.web.accounts.models import User
from rootwise.web.assessments import links
from rootwise.web.assessments.models import (
    Answer,
    Assessment,
    Flag,
    Rater,
    Rating,
    RatingLink,
    RelationAnswer,
    SafetyAnswer,
    StoredProfile,
)
from rootwise.web.assessments.parts import ANSWERS, SENSITIVE, Part, bytes_of, columns, document_of, part_of, read_parts
from rootwise.web.assessments.voices import entered_by, why_not
from rootwise.web.assessments.words import MISSING_NAMES, RATER_NAMES
from rootwise.web.audit.recording import Actor, is_account, record, recorded
from rootwise.web.children.age import months_in_words
from rootwise.web.children.facts import may
from rootwise.web.children.models import Child, NoContact
from rootwise.web.children.names import same_words
from rootwise.web.children.needs import KEEPERS, Need
from rootwise.web.children.selectors.no_contact import Alike, BarredName, barred_like, barred_names
from rootwise.web.children.selectors.opened import record_opened


@dataclass(frozen=True, slots=True)
class Opened:
    """An assessment as somebody may see it: `rows` holds the answers of the tiers that are open to them."""

    assessment: Assessment
    instrument: Instrument
    raters: tuple[Rater, ...]
    rows: Mapping[Part, Answer]

    def value(self, part: Part) -> Any:
        row = self.rows.get(part)
        return None if row is None else row.value

    def version(self, part: Part) -> int:
        """0 where there is no answer yet."""
        row = self.rows.get(part)
        return 0 if row is None else row.version

    def rater_of(self, user: User) -> Rater | None:
        return next((one for one in self.raters if one.user_id == user.pk), None)

    def ratings(self, function: str) -> list[tuple[Rater | None, Answer]]:
        """What each rater said of one function, in the order of the raters."""
        by = {one.key: one for one in self.raters}
        found = [(by.get(part.rater or ""), row) for part, row in self.rows.items() if part.kind is Rating and part.name == function]
        return sorted(found, key=lambda one: -1 if one[0] is None else one[0].place)

    @property
    def rated(self) -> set[str]:
        """The functions of which somebody said something: a rating, or why there is none."""
        return {part.name for part, row in self.rows.items() if part.kind is Rating and row.value.get("missing") != "not_asked"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line in the list of a child's assessments."""

    assessment: Assessment
    rated: int
    of: int
    corrected_by: Assessment | None


def instrument_of(assessment: Assessment) -> Instrument:
    """The instrument, spoken in the language of the page."""
    return spoken(load_instrument(assessment.instrument).instrument, Language(get_language() or "en"))


def assessments_of(by: Actor, child: Child) -> list[Listed]:
    """Every assessment of a child, the newest first."""
    with recorded(by, action="assessments.list"):
        record_opened(child, Assessment)
        about = ("child", "begun_by", "closed_by")
        found = list(Assessment.unguarded.filter(child=child).select_related(*about).order_by("-assessed_on", "-begun_at"))
        rated: dict[UUID, set[str]] = {}
        for row in Rating.unguarded.filter(child=child):
            if not is_open(row):
                rated.setdefault(row.assessment_id, set()).add(row.function)
    corrections = {one.corrects_id: one for one in found if one.corrects_id is not None}
    of = {one.instrument: len(load_instrument(one.instrument).instrument.functions) for one in found}
    return [Listed(one, len(rated.get(one.pk, ())), of[one.instrument], corrections.get(one.pk)) for one in found]


def assessment_row(child: Child, key: UUID) -> Assessment | None:
    return Assessment.unguarded.select_related("child", "begun_by", "closed_by", "corrects").filter(child=child, pk=key).first()


def opened(by: Actor, user: User, assessment: Assessment) -> Opened:
    """What this person may see of an assessment: ratings and relations; history, safety and flags with T4 only."""
    sees_all = may(user, assessment.child, Need.T4)
    kinds = [one for one in ANSWERS if sees_all or one not in SENSITIVE]
    with recorded(by, action="assessments.open"):
        record_opened(assessment.child, Assessment, Rater, *kinds)
        raters = tuple(Rater.unguarded.filter(assessment=assessment))
        rows = {part_of(row, raters): row for kind in kinds for row in kind.unguarded.filter(assessment=assessment)}  # type: ignore[attr-defined]
    return Opened(assessment, instrument_of(assessment), raters, rows)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one rater has come."""

    rater: Rater
    role: str
    rated: int
    next: str  # the first function that is still open
    entered_by: str  # the names of those who wrote down what this rater told them
    is_open: bool  # whether who asks may answer as this rater


def progress_of(by: Actor, opened: Opened) -> list[Progress]:
    wrote = {
        one.pk: {entered_by(row, one) for part, row in opened.rows.items() if part.kind is Rating and part.rater == one.key}
        for one in opened.raters
    }
    names = names_of(actor for actors in wrote.values() for actor in actors)
    return [
        Progress(
            rater=one,
            role=str(RATER_NAMES[one.role]),
            rated=len(_said(opened, one)),
            next=next_function(opened, one),
            entered_by=", ".join(sorted(names[each] for each in wrote[one.pk] if each in names)),
            is_open=not why_not(by, one),
        )
        for one in opened.raters
    ]


def _said(opened: Opened, rater: Rater) -> set[str]:
    """The functions this rater said something about."""
    return {
        part.name
        for part, row in opened.rows.items()
        if part.kind is Rating and part.rater == rater.key and row.value.get("missing") != Missing.NOT_ASKED
    }


def next_function(opened: Opened, rater: Rater | None) -> str:
    """The first function this rater has not said anything about; the first of all, when all are there."""
    said = set() if rater is None else _said(opened, rater)
    ids = [one.id for one in opened.instrument.functions]
    return next((one for one in ids if one not in said), ids[0])


def answer_row(opened: Opened, part: Part) -> Answer:
    """The answer as it is now, after somebody else wrote it."""
    manager = part.kind.unguarded  # type: ignore[attr-defined]
    row: Answer = manager.get(assessment=opened.assessment, **columns(part, opened.raters))
    return row


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag, with what the instrument says about it."""

    flag: Flag
    said_by: str  # a name
    name: str
    action: str  # what to do now


def flags_of(by: Actor, opened: Opened) -> list[Raised]:
    """The flags of an assessment, those that wait first. For who may see T4."""
    assessment = opened.assessment
    with recorded(by, action="assessments.open_flags"):
        record_opened(assessment.child, Flag)
        found = list(Flag.unguarded.filter(assessment=assessment).select_related("acknowledged_by", "assessment").order_by("raised_at"))
    names = names_of(one.said_by for one in found)
    return [in_words(one, names) for one in sorted(found, key=lambda one: one.acknowledged_at is not None)]


def new_assessment(child: Child) -> Assessment:
    """An assessment to fill in, not saved yet."""
    return Assessment(child=child)


def may_close(user: User) -> bool:
    return user.role in KEEPERS


def relations_answered(opened: Opened) -> int:
    return sum(part.kind is RelationAnswer and row.value != "not_asked" for part, row in opened.rows.items())


def exported(by: Actor, assessment: Assessment) -> bytes:
    """The case file of an assessment; of a closed one the very bytes that were kept. That it left the program is recorded."""
    with recorded(by, action="assessments.export"):
        record("export", table=Assessment._meta.db_table, row=assessment.pk.hex, child=assessment.child_id.hex, columns=[])
        record_opened(assessment.child, StoredProfile)
        kept = stored_profile(assessment)
        return kept.case_text.encode() if kept is not None else bytes_of(document(assessment))


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of accounts, by the id that the audit knows them by."""
    return {one.pk.hex: one.name for one in User.objects.filter(pk__in={one for one in actors if is_account(one)})}


def in_words(flag: Flag, names: Mapping[str, str]) -> Raised:
    safety = instrument_of(flag.assessment).safety
    words = {one.id: (one.name, one.action) for one in safety.red_flags}
    words |= {BASIC_NEEDS: (str(_("Basic needs are not met")), safety.escalation.basic_needs)}
    words |= {SAFE_PLACE: (str(_("There is no safe place")), safety.escalation.safe_place)}
    return Raised(flag, names.get(flag.said_by, ""), *words[flag.question])


@dataclass(frozen=True, slots=True)
class Said:
    """What one rater said of a function, as it is shown beside what the others said."""

    rater: Rater | None
    rating: int | None
    missing: str  # why there is none
    confidence: str
    note: str
    entered_by: str  # the name of who wrote it down for the rater


def ratings_beside(opened: Opened, function: str) -> list[Said]:
    """What each rater said of a function."""
    said, ratings = [], opened.ratings(function)
    names = names_of(entered_by(row, rater) for rater, row in ratings)
    for rater, row in ratings:
        value, wrote = row.value, names.get(entered_by(row, rater), "")
        missing = str(MISSING_NAMES[Missing(value["missing"])]) if "missing" in value else ""
        said.append(Said(rater, value.get("rating"), missing, value.get("confidence", ""), value.get("note", ""), wrote))
    return said


def typical_ages(opened: Opened, function: str) -> list[tuple[int, str]]:
    """Each anchor's rating, and the age at which it is typical. Shown only after a rating was given, so that it does not steer (§3)."""
    return [(one.rating, months_in_words(one.age_months)) for one in opened.instrument.function(function).anchors]


def stored_profile(assessment: Assessment) -> StoredProfile | None:
    return StoredProfile.unguarded.filter(assessment=assessment).first()


def document(assessment: Assessment) -> dict[str, Any]:
    """All of it as a case file, for the core: whoever shows something of it asks first what may be shown."""
    raters = list(Rater.unguarded.filter(assessment=assessment))
    rows = (row for kind in ANSWERS for row in kind.unguarded.filter(assessment=assessment))  # type: ignore[attr-defined]
    return document_of(assessment, assessment.child.birth, raters, {part_of(row, raters): row.value for row in rows})


def case_of(assessment: Assessment) -> ReadCase | list[Problem]:
    """The assessment as the core reads it, or what is wrong in it."""
    return read_parts(document(assessment))


def questions_left(opened: Opened) -> int:
    """How many safety questions nobody asked yet."""
    asked = {part.name for part, row in opened.rows.items() if part.kind is SafetyAnswer and row.value["answer"] != "not_asked"}
    return len({BASIC_NEEDS, SAFE_PLACE, *(one.id for one in opened.instrument.safety.red_flags)} - asked)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link in the list of who was asked."""

    link: RatingLink
    answered: int
    of: int
    state: str  # finished, revoked, barred, expired, opened, sent


def links_of(by: Actor, opened: Opened, now: datetime | None = None) -> list[LinkRow]:
    """Who was asked by a link, and how far they came."""
    now = now or timezone.now()
    with recorded(by, action="assessments.open_links"):
        record_opened(opened.assessment.child, RatingLink)
        found = list(RatingLink.unguarded.filter(assessment=opened.assessment).select_related("rater").order_by("made_at"))
        barred = barred_names([opened.assessment.child_id])
        for one in found:
            one.assessment = opened.assessment
        rows = [row_of_link(one, len(_said(opened, one.rater)), now, barred) for one in found]
        if any(one.state == "barred" for one in rows):  # the page says so
            record_opened(opened.assessment.child, NoContact)
    return rows


def row_of_link(link: RatingLink, answered: int, now: datetime, barred: Mapping[UUID, list[BarredName]]) -> LinkRow:
    return LinkRow(link, answered, len(asked(link)), links.state_of(link, now, barred))


def still_answering(by: Actor, opened: Opened) -> str:
    """Who could go on answering by a link, and how far they came."""
    rows = [one for one in links_of(by, opened) if one.state in ("sent", "opened")]
    said = _("%(name)s (%(role)s, %(rated)s of %(of)s answered)")
    return "; ".join(
        said % {"name": one.link.rater.name, "role": RATER_NAMES[one.link.rater.role], "rated": one.answered, "of": one.of} for one in rows
    )


def like_barred(by: Actor, child: Child, name: str) -> Alike:
    """Who on the list of no contact has a name like this. Who asks may not be able to see that list: it is written down."""
    with recorded(by, action="assessments.compare_no_contact"):
        record_opened(child, NoContact)
        return barred_like(child.pk, name)


def same_rater(opened: Opened, role: str, name: str, *, but: UUID) -> Rater | None:
    """Somebody of this role and name who is in the assessment already, and has no account."""
    return next(
        (one for one in opened.raters if one.user_id is None and one.pk != but and one.role == role and same_words(one.name, name)), None
    )


def questions_of(link: RatingLink) -> Questions:
    return questions_for(load_instrument(link.assessment.instrument).instrument, Language(link.language))


def asked(link: RatingLink) -> tuple[Question, ...]:
    """The questions this person can answer, in their language."""
    return questions_of(link).asked_of("teacher" if link.rater.role == "teacher" else "caregiver")


def rater_row(opened: Opened, key: str) -> Rater | None:
    """A rater of the assessment without an account, by key."""
    return next((one for one in opened.raters if one.key == key and one.user_id is None), None)


def link_row(opened: Opened, key: UUID) -> RatingLink | None:
    return RatingLink.unguarded.select_related("rater").filter(assessment=opened.assessment, pk=key).first()


def waits(link: RatingLink) -> bool:
    """Whether somebody is still to answer by this link."""
    return links.state_of(link, timezone.now(), barred_names([link.child_id])) in ("sent", "opened")


def link_with(token: str) -> RatingLink | None:
    """The link of this token, if it still opens anything."""
    return _alive(RatingLink.unguarded.filter(token=digest(token)))


def link_in(browser: str, key: UUID) -> RatingLink | None:
    """The link that was opened in this browser, if it still opens anything."""
    return _alive(RatingLink.unguarded.filter(pk=key, browser=digest(browser)).exclude(browser=""))


def _alive(found: QuerySet[RatingLink]) -> RatingLink | None:
    link = found.select_related("assessment", "assessment__child", "child", "rater").first()
    return link if link is not None and links.is_alive(link, timezone.now()) else None


def own_answers(by: Actor, link: RatingLink) -> dict[str, Rating]:
    """What this rater said, by function: nothing of anybody else."""
    with recorded(by, action="assessments.open_own_answers"):
        record_opened(link.child, Rating)
        return {one.function: one for one in Rating.unguarded.filter(assessment=link.assessment, rater=link.rater)}


def is_open(row: Rating | None) -> bool:
    """Whether nothing was chosen yet; words may be there."""
    return row is None or row.value.get("missing") == Missing.NOT_ASKED
