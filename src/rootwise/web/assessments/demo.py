"""Assessments of the fictional children of the demo. Every person, place and number is invented."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from pathlib import Path

from django.utils import timezone

from rootwise.instrument import load_instrument
from rootwise.web.accounts.models import User
from rootwise.web.assessments.actions import add_rater, answer, begin_assessment, close_assessment, import_case, make_link
from rootwise.web.assessments.models import Assessment
from rootwise.web.assessments.parts import rating_part, safety_part
from rootwise.web.audit.recording import Actor
from rootwise.web.children.models import Child

NOA = Path(__file__).parent / "fictional" / "noa.yaml"
_INSTRUMENT = "open-functional-map@1"
_SEEN_APART = {"startle": (4, 8), "sleep": (3, 7), "arousal": (4, 8), "attachment": (5, 9), "peer_play": (6, 7), "impulse_control": (4, 9)}


def add_assessments(by: Actor, people: Mapping[str, User], children: list[Child]) -> None:
    """Of the first child a closed and an open one, of the second one that no longer holds."""
    clinician = people["ines@willow.example"]
    first, second = children[0], children[1]
    text = NOA.read_text("utf-8").replace("2026-05-20", _days_ago(30).isoformat()).replace("2026-05-19", _days_ago(31).isoformat())
    _closed(by, clinician, first, text)
    _open(by, clinician, people["tom@willow.example"], first)
    _closed(by, clinician, second, json.dumps(_long_ago(second)))


def _days_ago(number: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=number)


def _closed(by: Actor, clinician: User, child: Child, text: str) -> None:
    made = import_case(by=by, user=clinician, child=child, name="demo", content=text.encode(), new_id=uuid.uuid4())
    close_assessment(by=by, user=clinician, assessment=made, seen_version=made.version)


def _open(by: Actor, clinician: User, therapist: User, child: Child) -> None:
    """Two who see the child differently, somebody who was asked by a link and has not answered, and a flag that waits."""
    begun = Assessment(child=child, instrument=_INSTRUMENT, assessed_on=_days_ago(0), child_called=child.name)
    begin_assessment(by=by, user=clinician, assessment=begun)
    raters = [add_rater(by=by, assessment=begun, user=one, role=one.role, name=one.name) for one in (clinician, therapist)]
    for function, ratings in _SEEN_APART.items():
        for user, rater, rating in zip((clinician, therapist), raters, ratings, strict=True):
            value = {"rating": rating, "confidence": "likely"}
            answer(by=_as(user), assessment=begun, part=rating_part(function, rater.key), value=value, seen_version=0)
    father = add_rater(by=by, assessment=begun, user=None, role="caregiver", name="Sol Carter (fictional)")
    make_link(by=by, user=clinician, assessment=begun, rater=father, language="en", days=10, new_id=uuid.uuid4())
    said = {"answer": "yes", "note": "Has left most meals for two days (fictional)."}
    answer(by=_as(clinician), assessment=begun, part=safety_part("not_eating_or_drinking"), value=said, seen_version=0)


def _as(user: User) -> Actor:
    return Actor(user.id.hex, user.role)


def _long_ago(child: Child) -> dict[str, object]:
    """A case file of an ordinary child, with nothing of the history told."""
    instrument = load_instrument(_INSTRUMENT).instrument
    return {
        "rootwise": 1,
        "fictional": True,
        "instrument": _INSTRUMENT,
        "child": {"id": "sami-01", "name": "Sami", "birth_date": child.birth},
        "assessed_on": _days_ago(230).isoformat(),
        "raters": [{"id": "ines", "role": "clinician", "name": "Ines Moreno"}],
        "safety": {"basic_needs": "met", "safe_place": True, "red_flags": {one.id: False for one in instrument.safety.red_flags}},
        "history": {},
        "relations": {one.id: 3 for one in instrument.relations.items},
        "ratings": {
            one.id: {"rating": 7 + number % 4, "confidence": "likely", "by": "ines"} for number, one in enumerate(instrument.functions)
        },
        "context": {},
    }
