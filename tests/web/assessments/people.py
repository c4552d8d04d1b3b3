"""A child with a clinician who assesses, from the examples that come with Rootwise."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from rootwise.case import ReadCase, parse_case, read_case
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.assessments.actions import begin_assessment, import_case
from rootwise.web.assessments.models import Assessment
from rootwise.web.audit.recording import Actor
from rootwise.web.children.models import Child
from tests.web.children.people import a_child, a_site, a_user, consented_to_all, related

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = sorted(
    one
    for one in EXAMPLES.glob("*.yaml")
    if one.read_text("utf-8").count("\nrootwise:") + one.read_text("utf-8").startswith("rootwise:")
    and "assessed_on:" in one.read_text("utf-8")
)
FOSTER_CARE = EXAMPLES / "foster-care.yaml"


def by(user: User) -> Actor:
    return Actor(user.id.hex, user.role)


class Scene:
    """A child in a service, with one person of each role in a relation to it and consent to everything."""

    def __init__(self, birth: str = "2018-03") -> None:
        self.site: Site = a_site(f"Willow {uuid.uuid4().hex[:6]}")
        self.child: Child = a_child(self.site, birth=birth)
        self.users: dict[Role, User] = {role: a_user(role, self.site) for role in Role}
        for role in (Role.CLINICIAN, Role.SUPERVISOR, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST, Role.CAREGIVER, Role.TEACHER):
            related(self.users[role], self.child)
        consented_to_all(self.child)
        self.clinician = self.users[Role.CLINICIAN]

    def begun(self, **given: Any) -> Assessment:
        values = {"instrument": "open-functional-map@1", "assessed_on": dt.date(2026, 5, 20), **given}
        return begin_assessment(by=by(self.clinician), user=self.clinician, assessment=Assessment(child=self.child, **values))

    def imported(self, place: Path = FOSTER_CARE) -> Assessment:
        return import_case(
            by=by(self.clinician), user=self.clinician, child=self.child, name=place.name, content=place.read_bytes(), new_id=uuid.uuid4()
        )


def scene_of(place: Path) -> tuple[Scene, ReadCase]:
    read = read_case(place)
    return Scene(read.case.child.birth_date.text), read


def case_in(document: dict[str, Any]) -> ReadCase:
    return parse_case("document.json", json.dumps(document).encode())
