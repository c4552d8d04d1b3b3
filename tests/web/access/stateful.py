"""A long story of random steps, and a second telling of it in plain Python: who reaches what must agree after every step.

    .venv/bin/python -m tests.web.access.stateful --steps 10000 --seed 1

Relations, consents, no-contact, broken glass, merges, closing and erasing, days that pass. The steps are the actions of the program; the
second telling (`Told`) is written by hand and shares nothing with its rules. A short form runs with the tests, and finds planted faults.
"""

import argparse
import datetime as dt
import os
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from unittest import mock

from django.utils import timezone

NEEDS = ("t1", "t3", "t4", "ground")
KEEPERS = ("clinician", "supervisor")
BELOW = {"therapist": ("t1", "t3"), "caregiver": ("t1",), "teacher": ("t1",)}
CEILING = {**dict.fromkeys(KEEPERS, NEEDS), **BELOW}
PURPOSE = {**dict.fromkeys((*KEEPERS, "therapist"), "care"), "caregiver": "family", "teacher": "school"}


class Broken(AssertionError):
    """What the program does is not what was told."""


@dataclass
class Told:
    """What is known of one child, told a second time."""

    relations: set[Any] = field(default_factory=set)  # users
    consents: list[tuple[str, frozenset[str], dt.date, dt.date, uuid.UUID]] = field(default_factory=list)
    barred: Counter[Any] = field(default_factory=Counter)  # user: how many entries
    glasses: list[tuple[Any, dt.datetime]] = field(default_factory=list)  # user, until
    state: str = "active"  # or closed, erased, merged
    merged_from: str = ""  # the state before it was merged

    def reaches(self, user: Any, need: str, now: dt.datetime, *, write: bool) -> bool:
        role, today = user.role, now.date()
        if self.state in ("erased", "merged") or self.barred[user] or need not in CEILING[role]:
            return False
        if self.state == "closed" and (role not in KEEPERS or (write and need != "ground")):
            return False
        if role in KEEPERS and not write and any(who == user and now < until for who, until in self.glasses):
            return True
        allowed = need == "ground" or any(
            purpose == PURPOSE[role] and need in tiers and starts <= today <= ends for purpose, tiers, starts, ends, _ in self.consents
        )
        return user in self.relations and allowed


class Story:
    def __init__(self, seed: int) -> None:
        from rootwise.web.accounts.roles import Role
        from rootwise.web.audit.recording import recorded
        from tests.web.children.people import SETTING_UP, a_child, a_site, a_user, related

        self.chance, self.now = Random(seed), dt.datetime(2026, 1, 10, 12, tzinfo=dt.UTC)
        self.done: Counter[str] = Counter()
        with self.clock(), recorded(SETTING_UP, action="test.stateful"):
            site = a_site()
            roles = (*[Role.SUPERVISOR] * 3, *[Role.CLINICIAN] * 2, Role.THERAPIST, Role.CAREGIVER, Role.TEACHER)
            self.users = [a_user(role, site, f"Person {number}") for number, role in enumerate(roles)]
            self.told = {a_child(site, name=f"Child {number}").pk: Told() for number in range(4)}
            self.site = site
            for key, told in self.told.items():
                for user in (self.users[0], self.users[3]):
                    related(user, self.child(key))
                    told.relations.add(user)

    def clock(self) -> Any:
        return mock.patch.object(timezone, "now", return_value=self.now)

    def child(self, key: uuid.UUID) -> Any:
        from rootwise.web.children.models import Child

        return Child.unguarded.get(pk=key)

    def walk(self, steps: int) -> None:
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        """One thing that somebody does, and what must hold afterwards."""
        name = self.chance.choice(list(STEPS))
        key = self.chance.choice([one for one, told in self.told.items() if told.state != "erased"])
        mostly = self.keepers(key) if self.chance.random() < 0.8 else []  # who may, or little happens
        user = self.chance.choice(mostly or self.users)
        before = self._kept()
        with self.clock():
            self.done[name if STEPS[name](self, key, user) else f"{name} refused"] += 1
        with self.clock():  # which may have gone on
            self._compare(user)
        if name != "time":
            self._require(name, before <= self._kept() | {one for one, told in self.told.items() if told.state in ("merged", "erased")})

    def _kept(self) -> set[uuid.UUID]:
        """The records that somebody keeps."""
        return {key for key in self.told if self.keepers(key)}

    def _compare(self, actor: Any) -> None:
        from rootwise.web.children.models import Child
        from rootwise.web.children.needs import Need

        for user in {actor, self.chance.choice(self.users)}:
            for need in NEEDS:
                for write in (False, True):
                    said = set(Child.objects.for_user(user, Need(need), write=write).values_list("pk", flat=True))
                    told = {key for key, one in self.told.items() if one.reaches(user, need, self.now, write=write)}
                    self._require(f"{user.name}, {user.role}, {need}, write={write}: {said ^ told}", said == told)

    def _require(self, what: str, holds: bool) -> None:
        if not holds:
            raise Broken(f"{what} (after {dict(self.done)})")

    def attempt(self, actor: Any, action: Callable[..., Any], /, **given: Any) -> bool:
        from rootwise.web.audit.models import Event
        from rootwise.web.audit.recording import Actor
        from rootwise.web.children.refused import Refused

        before = Event.objects.count()
        try:
            action(by=Actor(actor.pk.hex, actor.role), **given)
        except Refused:
            self._require(f"{action.__name__} was refused and wrote", Event.objects.count() == before)
            return False
        self._require(f"{action.__name__} left no event", Event.objects.count() > before)
        return True

    def keepers(self, key: uuid.UUID) -> list[Any]:
        return [one for one in self.users if self.keeps(one, key)]

    def keeps(self, user: Any, key: uuid.UUID) -> bool:
        """Only then do the pages let somebody act."""
        return self.told[key].reaches(user, "ground", self.now, write=True)


def _relate(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import add_relation
    from rootwise.web.children.models import Relation

    other, told = story.chance.choice(story.users), story.told[key]
    if not story.keeps(user, key):
        return False
    row = Relation(child=story.child(key), user=other, role=other.role, starts=story.now.date(), evidence="letter")
    if not story.attempt(user, add_relation, user=user, relation=row):
        return False
    story._require("somebody gave access to themselves, or to who is barred", other != user and not told.barred[other])
    told.relations.add(other)
    return True


def _end(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import end_relation
    from rootwise.web.children.models import Relation

    row = Relation.unguarded.filter(child=key, ends=None).order_by("starts", "id").first()
    if row is None or not story.keeps(user, key) or not story.attempt(user, end_relation, relation=row, seen_version=row.version):
        return False
    story.told[key].relations.discard(row.user)
    return True


def _consent(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import add_consent
    from rootwise.web.children.models import Consent

    if not story.keeps(user, key):
        return False
    purpose = story.chance.choice(("care", "care", "family", "school"))
    tiers = frozenset(story.chance.sample(("t1", "t3", "t4"), 2)) if purpose == "care" else frozenset({"t1"})
    starts, ends = story.now.date(), story.now.date() + dt.timedelta(days=story.chance.randrange(200))
    about = {"given_by": "Ruth", "evidence": "paper", "authority": "parent", **dict.fromkeys(tiers, True)}
    row = Consent(child=story.child(key), purpose=purpose, starts=starts, ends=ends, **about)
    if not story.attempt(user, add_consent, consent=row):
        return False
    story.told[key].consents.append((purpose, tiers, starts, ends, row.pk))
    return True


def _withdraw(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import withdraw_consent
    from rootwise.web.children.models import Consent

    consents = story.told[key].consents
    if not consents or not story.keeps(user, key):
        return False
    row = Consent.unguarded.get(pk=story.chance.choice(consents)[-1])
    if not story.attempt(user, withdraw_consent, user=user, consent=row, seen_version=row.version):
        return False
    story.told[key].consents = [one for one in consents if one[-1] != row.pk]
    return True


def _bar(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import add_no_contact
    from rootwise.web.children.models import NoContact

    if not story.keeps(user, key):
        return False
    other, by_address = story.chance.choice(story.users), story.chance.random() < 0.5
    who = {"email": other.email.upper()} if by_address else {"user": other}
    row = NoContact(child=story.child(key), name="Somebody", evidence="order", **who)
    if not story.attempt(user, add_no_contact, no_contact=row):
        return False
    story.told[key].barred[other] += 1
    return True


def _lift(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import lift_no_contact
    from rootwise.web.children.models import NoContact

    row = NoContact.unguarded.filter(child=key, lifted_at=None).order_by("since", "id").first()
    if row is None or not story.keeps(user, key):
        return False
    given = {"user": user, "no_contact": row, "because": "the order ended", "seen_version": row.version}
    if not story.attempt(user, lift_no_contact, **given):
        return False
    story._require("somebody lifted it who is no supervisor", user.role == "supervisor")
    other = row.user or next(one for one in story.users if one.email.lower() == row.email)
    story.told[key].barred[other] -= 1
    return True


def _break(story: Story, key: uuid.UUID, user: Any) -> bool:
    from rootwise.web.children.actions import break_glass
    from rootwise.web.children.models import BreakGlass

    if not story.attempt(user, break_glass, user=user, glass=BreakGlass(child=story.child(key), reason="urgent")):
        return False
    story._require("somebody barred, or who keeps nothing, broke the glass", not story.told[key].barred[user] and user.role in KEEPERS)
    story.told[key].glasses.append((user, story.now + dt.timedelta(minutes=60)))
    return True


def _review(story: Story, _key: uuid.UUID, _user: Any) -> bool:
    from rootwise.web.children.actions import review_glass
    from rootwise.web.children.models import BreakGlass

    row = BreakGlass.unguarded.filter(reviewed_at=None).order_by("opened_at", "id").first()
    if row is None:
        return False
    user = story.chance.choice(story.users)
    row.was_right, opener = story.chance.random() < 0.5, row.user
    if not story.attempt(user, review_glass, user=user, glass=row, seen_version=row.version):
        return False
    story._require("somebody reviewed their own", opener != user)
    if not row.was_right:
        told = story.told[row.child_id]
        told.glasses = [(who, min(until, story.now) if who == opener else until) for who, until in told.glasses]
    return True


def _merge(story: Story, _key: uuid.UUID, _user: Any) -> bool:
    """Proposed by one who keeps both, done by another."""
    from rootwise.web.children.actions import do_merge, propose_merge, withdraw_merge
    from rootwise.web.children.models import Merge

    pairs = [(key, other, set(story.keepers(key)) & set(story.keepers(other))) for key in story.told for other in story.told]
    pairs = [one for one in pairs if one[2]]
    if not pairs:
        return False
    key, other, both = story.chance.choice(pairs)
    user, second = (story.chance.choice([one for one in story.users if one in both]) for _ in range(2))
    row = Merge(child=story.child(key), other=story.child(other), because="the same child")
    if not story.attempt(user, propose_merge, user=user, merge=row):
        return False
    row = Merge.unguarded.get(pk=row.pk)
    if not story.attempt(second, do_merge, user=second, merge=row, seen_version=row.version):
        return not story.attempt(user, withdraw_merge, user=user, merge=Merge.unguarded.get(pk=row.pk), seen_version=row.version)
    story._require("somebody merged what they proposed", user != second)
    story.told[key].barred += story.told[other].barred
    story.told[other].barred = Counter()
    story.told[other].merged_from = story.told[other].state
    story.told[other].state = "merged"
    return True


def _unmerge(story: Story, _key: uuid.UUID, _user: Any) -> bool:
    from rootwise.web.children.actions import do_unmerge, propose_unmerge
    from rootwise.web.children.models import Merge

    rows = Merge.unguarded.filter(undone_by=None).exclude(merged_by=None).order_by("id")
    row = next((one for one in rows if story.keepers(one.child_id)), None)
    if row is None:
        return False
    user, second = (story.chance.choice(story.keepers(row.child_id)) for _ in range(2))
    if not story.attempt(user, propose_unmerge, user=user, merge=row, seen_version=row.version):
        return False
    row = Merge.unguarded.get(pk=row.pk)
    if not story.attempt(second, do_unmerge, user=second, merge=row, seen_version=row.version):
        return False
    other = story.told[row.other_id]
    other.barred, other.state = +story.told[row.child_id].barred, other.merged_from
    return True


def _close(story: Story, key: uuid.UUID, user: Any) -> bool:
    return _retention(story, key, user, "close_child", "closed")


def _reopen(story: Story, key: uuid.UUID, user: Any) -> bool:
    return _retention(story, key, user, "reopen_child", "active")


def _retention(story: Story, key: uuid.UUID, user: Any, name: str, state: str) -> bool:
    from rootwise.web.children import actions

    row = story.child(key)
    if not story.keeps(user, key) or not story.attempt(user, getattr(actions, name), child=row, seen_version=row.version):
        return False
    story.told[key].state = state
    return True


def _erase(story: Story, key: uuid.UUID, user: Any) -> bool:
    """Seldom, or the story is soon over; a new child comes in its place."""
    from rootwise.web.children.actions import erase_child, propose_erasure
    from rootwise.web.children.belongings import to_erase
    from tests.web.children.people import a_child, related

    if story.chance.random() < 0.5 or not story.keeps(user, key):
        return False
    first = story.chance.choice(story.keepers(key))
    row = story.child(key)
    if not story.attempt(first, propose_erasure, user=first, child=row, seen_version=row.version):
        return False
    row = story.child(key)
    if not story.attempt(user, erase_child, user=user, child=row, seen_version=row.version):
        return False
    left = [model._meta.label for model in to_erase() if model.unguarded.filter(child=key).exists()]
    two = user != first and user.role == "supervisor"
    story._require(f"erased, and there is still {left}, or one person did it", not left and two)
    story.told[key] = Told(state="erased")
    from rootwise.web.audit.recording import recorded
    from tests.web.children.people import SETTING_UP

    with recorded(SETTING_UP, action="test.stateful"):
        new = a_child(story.site, name=f"Child {len(story.told)}")
        for keeper in (story.users[0], story.users[3]):
            related(keeper, new, starts=story.now.date())
    story.told[new.pk] = Told(relations={story.users[0], story.users[3]})
    return True


def _time(story: Story, _key: uuid.UUID, _user: Any) -> bool:
    story.now += story.chance.choice((dt.timedelta(minutes=25), dt.timedelta(hours=5), dt.timedelta(days=1), dt.timedelta(days=40)))
    return True


STEPS: dict[str, Callable[[Story, uuid.UUID, Any], bool]] = {
    "relate": _relate, "relate more": _relate, "end": _end, "consent": _consent, "consent more": _consent, "withdraw": _withdraw,
    "bar": _bar, "lift": _lift, "lift more": _lift, "lift most": _lift, "break": _break, "review": _review, "merge": _merge,
    "merge more": _merge, "unmerge": _unmerge, "close": _close, "reopen": _reopen, "erase": _erase, "time": _time,
}  # fmt: skip


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--steps", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.settings"
    import django
    from django.db import transaction
    from django.test.utils import setup_databases

    django.setup()
    setup_databases(verbosity=0, interactive=False)
    done: Counter[str] = Counter()
    for start in range(0, given.steps, 500):  # so that the tables stay as small as those of a service
        with transaction.atomic():
            story = Story(given.seed + start)
            story.walk(min(500, given.steps - start))
            done += story.done
            transaction.set_rollback(True)
        print(f"{start + 500} steps: {dict(sorted(done.items()))}", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
