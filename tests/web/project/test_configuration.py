"""What an installation sets: understood whole, or refused whole."""

from pathlib import Path

import pytest

from rootwise.web.project.configuration import Configuration, InvalidConfiguration, Mode


def test_without_a_word_it_is_production_on_encrypted_sqlite() -> None:
    found = Configuration.from_environment({"PATH": "/bin"})
    assert found.mode is Mode.PRODUCTION
    assert found.databases()["default"]["ENGINE"] == "rootwise.web.database.sqlcipher"
    assert found.database_file == Path("/var/lib/rootwise/rootwise.sqlite3")
    assert found.keys == Path("/var/lib/rootwise-keys")


def test_one_setting_makes_it_postgresql() -> None:
    url = "postgresql://care%40home:p%2Fw@db.example.org:5433/rootwise?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    found = Configuration.from_environment({"ROOTWISE_DATABASE": url}).databases()["default"]
    assert found["ENGINE"] == "rootwise.web.database.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "care@home", "p/w", "db.example.org", "5433", "rootwise",
    )  # fmt: skip
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}
    assert found["CONN_MAX_AGE"] == 600


def test_a_socket_is_a_host_too() -> None:
    found = Configuration.from_environment({"ROOTWISE_DATABASE": "postgresql://rootwise@/rootwise?host=/run/postgresql"})
    assert found.databases()["default"]["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ROOTWISE_MODE", "debug", "ROOTWISE_MODE: 'debug' was not expected, but production or demo"),
        ("ROOTWISE_DATABASE", "mysql://x/y", "ROOTWISE_DATABASE: expected postgresql://user@host/name, or nothing for encrypted SQLite"),
        ("ROOTWISE_DATABASE", "postgresql://host", "ROOTWISE_DATABASE: expected postgresql://user@host/name, or nothing"),
        ("ROOTWISE_DATABASE", "sqlite:///plain.db", "ROOTWISE_DATABASE: expected postgresql://user@host/name, or nothing"),
        ("ROOTWISE_DATA", "data", "ROOTWISE_DATA: expected a path from the root, not 'data'"),
        ("ROOTWISE_KEYS", "./keys", "ROOTWISE_KEYS: expected a path from the root, not './keys'"),
        ("ROOTWISE_PROXY", "proxy.example.org", "ROOTWISE_PROXY: expected the address of the TLS proxy, or its network of at most 256"),
        ("ROOTWISE_PROXY", "0.0.0.0/0", "ROOTWISE_PROXY: expected the address of the TLS proxy, or its network of at most 256"),
        ("ROOTWISE_TIME_ZONE", "Narnia", "ROOTWISE_TIME_ZONE: there is no zone 'Narnia'"),
        ("ROOTWISE_DEBUG", "1", "ROOTWISE_DEBUG: there is no such setting. Known are ROOTWISE_ANCHOR, ROOTWISE_DATA, ROOTWISE_DATABASE"),
    ],
)
def test_what_cannot_be_understood_is_told_with_what_was_expected(name: str, value: str, told: str) -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        Configuration.from_environment({name: value})
    assert str(refused.value).startswith(told)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InvalidConfiguration) as refused:
        Configuration.from_environment({"ROOTWISE_MODE": "x", "ROOTWISE_DATA": "x", "ROOTWISE_WRONG": "x"})
    assert len(str(refused.value).splitlines()) == 3
