"""What there is to do in the assessments of all one's children. One query for each kind of row, however many children there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rootwise.case.vocabulary import Missing
from rootwise.instrument import load_instrument
from rootwise.profile.gate import BASIC_NEEDS, SAFE_PLACE
from rootwise.profile.validity import Standing, Validity
from rootwise.web.accounts.models import User
from rootwise.web.assessments.models import Assessment, Flag, Rater, Rating, RatingLink, RelationAnswer, SafetyAnswer
from rootwise.web.assessments.profiles import validities_of
from rootwise.web.assessments.selectors import LinkRow, row_of_link
from rootwise.web.audit.recording import Actor, record_reads, recorded
from rootwise.web.children.models import Child, Placement
from rootwise.web.children.names import plain
from rootwise.web.children.needs import CEILINGS, Need
from rootwise.web.children.selectors import Who, who
from rootwise.web.children.selectors.no_contact import barred_names

_ON_A_PAGE = 40


class ToDo(StrEnum):
    """What there is to do about a child, the most urgent first: the first that is true gives the child its place in the list."""

    LATE = "late"  # a flag has waited too long
    FLAG = "flag"
    OVER = "over"  # the newest closed assessment no longer holds
    ASKED = "asked"  # somebody who was asked by a link has not answered to the end
    OPEN = "open"
    SOON = "soon"  # the newest closed assessment soon no longer holds
    NEVER = "never"  # nothing was closed here, and nothing is open


TO_DO_NAMES = {
    ToDo.LATE: _("A flag has waited too long"),
    ToDo.FLAG: _("A flag waits"),
    ToDo.OVER: _("The assessment no longer holds"),
    ToDo.ASKED: _("Somebody has not answered"),
    ToDo.OPEN: _("An assessment is open"),
    ToDo.SOON: _("The assessment soon no longer holds"),
    ToDo.NEVER: _("Not assessed yet"),
}


@dataclass(frozen=True, slots=True)
class OpenAssessment:
    """What nobody said yet. `safety` is None for who may not see it."""

    assessment: Assessment
    functions: int
    relations: int
    safety: int | None
    asked: tuple[LinkRow, ...]  # who has a link and is not done

    @property
    def is_complete(self) -> bool:
        return not (self.functions or self.relations or self.safety)


@dataclass(frozen=True, slots=True)
class Line:
    """One child."""

    who: Who
    sees_all: bool  # T4: safety, flags, and what ended an assessment
    last: Assessment | None  # the newest that was closed
    validity: Validity | None
    open: tuple[OpenAssessment, ...]
    flags: int
    late_flags: int

    @property
    def to_do(self) -> list[ToDo]:
        standing = self.validity.standing if self.validity is not None else None
        is_there = {
            ToDo.LATE: self.late_flags,
            ToDo.FLAG: self.flags,
            ToDo.OVER: standing is Standing.OVER,
            ToDo.ASKED: any(one.asked for one in self.open),
            ToDo.OPEN: self.open,
            ToDo.SOON: standing is Standing.SOON,
            ToDo.NEVER: self.last is None and not self.open,
        }
        return [one for one in ToDo if is_there[one]]


def has_a_list(user: User) -> bool:
    return Need.T3 in CEILINGS.get(user.role, ())  # type: ignore[call-overload]


def to_do_list(by: Actor, user: User, *, search: str = "", only: str = "", page: str = "") -> Page[Line]:
    """The children of whom this person may write ratings, the most urgent first. Whoever is shown is recorded."""
    with recorded(by, action="assessments.list_to_do"):
        lines = [one for one in _lines(user, timezone.now(), search) if not only or only in one.to_do]
        shown = Paginator(lines, _ON_A_PAGE).get_page(page)
        _record([one.who.id for one in shown if one.sees_all], (*_SEEN, Flag, SafetyAnswer))
        _record([one.who.id for one in shown if not one.sees_all], _SEEN)
    return shown


def numbers(user: User) -> list[tuple[ToDo, int]]:
    """Of how many children there is what to do, for the start page. Says nothing about whom."""
    if not has_a_list(user):
        return []
    lines = _lines(user, timezone.now(), "")
    counted = [(one, sum(one in line.to_do for line in lines)) for one in ToDo]
    return [(one, number) for one, number in counted if number]


_SEEN = (Assessment, Rater, Rating, RelationAnswer, RatingLink)


def _record(children: Collection[UUID], models: Iterable[Any]) -> None:
    columns = {one._meta.db_table: [field.name for field in one._meta.concrete_fields] for one in models}
    record_reads(columns={**columns, Placement._meta.db_table: ["starts", "ends"]}, children=[one.hex for one in children])


def _lines(user: User, now: datetime, search: str) -> list[Line]:
    mine = [one for one in Child.objects.for_user(user, Need.T3, write=True) if plain(search) in plain(one.name)]
    with_t4 = set(Child.objects.for_user(user, Need.T4, write=True).values_list("pk", flat=True))
    rows = list(Assessment.unguarded.filter(child__in=mine).select_related("child").order_by("-assessed_on", "-begun_at"))
    last: dict[UUID, Assessment] = {}
    for one in rows:
        if one.is_closed:
            last.setdefault(one.child_id, one)
    held = validities_of(last.values(), today=timezone.localdate(now))
    still_open: dict[UUID, list[OpenAssessment]] = {}
    for row in _still_open([one for one in rows if not one.is_closed], with_t4, now):
        still_open.setdefault(row.assessment.child_id, []).append(row)
    flags = list(Flag.unguarded.filter(child__in=with_t4, acknowledged_at=None).values_list("child", "escalate_at"))
    lines = [
        Line(
            who=who(one),
            sees_all=one.pk in with_t4,
            last=last.get(one.pk),
            validity=held[last[one.pk].pk] if one.pk in last else None,
            open=tuple(still_open.get(one.pk, ())),
            flags=sum(child == one.pk for child, _at in flags),
            late_flags=sum(child == one.pk and at <= now for child, at in flags),
        )
        for one in mine
    ]
    order = list(ToDo)
    return sorted(lines, key=lambda one: (min((order.index(each) for each in one.to_do), default=len(order)), plain(one.who.name)))


def _still_open(assessments: Collection[Assessment], with_t4: Collection[UUID], now: datetime) -> list[OpenAssessment]:
    said: dict[UUID, set[tuple[UUID | None, str]]] = {one.pk: set() for one in assessments}
    for assessment, rater, function, value in Rating.unguarded.filter(assessment__in=assessments).values_list(
        "assessment", "rater", "function", "value"
    ):
        if value.get("missing") != Missing.NOT_ASKED:
            said[assessment].add((rater, function))
    related: dict[UUID, set[str]] = {one.pk: set() for one in assessments}
    for assessment, item, value in RelationAnswer.unguarded.filter(assessment__in=assessments).values_list("assessment", "item", "value"):
        if value != Missing.NOT_ASKED:
            related[assessment].add(item)
    asked: dict[UUID, set[str]] = {one.pk: set() for one in assessments if one.child_id in with_t4}
    for assessment, question, value in SafetyAnswer.unguarded.filter(assessment__in=list(asked)).values_list(
        "assessment", "question", "value"
    ):
        if value["answer"] != Missing.NOT_ASKED:
            asked[assessment].add(question)
    links: dict[UUID, list[LinkRow]] = {one.pk: [] for one in assessments}
    barred = barred_names({one.child_id for one in assessments})
    for link in RatingLink.unguarded.filter(assessment__in=assessments).select_related("assessment", "rater").order_by("made_at"):
        answered = sum(rater == link.rater_id for rater, _function in said[link.assessment_id])
        links[link.assessment_id].append(row_of_link(link, answered, now, barred))
    found = []
    for one in assessments:
        instrument = load_instrument(one.instrument).instrument
        questions = {BASIC_NEEDS, SAFE_PLACE, *(each.id for each in instrument.safety.red_flags)}
        newest = {each.link.rater_id: each for each in links[one.pk]}
        found.append(
            OpenAssessment(
                assessment=one,
                functions=len({each.id for each in instrument.functions} - {function for _rater, function in said[one.pk]}),
                relations=len({each.id for each in instrument.relations.items} - related[one.pk]),
                safety=len(questions - asked[one.pk]) if one.pk in asked else None,
                asked=tuple(each for each in newest.values() if each.state in ("sent", "opened", "expired")),
            )
        )
    return found
