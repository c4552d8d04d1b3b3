"""Writing an assessment. Every answer that is saved is looked at for what it raises, in the same transaction (§10)."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import rootwise
from rootwise.case import parse_case
from rootwise.case.model import ACTION_DAYS
from rootwise.case.vocabulary import PROFESSIONAL_ROLES
from rootwise.errors import Problem, UserError
from rootwise.instrument import load_instrument
from rootwise.profile.build import profile_of
from rootwise.profile.wire import profile_json
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.flags import ESCALATES_AFTER, raised_by
from rootwise.web.assessments.models import Answer, Assessment, Flag, Rater, Rating, SafetyAnswer, StoredProfile
from rootwise.web.assessments.parts import (
    ANSWERS,
    Part,
    bytes_of,
    columns,
    concerns,
    contradictions_in,
    document_of,
    part_of,
    parts_in,
    read_parts,
)
from rootwise.web.assessments.refused import Refused, require_open
from rootwise.web.assessments.voices import why_not
from rootwise.web.audit.recording import Actor, action
from rootwise.web.children.models import Child
from rootwise.web.database.once import edited
from rootwise.web.database.versions import EditConflict

CODE_VERSION = rootwise.__version__


class WrongAnswer(UserError):
    """An answer that cannot be saved as it is; `problems` says why, in the words of `rootwise check`."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(f"{one.what}. {one.expected}." for one in problems))


@action
def begin_assessment(*, by: Actor, user: User, assessment: Assessment) -> Assessment:  # noqa: ARG001 - recorded by the decorator
    """A new assessment with nothing answered; who begins it is its first rater."""
    there = Assessment.unguarded.filter(pk=assessment.pk).first()
    if there is not None:  # the same form sent twice
        return there
    if not assessment.child.birth:
        raise Refused(_("Write down the date of birth first; a year is enough. Without it nothing can be compared with the age."))
    load_instrument(assessment.instrument)
    assessment.begun_by = user
    assessment.child_key = assessment.child_key or f"child-{assessment.child.pk.hex[:12]}"
    assessment.save(force_insert=True)
    _add_rater(assessment, user)
    _require_readable(assessment)
    return assessment


@action
def add_rater(*, by: Actor, assessment: Assessment, user: User | None, role: str, name: str, new_id: uuid.UUID | None = None) -> Rater:  # noqa: ARG001
    """Somebody else who says how the child is. Who has an account is one rater, however often they are added."""
    require_open(assessment)
    if user is not None:
        return _add_rater(assessment, user)
    there = Rater.unguarded.filter(assessment=assessment, pk=new_id).first() if new_id is not None else None
    if there is not None and (there.role, there.name) != (role, name):
        raise EditConflict
    return there or _new_rater(assessment, key=_free_key(assessment, role), role=role, name=name, user=None, pk=new_id)


@action
def answer(*, by: Actor, assessment: Assessment, part: Part, value: Any, seen_version: int) -> Answer:
    """Save one answer. `seen_version` is that of the answer that was on the page; 0 where there was none. A week that contradicts itself is
    saved and told, because it is written row by row; nothing is planned from it.

    Raises
    ------
    EditConflict
        Somebody else answered since.
    Refused
        Nobody may say this for that rater.
    WrongAnswer
        It is no possible answer here. What is wrong elsewhere in the assessment does not matter now.
    """
    require_open(assessment)
    raters = list(Rater.unguarded.filter(assessment=assessment))
    for rater in raters:
        if part.kind is Rating and part.rater == rater.key and (refused := why_not(by, rater)):
            raise Refused(refused)
    values = {part_of(row, raters): row.value for kind in ANSWERS for row in kind.unguarded.filter(assessment=assessment)}  # type: ignore[attr-defined]
    after = document_of(assessment, assessment.child.birth, raters, {**values, part: value})
    read = read_parts(after)
    wrong = [one for one in read if concerns(one, part)] if isinstance(read, list) else []
    if wrong and (wrong := [one for one in wrong if one not in contradictions_in(after)]):
        raise WrongAnswer(wrong)
    saved = _save(by, assessment, part, value, raters, seen_version)
    _raise_flag(by, assessment, part, value)
    return saved


@action
def acknowledge_flag(*, by: Actor, user: User, flag: Flag, what: str, seen_version: int) -> Flag:
    """A named professional says what was done. It becomes the action of the answer, if that still says what it said and
    is of about that time (§10): what is done about an assessment of years ago opens no gate of then."""
    if user.role not in PROFESSIONAL_ROLES:
        raise Refused(_("A professional writes down what was done."))
    if not what.strip():
        raise Refused(_("Write what was done."))
    flag.acknowledged_by, flag.acknowledged_at, flag.action_taken = user, timezone.now(), what.strip()
    saved = edited(flag, seen_version, made_here=["acknowledged_at"])
    if saved is not flag:  # the same form sent twice
        return saved
    row = SafetyAnswer.unguarded.filter(assessment=flag.assessment, question=flag.question).first()
    is_of_that_time = abs((timezone.localdate(flag.acknowledged_at) - flag.assessment.assessed_on).days) <= ACTION_DAYS
    if row is not None and is_of_that_time and not flag.assessment.is_closed:
        instrument = load_instrument(flag.assessment.instrument).instrument
        if raised_by(instrument, flag.question, row.value) is not None:
            rater = _add_rater(flag.assessment, user)
            done = {"by": rater.key, "on": timezone.localdate(flag.acknowledged_at).isoformat(), "what": flag.action_taken}
            row.value = {**row.value, "action": done}
            row.written_by, row.written_at = by.id, flag.acknowledged_at
            row.save()
    return flag


@action
def close_assessment(*, by: Actor, user: User, assessment: Assessment, seen_version: int) -> StoredProfile:  # noqa: ARG001
    """A named clinician closes it: what it says now, and what that comes to, is kept byte for byte."""
    require_open(assessment)
    if user.role not in (Role.CLINICIAN, Role.SUPERVISOR):
        raise Refused(_("A clinician closes an assessment."))
    if Flag.unguarded.filter(assessment=assessment, acknowledged_at=None).exists():  # closed, it would say for ever: nobody did anything
        raise Refused(_("A flag waits. Write down first what was done about it; it is on the page of the assessment."))
    now = timezone.now()
    assessment.closed_by, assessment.closed_at = user, now
    assessment.version = seen_version
    assessment.save()
    content = bytes_of(_document(assessment))
    read = parse_case("the assessment", content)
    profile = profile_json(profile_of(read)).encode()
    return StoredProfile.unguarded.create(
        assessment=assessment,
        child=assessment.child,
        made_by=user,
        made_at=now,
        instrument_sha256=read.loaded.sha256,
        code_version=CODE_VERSION,
        case_text=content.decode(),
        case_sha256=hashlib.sha256(content).hexdigest(),
        profile_text=profile.decode(),
        profile_sha256=hashlib.sha256(profile).hexdigest(),
    )


@action
def correct_assessment(*, by: Actor, user: User, assessment: Assessment, because: str, new_id: uuid.UUID) -> Assessment:
    """Open a copy beside a closed assessment, to be corrected and closed. The old one and its profile stay as they are."""
    there = Assessment.unguarded.filter(pk=new_id).first()
    if there is not None:
        return there
    if not assessment.is_closed:
        raise Refused(_("This assessment is still open: change it directly."))
    if not because.strip():
        raise Refused(_("Write what is corrected, and why."))
    document = json.loads(StoredProfile.unguarded.get(assessment=assessment).case_text)
    copy = Assessment(
        id=new_id, child=assessment.child, begun_by=user, corrects=assessment, because=because.strip(), child_key=assessment.child_key
    )
    raters = list(Rater.unguarded.filter(assessment=assessment).select_related("user"))
    rows = [row for kind in ANSWERS for row in kind.unguarded.filter(assessment=assessment)]  # type: ignore[attr-defined]
    written = {part_of(row, raters): (row.written_by, row.written_at) for row in rows}
    return _fill(by, copy, document, {one.key: one.user for one in raters}, written)


@action
def import_case(*, by: Actor, user: User, child: Child, name: str, content: bytes, new_id: uuid.UUID) -> Assessment:
    """An assessment from a case file, all of it or nothing.

    Raises
    ------
    InvalidFile
        With every problem of the file.
    Refused
        The file is about a child with another date of birth.
    """
    there = Assessment.unguarded.filter(pk=new_id).first()
    if there is not None:
        return there
    read = parse_case(name, content)
    if read.case.child.birth_date.text != child.birth:
        raise Refused(_("The date of birth in this file is not that of the record. Is it the right child?"))
    assessment = Assessment(id=new_id, child=child, begun_by=user, child_key=read.case.child.id)
    return _fill(by, assessment, read.document.data, {})


def _fill(
    by: Actor,
    assessment: Assessment,
    document: Mapping[str, Any],
    users: Mapping[str, User | None],
    written: Mapping[Part, tuple[str, dt.datetime]] | None = None,
) -> Assessment:
    """Save a new assessment with everything in a case file that was checked. `written` says who answered what, and when, before."""
    assessment.instrument = document["instrument"]
    assessment.assessed_on = document["assessed_on"]
    assessment.gestation_weeks = document["child"].get("gestation_weeks")
    assessment.child_called = document["child"].get("name", "")
    assessment.is_fictional = document.get("fictional", False)
    assessment.save(force_insert=True)
    assessment.refresh_from_db(fields=["assessed_on"])
    raters = [
        _new_rater(assessment, key=one["id"], role=one["role"], name=one.get("name", ""), user=users.get(one["id"]))
        for one in document["raters"]
    ]
    for part, value in parts_in(document).items():
        who, at = (written or {}).get(part, (by.id, timezone.now()))
        _add(assessment, part, value, raters, who, at)
        _raise_flag(by, assessment, part, value)
    return assessment


def _save(by: Actor, assessment: Assessment, part: Part, value: Any, raters: list[Rater], seen_version: int) -> Answer:
    where = columns(part, raters)
    manager: models.Manager[Answer] = part.kind.unguarded  # type: ignore[attr-defined]
    there = manager.filter(assessment=assessment, **where).first() if seen_version else None
    if there is None:
        try:
            with transaction.atomic():
                return _add(assessment, part, value, raters, by.id, timezone.now())
        except IntegrityError:
            there = manager.filter(assessment=assessment, **where).first()
            if there is None:
                raise
            if there.value != value:  # the same answer sent twice is one answer
                raise EditConflict from None
            return there
    if there.value == value:
        return there
    there.value, there.written_by, there.written_at = value, by.id, timezone.now()
    there.version = seen_version
    there.save()
    return there


def _add(assessment: Assessment, part: Part, value: Any, raters: list[Rater], who: str, at: dt.datetime) -> Answer:
    about = {"assessment": assessment, "child": assessment.child, **columns(part, raters)}
    row: Answer = part.kind(value=value, written_by=who, written_at=at, **about)
    row.save(force_insert=True)
    return row


def _raise_flag(by: Actor, assessment: Assessment, part: Part, value: Any) -> None:
    if part.kind is not SafetyAnswer:
        return
    severity = raised_by(load_instrument(assessment.instrument).instrument, part.name, value)
    waits = Flag.unguarded.filter(assessment=assessment, question=part.name, acknowledged_at=None)
    if severity is None or "action" in value or waits.exists():
        return
    now = timezone.now()
    Flag.unguarded.create(
        assessment=assessment,
        child=assessment.child,
        question=part.name,
        severity=severity.value,
        said=value.get("note", ""),
        said_by=by.id,
        raised_at=now,
        escalate_at=now + ESCALATES_AFTER[severity],
    )


def _add_rater(assessment: Assessment, user: User) -> Rater:
    there = Rater.unguarded.filter(assessment=assessment, user=user).first()
    if there is not None:
        return there
    return _new_rater(assessment, key=_free_key(assessment, user.role), role=user.role, name=user.name[:80], user=user)


def _new_rater(assessment: Assessment, *, key: str, role: str, name: str, user: User | None, pk: uuid.UUID | None = None) -> Rater:
    place = Rater.unguarded.filter(assessment=assessment).count()
    return Rater.unguarded.create(
        id=pk or uuid.uuid4(), assessment=assessment, child=assessment.child, place=place, key=key, role=role, name=name, user=user
    )


def _free_key(assessment: Assessment, role: str) -> str:
    taken = set(Rater.unguarded.filter(assessment=assessment).values_list("key", flat=True))
    numbered = (role if number == 1 else f"{role}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _document(assessment: Assessment) -> dict[str, Any]:
    raters = list(Rater.unguarded.filter(assessment=assessment))
    values = {part_of(row, raters): row.value for kind in ANSWERS for row in kind.unguarded.filter(assessment=assessment)}  # type: ignore[attr-defined]
    return document_of(assessment, assessment.child.birth, raters, values)


def _require_readable(assessment: Assessment) -> None:
    read = read_parts(_document(assessment))
    if isinstance(read, list):
        raise WrongAnswer(read)
