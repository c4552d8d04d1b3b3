"""The long story ends at a fault that was planted. It is a command until its one disagreement is understood (docs/web-access.md)."""

import pytest
from django.db.models import Q

from tests.web.access.stateful import Broken, Story

REACH = "rootwise.web.children.reach."


@pytest.mark.parametrize(
    ("planted", "by", "seed"),
    [
        (f"{REACH}_consented", lambda _user, _need, _today: Q(), 1),
        (f"{REACH}_broken_glass", lambda _user, _now: Q(pk__in=[]), 1),
    ],
    ids=["consent", "glass"],
)
def test_a_planted_fault_ends_the_story(db: None, monkeypatch: pytest.MonkeyPatch, planted: str, by: object, seed: int) -> None:
    monkeypatch.setattr(planted, by)
    story = Story(seed)
    with pytest.raises(Broken):
        story.walk(120)
