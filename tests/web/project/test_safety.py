"""Production refuses what could harm a child, each with the reason and the fix; one test for each refusal, and one that starts."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from rootwise.web.accounts.models import SiteContact
from rootwise.web.audit.guards import take_guards_off
from rootwise.web.audit.recording import Actor, recorded
from rootwise.web.project.configuration import Configuration, Mode
from rootwise.web.project.demo import fill
from rootwise.web.project.safety import UnsafeSettings, require_production, require_safe


@pytest.fixture
def installed(committing: None, tmp_path: Path) -> Configuration:
    """Everything as it should be, and nobody there yet."""
    for name in ("data", "keys"):
        (tmp_path / "installed" / name).mkdir(mode=0o700, parents=True)
    place = tmp_path / "installed"
    return Configuration(
        mode=Mode.PRODUCTION,
        data=place / "data",
        keys=place / "keys",
        database="",
        origin="https://rootwise.example.org",
        anchor=place / "anchor",
        time_zone="UTC",
    )


@pytest.fixture
def safe(installed: Configuration) -> Configuration:
    fill()
    return installed


def _told(configuration: Configuration, *, host: str = "127.0.0.1") -> list[str]:
    with pytest.raises(UnsafeSettings) as refused:
        require_safe(configuration, host=host)
    assert all(one.why and one.do for one in refused.value.found)
    return [one.what for one in refused.value.found]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_safe_installation_starts(safe: Configuration, host: str) -> None:
    require_safe(safe, host=host)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "rootwise.example.org"])
def test_it_does_not_listen_beyond_this_machine(safe: Configuration, host: str) -> None:
    assert _told(safe, host=host) == [f"It would listen on {host}."]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4"])
def test_it_listens_further_when_the_proxy_before_it_is_named(safe: Configuration, host: str) -> None:
    require_safe(replace(safe, proxy=ip_network("172.18.0.0/24")), host=host)


@pytest.mark.parametrize(
    ("asks", "status"), [("172.18.0.9", 200), ("127.0.0.1", 200), ("::1", 200), ("172.18.1.9", 403), ("8.8.8.8", 403), ("::2", 403)]
)
def test_only_the_proxy_is_answered(db: None, settings: Settings, asks: str, status: int) -> None:
    """Also when somebody says to come from elsewhere, and by TLS."""
    settings.PROXY = ip_network("172.18.0.0/24")
    answer = Client().get("/", REMOTE_ADDR=asks, HTTP_X_FORWARDED_FOR="172.18.0.9", HTTP_X_FORWARDED_PROTO="https")
    assert answer.status_code == status


CHANGES: dict[str, Callable[[Configuration], Configuration]] = {
    "ROOTWISE_ORIGIN is not set.": lambda one: replace(one, origin=""),
    "ROOTWISE_ORIGIN is http://rootwise.example.org.": lambda one: replace(one, origin="http://rootwise.example.org"),
    "ROOTWISE_ORIGIN is https://.": lambda one: replace(one, origin="https://"),
    "ROOTWISE_ORIGIN is https://a.example/b.": lambda one: replace(one, origin="https://a.example/b"),
    "ROOTWISE_ANCHOR is not set.": lambda one: replace(one, anchor=None),
    "PostgreSQL on db.example.org is used without checking who answers.": lambda one: replace(
        one, database="postgresql://rootwise@db.example.org/rootwise?sslmode=require"
    ),
}


@pytest.mark.parametrize("told", CHANGES)
def test_an_unsafe_setting_is_refused(safe: Configuration, told: str) -> None:
    assert _told(CHANGES[told](safe)) == [told]


@pytest.mark.parametrize(
    "database",
    [
        "postgresql://rootwise@db.example.org/rootwise?sslmode=verify-full",
        "postgresql://rootwise@127.0.0.1/rootwise",
        "postgresql://rootwise@/rootwise?host=/run/postgresql",
    ],
)
def test_a_postgresql_that_nobody_can_listen_to_is_taken(safe: Configuration, database: str) -> None:
    require_safe(replace(safe, database=database), host="127.0.0.1")


def test_keys_among_the_data_are_refused(safe: Configuration) -> None:
    inside = safe.data / "keys"
    inside.mkdir(mode=0o700)
    assert _told(replace(safe, keys=inside)) == [f"The keys ({inside}) and the data ({safe.data}) are in the same place."]
    assert len(_told(replace(safe, data=inside, keys=safe.data))) == 1
    assert len(_told(replace(safe, keys=safe.data))) == 1


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_folders_that_others_can_open_are_refused(safe: Configuration, mode: int) -> None:
    safe.keys.chmod(mode)
    assert _told(safe) == ["Other users of this machine can open the keys folder."]


def test_an_anchor_among_the_data_is_refused(safe: Configuration) -> None:
    assert _told(replace(safe, anchor=safe.data / "anchor")) == [f"The anchor of the audit ({safe.data / 'anchor'}) is in the data folder."]


def test_an_anchor_that_cannot_be_written_is_refused(safe: Configuration) -> None:
    assert _told(replace(safe, anchor=safe.keys)) == [f"The anchor of the audit ({safe.keys}) cannot be written."]


def test_missing_triggers_are_refused(safe: Configuration) -> None:
    with transaction.atomic():
        take_guards_off(connection)
    (told,) = _told(safe)
    assert told.startswith("Triggers of the audit are missing or altered: rootwise_")


def test_waiting_migrations_are_refused(safe: Configuration) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert _told(safe) == ["Migrations are waiting: 1."]


@pytest.mark.parametrize("kind", ["emergency", "crisis", "child_protection"])
def test_a_site_without_somebody_to_call_is_refused(safe: Configuration, somebody: Actor, kind: str) -> None:
    with recorded(somebody, action="test"):
        SiteContact.objects.filter(kind=kind).delete()
    assert _told(safe) == [f"Willow Street Family Service (fictional) has no contact for: {kind}."]


def test_no_site_at_all_is_refused(installed: Configuration) -> None:
    assert _told(installed) == ["There is no site yet."]


def test_all_are_told_at_once_each_with_reason_and_fix(safe: Configuration) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        require_safe(replace(safe, origin="", anchor=None), host="0.0.0.0")
    text = str(refused.value)
    assert text.startswith(
        "Rootwise does not start like this, because children could come to harm:\n- It would listen on 0.0.0.0.\n  Why: "
    )
    assert text.count("  Why: ") == text.count("  Do:  ") == 3


def test_a_demonstration_is_not_served_to_real_people(safe: Configuration) -> None:
    require_production(safe)
    with pytest.raises(UnsafeSettings) as refused:
        require_production(replace(safe, mode=Mode.DEMO))
    assert [one.what for one in refused.value.found] == ["ROOTWISE_MODE is demo."]


def test_a_demonstration_needs_no_address_but_never_listens_beyond_this_machine(safe: Configuration) -> None:
    demo = replace(safe, mode=Mode.DEMO, origin="", anchor=None)
    require_safe(demo, host="127.0.0.1")
    assert _told(demo, host="0.0.0.0") == ["It would listen on 0.0.0.0."]
