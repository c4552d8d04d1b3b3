"""Reading profiles: of an open assessment from what is answered now, of a closed one as it was kept. Each begins with a reached child."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

import rootwise
from rootwise.case import Case, ReadCase, parse_case
from rootwise.case.age import PartialDate, age_at
from rootwise.case.model import NeedsAnswer, Safety, SafetyAnswer
from rootwise.case.vocabulary import Answer, BasicNeeds
from rootwise.errors import Problem
from rootwise.instrument import load_instrument
from rootwise.profile import Profile, profile_document, profile_json, profile_of
from rootwise.profile.kept import kept_profile
from rootwise.profile.model import Gate
from rootwise.profile.phases import SAFETY
from rootwise.profile.validity import Validity, validity
from rootwise.report.site import Contact, ContactKind, Site
from rootwise.web.accounts.models import User
from rootwise.web.accounts.selectors import help_contacts
from rootwise.web.assessments.models import Assessment, Flag, PeriodAnswer, Rater, StoredProfile
from rootwise.web.assessments.parts import ANSWERS, SENSITIVE
from rootwise.web.assessments.selectors import case_of, stored_profile
from rootwise.web.audit.recording import Actor, record, record_reads, recorded
from rootwise.web.children.facts import may
from rootwise.web.children.models import Child, Placement
from rootwise.web.children.needs import Need
from rootwise.web.children.selectors.opened import record_opened


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile as this person may see it. Without T4 (`sees_all`) the case and the profile hold no history, no safety answer and no flag,
    and of the gate only whether it is open.
    """

    assessment: Assessment
    read: ReadCase
    profile: Profile
    sees_all: bool
    is_kept: bool
    is_damaged: bool  # what is kept is not what was written
    differs_now: str  # the version that kept it, where this version makes something else of the same case

    @property
    def case(self) -> Case:
        return self.read.case


def shown(by: Actor, user: User, assessment: Assessment) -> Shown | list[Problem]:
    """The profile, or what is wrong in the answers."""
    sees_all = may(user, assessment.child, Need.T4)
    with recorded(by, action="assessments.open_profile"):
        record_opened(assessment.child, Assessment, Rater, *(one for one in ANSWERS if sees_all or one not in SENSITIVE))
        kept = stored_profile(assessment)
        if kept is not None and sees_all:
            record_opened(assessment.child, StoredProfile)
        read = case_of(assessment) if kept is None else parse_case("the kept case", kept.case_text.encode())
    if isinstance(read, list):
        return read if sees_all else []
    profile = profile_of(read) if kept is None else kept_profile(kept.profile_text, read)
    differs = kept is not None and kept.code_version != rootwise.__version__ and profile_json(profile_of(read)) != kept.profile_text
    found = Shown(
        assessment=assessment,
        read=read,
        profile=profile,
        sees_all=sees_all,
        is_kept=kept is not None,
        is_damaged=kept is not None and _is_damaged(kept),
        differs_now=kept.code_version if kept is not None and differs else "",
    )
    return found if sees_all else _without_t4(found)


def _is_damaged(kept: StoredProfile) -> bool:
    texts = ((kept.case_text, kept.case_sha256), (kept.profile_text, kept.profile_sha256))
    return any(hashlib.sha256(text.encode()).hexdigest() != digest for text, digest in texts)


def _without_t4(found: Shown) -> Shown:
    """Nothing of safety and history stays: neither answers nor what follows from them, the hash of the case included."""
    profile, case = found.profile, found.case
    nothing = Safety(basic_needs=NeedsAnswer(answer=BasicNeeds.NOT_ASKED), safe_place=SafetyAnswer(answer=Answer.NOT_ASKED), red_flags={})
    return replace(
        found,
        read=replace(
            found.read,
            case=case.model_copy(update={"safety": nothing, "history": {}}),
            document=replace(found.read.document, data={}, lines={}, content=b""),
            sha256="",
        ),
        profile=replace(
            profile,
            case_sha256="",
            history=(),
            flags=(),
            gate=Gate(profile.gate.is_open, profile.gate.is_open, (), ()),
            phases=tuple(one for one in profile.phases if one.id != SAFETY),
        ),
    )


def exported_profile(by: Actor, found: Shown) -> dict[str, Any]:
    """The profile as JSON values (docs/profile-json.md); without T4 the keys that would tell of it are not there."""
    _record_export(by, found)
    told = profile_document(found.profile)
    if found.sees_all:
        return told
    hidden = ("history", "flags", "case_sha256")
    return {**{key: value for key, value in told.items() if key not in hidden}, "gate": {"open": found.profile.gate.is_open}}


def record_report(by: Actor, found: Shown) -> None:
    """That the report leaves the program is written down before it is made."""
    _record_export(by, found)


def _record_export(by: Actor, found: Shown) -> None:
    with recorded(by, action="assessments.export_profile"):
        row = found.assessment
        record("export", table=Assessment._meta.db_table, row=row.pk.hex, child=row.child_id.hex, columns=[])


def site_of(child: Child) -> Site | None:
    """Whom to call, as the report tells it."""
    contacts = [contact for one in help_contacts() if one.name == child.site.name for contact in one.contacts]
    if not contacts:
        return None
    return Site(
        rootwise=1,
        site=child.site.name,
        contacts=tuple(
            Contact(kind=ContactKind(one.kind), name=one.name, phone=one.phone, hours=one.hours or None, note=one.note or None)
            for one in contacts
        ),
    )


def validities(by: Actor, assessments: Collection[Assessment], *, today: date) -> dict[UUID, Validity]:
    """Until when each of these assessments holds, by its key.

    What ends one is a change of placement after it, a flag raised or an event told in an assessment begun later. Of a placement only the
    days are looked at, never where it is.
    """
    with recorded(by, action="assessments.look_how_long_they_hold"):
        record_reads(columns={Placement._meta.db_table: ["starts", "ends"]}, children={one.child_id.hex for one in assessments})
        return validities_of(assessments, today=today)


def validities_of(assessments: Collection[Assessment], *, today: date) -> dict[UUID, Validity]:
    """The same, where nothing of it is told about a child by name: three queries, however many children there are."""
    children = {one.child_id for one in assessments}
    changes: dict[UUID, list[date]] = {one: [] for one in children}
    for child, starts, ends in Placement.unguarded.filter(child__in=children).values_list("child", "starts", "ends"):
        changes[child] += [starts, ends + timedelta(days=1)] if ends else [starts]
    flags: dict[UUID, list[Flag]] = {one: [] for one in children}
    for flag in Flag.unguarded.filter(child__in=children).select_related("assessment"):
        flags[flag.child_id].append(flag)
    periods: dict[UUID, list[PeriodAnswer]] = {one: [] for one in children}
    for row in PeriodAnswer.unguarded.filter(child__in=children).select_related("assessment"):
        periods[row.child_id].append(row)
    found = {}
    for one in assessments:
        raised = [timezone.localdate(flag.raised_at) for flag in flags[one.child_id] if _is_later(flag.assessment, one)]
        known = {row.period: _kinds(row) for row in periods[one.child_id] if row.assessment_id == one.pk}
        told = [
            timezone.localdate(row.written_at)
            for row in periods[one.child_id]
            if _is_later(row.assessment, one) and _kinds(row) - known.get(row.period, Counter())
        ]
        age_months = _youngest_months(one)
        found[one.pk] = validity(one.assessed_on, age_months=age_months, changes=[*changes[one.child_id], *raised, *told], today=today)
    return found


def _is_later(other: Assessment, one: Assessment) -> bool:
    return other.pk != one.pk and other.begun_at > one.begun_at and other.assessed_on >= one.assessed_on


def _kinds(row: PeriodAnswer) -> Counter[str]:
    """How many events of each kind are told of a period: one that is only told in other words is no new one."""
    return Counter(event["type"] for event in row.value.get("events") or ())


def _youngest_months(assessment: Assessment) -> float:
    if not assessment.child.birth:
        return 0.0
    thresholds = load_instrument(assessment.instrument).instrument.thresholds
    birth = PartialDate.parse(assessment.child.birth)
    return age_at(assessment.assessed_on, birth=birth, gestation_weeks=None, thresholds=thresholds).youngest_months


def beside(by: Actor, assessment: Assessment) -> list[Assessment]:
    """The closed assessments of the same child, and the one that this one corrects: the newest first."""
    with recorded(by, action="assessments.list"):
        record_opened(assessment.child, Assessment)
        others = Assessment.unguarded.filter(child=assessment.child, closed_at__isnull=False).exclude(pk=assessment.pk)
        return list(others.select_related("child", "closed_by").order_by("-assessed_on", "-begun_at"))


def correction_of(assessment: Assessment) -> Assessment | None:
    """The newest assessment that corrects this one."""
    return Assessment.unguarded.filter(corrects=assessment).order_by("-begun_at").first()
