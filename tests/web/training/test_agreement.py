"""How far people agree: the figures of the core, of the right people, and nobody's name."""

import pytest

from rootwise.training import agreement_of_many, compared_with_reference
from rootwise.web.accounts.roles import Role
from rootwise.web.training.selectors import colleagues_of, results_of
from tests.web.children.people import a_user
from tests.web.training.people import RATERS, Team, finished, noa, shifted


def test_with_the_reference_the_figures_are_those_of_the_core(team: Team) -> None:
    given = {**shifted(1), "sleep": noa().reference_ratings["sleep"]}
    finished(team.clinician, given)
    (result,) = results_of(team.clinician)
    core = compared_with_reference(noa(), given)
    assert result.comparison == core
    assert result.comparison.agreement.interval is not None
    pairs = [(given[name], one) for name, one in noa().reference_ratings.items() if one is not None]
    assert result.exact == sum(a == b for a, b in pairs)
    assert result.within_one == sum(abs((a or 0) - b) <= 1 for a, b in pairs)


def test_the_newest_is_first_and_a_story_rated_again_is_marked(team: Team) -> None:
    for steps in (3, 2):
        finished(team.clinician, shifted(steps))
    finished(team.clinician, {"sleep": 5}, "mateo@1")
    listed = [(one.opened.attempt.vignette, one.again) for one in results_of(team.clinician)]
    assert listed == [("mateo@1", False), ("noa@1", True), ("noa@1", False)]


@pytest.mark.parametrize("others", [0, 1, 2, 3])
def test_colleagues_are_shown_from_three_on(team: Team, others: int) -> None:
    finished(team.clinician, shifted(0))
    for role in RATERS[1 : others + 1]:
        finished(team.users[role], shifted(1))
    assert (colleagues_of(team.clinician, "noa@1") is not None) == (others == 3)


def test_the_latest_attempt_of_each_counts_and_that_of_nobody_else(team: Team) -> None:
    finished(team.clinician, shifted(0))
    finished(team.users[Role.THERAPIST], shifted(-4))
    latest = {Role.SUPERVISOR: shifted(1), Role.OCCUPATIONAL_THERAPIST: {**shifted(2), "sleep": None}, Role.THERAPIST: shifted(-1)}
    for role, given in latest.items():
        finished(team.users[role], given)
    finished(team.far, shifted(3))
    gone, teacher = a_user(Role.THERAPIST, team.site), a_user(Role.THERAPIST, team.site)
    for one in (gone, teacher):
        finished(one, shifted(4))
    gone.is_active, teacher.role = False, Role.TEACHER.value
    gone.save()
    teacher.save()
    found = colleagues_of(team.clinician, "noa@1")
    assert found is not None
    assert found.agreement == agreement_of_many([shifted(0), *latest.values()])
    assert (found.others, found.again) == (3, 1)
    reference = noa().reference_ratings["sleep"]
    assert reference is not None
    assert found.rated["sleep"] == (reference - 1, reference + 1)


def test_who_has_not_finished_sees_nothing_of_the_colleagues(team: Team) -> None:
    for role in RATERS[1:]:
        finished(team.users[role], shifted(1))
    assert colleagues_of(team.clinician, "noa@1") is None
