"""An installation of its own for measuring the web application: a small service, people who write, and what must hold whatever happens."""

import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

PASSWORD = "a long password (fictional)"
MODELS = (
    "children.Child",
    "children.Relation",
    "children.Consent",
    "children.NoContact",
    "children.Placement",
    "accounts.Invitation",
    "accounts.SignIn",
)


@contextmanager
def installation(place: Path, database: str = "") -> Iterator[None]:
    """Folders, keys and tables in `place`, or the tables in `database`. Everything of Django is imported after this."""
    place.mkdir(parents=True, exist_ok=True)
    for name in [one for one in os.environ if one.startswith(("ROOTWISE_", "DJANGO_"))]:
        del os.environ[name]
    os.environ |= {
        "ROOTWISE_MODE": "demo",
        "ROOTWISE_DATA": str(place / "data"),
        "ROOTWISE_KEYS": str(place / "keys"),
        "ROOTWISE_ANCHOR": str(place / "anchor"),
        "ROOTWISE_DATABASE": database,
    }
    from rootwise.web.project import start

    start.first_start(start.set_up())
    from django.db import connections

    yield
    connections.close_all()


@contextmanager
def own_postgresql(url: str) -> Iterator[str]:
    """A database of its own beside the one of `url`, gone afterwards."""
    import psycopg

    name = f"measured_{uuid.uuid4().hex[:12]}"
    before, _, query = url.partition("?")
    head, _, there = before.rpartition("/")
    with psycopg.connect(url, autocommit=True) as opened:
        opened.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield f"{head}/{name}?{query}"
    finally:
        with psycopg.connect(url.replace(f"/{name}?", f"/{there}?"), autocommit=True) as opened:
            opened.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def populate(children: int = 20) -> None:
    from rootwise.web.accounts.actions import add_site, add_user
    from rootwise.web.accounts.roles import Role
    from rootwise.web.audit.recording import Actor

    by = Actor.system("measured")
    site = add_site(by=by, name="Willow Street (fictional)", contacts=())
    for role in (Role.SUPERVISOR, Role.CLINICIAN, Role.ADMINISTRATOR, Role.CAREGIVER):
        name = f"{role} (fictional)"
        add_user(by=by, site=site, email=f"{role}@example.org", name=name, initials="FI", role=role, password=PASSWORD, vouched=True)
    writing = Writing(Random(1))
    for _ in range(children):
        writing.add_child()


@dataclass(slots=True)
class Writing:
    """What people do, one action at a time. Each gives what was acknowledged: rows that must be there from now on, as they must be."""

    chance: Random
    people: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from rootwise.web.accounts.models import User

        self.people = {one.role: one for one in User.objects.all()}

    def step(self) -> list[dict[str, Any]]:
        from rootwise.web.children.refused import Refused
        from rootwise.web.database.versions import EditConflict

        do: Callable[[], list[dict[str, Any]]] = self.chance.choices(
            (self.add_child, self.edit_child, self.consent, self.no_contact, self.move, self.invite, self.sign_in, self.erase),
            weights=(2, 4, 2, 1, 2, 2, 3, 1),
        )[0]
        try:
            return do()
        except (EditConflict, Refused):
            return []  # somebody else was quicker, or erased it, and this one was told

    def add_child(self) -> list[dict[str, Any]]:
        from rootwise.web.children import actions
        from rootwise.web.children.models import Child

        clinician = self.people["clinician"]
        made = Child(id=self._id(), name=self._word(), initials="FI", birth="2018-03-09", site=clinician.site)
        return _told(actions.add_child(by=self.by("clinician"), user=clinician, child=made), "name")

    def edit_child(self) -> list[dict[str, Any]]:
        from rootwise.web.children import actions

        child = self._child()
        child.name = self._word()
        return _told(actions.change_child(by=self.by("clinician"), child=child, seen_version=child.version), "name")

    def consent(self) -> list[dict[str, Any]]:
        import datetime as dt

        from rootwise.web.children import actions
        from rootwise.web.children.models import Consent

        child, by = self._child(), self.by("clinician")
        held = list(Consent.unguarded.filter(child=child, withdrawn_at=None)[:1])
        if held and self.chance.random() < 0.5:
            return _told(actions.withdraw_consent(by=by, user=self.people["clinician"], consent=held[0], seen_version=held[0].version))
        today = dt.datetime.now(dt.UTC).date()
        row = Consent(
            id=self._id(),
            child=child,
            given_by=self._word(),
            evidence="paper",
            authority="parent",
            purpose="care",
            t1=True,
            starts=today,
            ends=today + dt.timedelta(days=90),
        )
        return _told(actions.add_consent(by=by, consent=row), "given_by")

    def no_contact(self) -> list[dict[str, Any]]:
        from rootwise.web.children import actions
        from rootwise.web.children.models import NoContact

        row = NoContact(id=self._id(), child=self._child(), name=self._word(), email="x@example.org", evidence="court order (fictional)")
        return _told(actions.add_no_contact(by=self.by("clinician"), no_contact=row), "name")

    def move(self) -> list[dict[str, Any]]:
        from rootwise.web.children import actions
        from rootwise.web.children.models import Placement

        row = Placement(id=self._id(), child=self._child(), starts="2026-01-01", kind="foster", address=self._word())
        return _told(actions.add_whereabouts(by=self.by("clinician"), row=row), "address")

    def invite(self) -> list[dict[str, Any]]:
        from rootwise.web.accounts import actions
        from rootwise.web.accounts.roles import Role

        email = f"{self._word()}@example.org"
        return _told(
            actions.invite(by=self.by("administrator"), inviter=self.people["administrator"], email=email, role=Role.TEACHER)[0], "email"
        )

    def sign_in(self) -> list[dict[str, Any]]:
        from rootwise.web.accounts import actions
        from rootwise.web.accounts.models import SignIn
        from rootwise.web.accounts.reasons import EndedBecause

        user, by = self.people["caregiver"], self.by("caregiver")
        held = SignIn.objects.filter(user=user, ended_at=None).first()
        if held is not None and self.chance.random() < 0.5:
            actions.end_session(by=by, session=held, because=EndedBecause.SIGNED_OUT)
            return _told(held, "ended_because")
        return _told(actions.open_session(by=by, user=user, device=self._word(), second_factor=False), "device")

    def erase(self) -> list[dict[str, Any]]:
        from rootwise.web.children import actions

        child, by = self._child(), self.by("supervisor")
        if child.retention == "active":
            actions.close_child(by=by, child=child, seen_version=child.version)
        actions.propose_erasure(by=self.by("clinician"), user=self.people["clinician"], child=child, seen_version=child.version)
        return _told(
            actions.erase_child(by=by, user=self.people["supervisor"], child=child, seen_version=child.version), "name", "retention"
        )

    def _child(self) -> Any:
        from rootwise.web.children.models import Child

        found = list(Child.unguarded.exclude(retention="erased").order_by("id"))
        if len(found) < 5:
            self.add_child()
            return self._child()
        return self.chance.choice(found)

    def by(self, role: str) -> Any:
        from rootwise.web.audit.recording import Actor

        return Actor(self.people[role].id.hex, role, request=f"{self.chance.getrandbits(64):016x}")

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _word(self) -> str:
        return f"{self.chance.getrandbits(64):016x}"


def _told(row: Any, *names: str) -> list[dict[str, Any]]:
    return [{"model": row._meta.label, "row": row.pk.hex, "version": row.version, "values": {name: getattr(row, name) for name in names}}]


def lost(acknowledged: list[dict[str, Any]]) -> list[str]:
    """Acknowledged writes that are not there, or not as they were, or have no event."""
    from django.apps import apps

    from rootwise.web.audit.models import Event

    wrong = []
    for told in acknowledged:
        model = apps.get_model(told["model"])
        row = model._base_manager.filter(pk=told["row"]).first()
        events = Event.objects.filter(table=model._meta.db_table, row=told["row"], verb__in=("insert", "update", "delete")).exclude(mac="")
        if row is None:
            if not events.filter(verb="delete").exists():
                wrong.append(f"lost: {told}")
        elif row.version < told["version"] or (
            row.version == told["version"] and any(getattr(row, name) != value for name, value in told["values"].items())
        ):
            wrong.append(f"older than what was acknowledged: {told}")
        if events.count() < told["version"]:
            wrong.append(f"without its event: {told}")
    return wrong


def half_written(*, after_restore: bool = False) -> list[str]:
    """What no action leaves behind: parts of it, or rows whose events are not exactly its insertion and its changes."""
    from rootwise.web.accounts.models import LastUse, SignIn
    from rootwise.web.audit.models import Event

    wrong = [*_half_children(), *_rows_and_events_differ()]
    if Event.objects.filter(mac="").exists():
        wrong.append("events without a seal")
    if SignIn.objects.exclude(pk__in=LastUse.objects.values("sign_in")).exists():
        wrong.append("a sign-in without its last use")
    if not after_restore and Event.objects.filter(verb="sign_in").count() != SignIn.objects.count():  # a backup has no sign-ins
        wrong.append("sign-ins and their events differ")
    return wrong


def _half_children() -> Iterator[str]:
    from rootwise.web.children.models import Child, Consent, NoContact, Placement, Relation

    related = set(Relation.unguarded.values_list("child", flat=True))
    for child in Child.unguarded.all():
        if (child.retention == "erased") is (child.pk in related):
            yield f"child {child.pk} is {child.retention}, and its relation is {'' if child.pk in related else 'not '}there"
    erased = Child.unguarded.filter(retention="erased")
    for model in (Relation, Consent, NoContact, Placement):
        if model.unguarded.filter(child__in=erased).exists():
            yield f"{model._meta.label}: rows of an erased child"


def _rows_and_events_differ() -> Iterator[str]:
    from django.apps import apps
    from django.db.models import Count

    from rootwise.web.audit.models import Event

    told = {
        (table, row, verb): count for table, row, verb, count in Event.objects.values_list("table", "row", "verb").annotate(Count("id"))
    }
    for label in MODELS:
        model = apps.get_model(label)
        for pk, version in model._base_manager.values_list("pk", "version"):
            counted = tuple(told.get((model._meta.db_table, pk.hex, verb), 0) for verb in ("insert", "update"))
            if counted != (1, version - 1):
                yield f"{label} {pk}: version {version}, events {counted}"


def not_whole(*, after_restore: bool = False) -> list[str]:
    """As the next start and `rootwise audit verify` see it. After a restore they have something to tell, which is not wrong."""
    from django.conf import settings
    from django.db import connection

    from rootwise.web.audit.anchor import complete_anchor, erased_children
    from rootwise.web.audit.guards import missing_guards
    from rootwise.web.audit.verify import verify
    from rootwise.web.children.models import Child

    anchor = settings.AUDIT_ANCHOR
    assert anchor is not None
    wrong = [f"guard {one}" for one in missing_guards(connection)]
    complete_anchor()
    found = verify(anchor=anchor)
    wrong += [*found.problems, *(() if after_restore else found.notes)]
    erased = {one.hex for one in Child.unguarded.filter(retention="erased").values_list("pk", flat=True)}
    if erased - erased_children(anchor) or (erased != erased_children(anchor) and not after_restore):
        wrong.append("the erasures in the witness are not those in the database")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            wrong += [one for (one,) in cursor.fetchall() if one != "ok"]
    return wrong


def say(told: Counter[str], **more: object) -> None:
    print(json.dumps({**more, **told}))
