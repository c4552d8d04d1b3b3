"""Colleagues of one service who rate the stories."""

import uuid
from collections.abc import Mapping

from rootwise.document.kinds import Language
from rootwise.training import Vignette, vignettes
from rootwise.web.accounts.models import Site, User
from rootwise.web.accounts.roles import Role
from rootwise.web.audit.recording import Actor
from rootwise.web.training.actions import begin_attempt, finish_attempt, rate
from rootwise.web.training.models import Attempt
from tests.web.children.people import a_site, a_user

NOA = "noa@1"
RATERS = (Role.CLINICIAN, Role.SUPERVISOR, Role.OCCUPATIONAL_THERAPIST, Role.THERAPIST)


def by(user: User) -> Actor:
    return Actor(user.id.hex, user.role)


def noa(language: Language = Language.ENGLISH) -> Vignette:
    return next(one for one in vignettes(language) if one.id == "noa")


def begun(user: User, vignette: str = NOA) -> Attempt:
    return begin_attempt(by=by(user), attempt=Attempt(pk=uuid.uuid4(), user=user, vignette=vignette))


def finished(user: User, ratings: Mapping[str, int | None], vignette: str = NOA) -> Attempt:
    attempt = begun(user, vignette)
    for function, rating in ratings.items():
        rate(by=by(user), attempt=attempt, function=function, rating=rating, seen_version=0)
    return finish_attempt(by=by(user), attempt=attempt, seen_version=attempt.version)


def shifted(steps: int) -> dict[str, int | None]:
    """The reference, each rating that many steps higher or lower, within the scale."""
    return {name: None if one is None else min(12, max(1, one + steps)) for name, one in noa().reference_ratings.items()}


class Team:
    """A service with everybody who rates, and one more of another service."""

    def __init__(self) -> None:
        self.site: Site = a_site(f"Willow {uuid.uuid4().hex[:6]}")
        self.users = {role: a_user(role, self.site, f"Name-{role}") for role in Role}
        self.clinician = self.users[Role.CLINICIAN]
        self.far = a_user(Role.CLINICIAN, a_site(f"Far {uuid.uuid4().hex[:6]}"), "Name-far")
