"""The commands as an installer types them, on an installation of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.web.project.installation import SITE, Installation, python

ON_SQLITE = pytest.mark.skipif("'ROOTWISE_TEST_DATABASE' in __import__('os').environ", reason="runs with SQLite")


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with a site, made once; each test takes a copy."""
    place = tmp_path_factory.mktemp("installed")
    Installation(place).run("serve")
    assert Installation(place).run("manage", "add_site", SITE).status == 0
    return place


@pytest.fixture
def with_site(installed: Path, tmp_path: Path) -> Installation:
    shutil.copytree(installed, tmp_path, dirs_exist_ok=True)
    return Installation(tmp_path)


@ON_SQLITE
def test_the_first_start_makes_keys_and_tables_and_says_what_is_missing(installation: Installation) -> None:
    first = installation.run("serve")
    assert first.status == 2
    assert first.out.startswith(f"New keys in {installation.place / 'keys'}. Copy this folder to a safe place now")
    assert "- There is no site yet.\n  Why: a red flag must say whom to call\n  Do:  rootwise manage add_site site.yaml" in first.err
    assert installation.run("manage", "add_site", SITE).out == "Willow Street Family Service (fictional): added with 5 contacts\n"
    assert installation.run("serve", "--check").out == "Nothing unsafe was found.\n"
    modes = {one.name: oct(one.stat().st_mode & 0o777) for one in (installation.place / "data").iterdir()}
    assert set(modes.values()) == {"0o600"}


def _on_the_disk(place: Path) -> dict[str, bytes]:
    return {str(one.relative_to(place)): one.read_bytes() if one.is_file() else b"" for one in sorted(place.rglob("*"))}


@ON_SQLITE
def test_a_check_changes_nothing(installation: Installation, with_site: Installation) -> None:
    empty = Installation(installation.place / "empty")
    empty.place.mkdir()
    before = _on_the_disk(empty.place)
    refused = empty.run("serve", "--check")
    assert (refused.status, refused.out) == (2, "")
    assert (
        refused.err
        == f"There are no keys in {empty.place / 'keys'} and no tables yet. The first `rootwise serve` makes them; a check makes nothing.\n"
    )
    assert _on_the_disk(empty.place) == before
    (with_site.place / "anchor").unlink()
    before = _on_the_disk(with_site.place)
    assert with_site.run("serve", "--check").out == "Nothing unsafe was found.\n"
    assert _on_the_disk(with_site.place) == before


@ON_SQLITE
def test_lost_keys_are_never_made_anew(with_site: Installation) -> None:
    (with_site.place / "keys").rename(with_site.place / "lost")
    refused = with_site.run("serve", "--check")
    assert refused.status == 2
    assert "but there is data. A new key would not open it. Put the key folder of this installation back" in refused.err
    assert not (with_site.place / "keys").exists()
    (with_site.place / "lost").rename(with_site.place / "keys")
    (with_site.place / "keys" / "audit-1.key").unlink()
    assert "there is no key for audit, but there is data" in with_site.run("serve", "--check").err
    assert not (with_site.place / "keys" / "audit-1.key").exists()


@ON_SQLITE
@pytest.mark.enable_socket
def test_it_serves_answers_only_to_its_own_name_and_ends_when_told(with_site: Installation) -> None:
    port = _free_port()
    with with_site.serving("serve", "--workers", "1", port=port, ROOTWISE_PROXY="192.0.2.7") as server:
        page = Request(f"http://127.0.0.1:{port}/", headers={"Host": "rootwise.example.org", "X-Forwarded-Proto": "https"})
        with urlopen(page) as answer:
            text = answer.read().decode()
            headers = answer.headers
        assert "Willow Valley Crisis Line" in text
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        with pytest.raises(HTTPError, match="400"):
            urlopen(Request(page.full_url, headers={"Host": "evil.example", "X-Forwarded-Proto": "https"}))
        assert "The application is running. Stop it, then do this again." in with_site.run("restore", "x.backup").err
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    assert with_site.run("audit", "verify").status == 0


@ON_SQLITE
@pytest.mark.enable_socket
def test_the_demonstration_prints_its_sign_ins_and_serves(installation: Installation) -> None:
    port = _free_port()
    with (
        installation.serving("demo", "--folder", "try", port=port, ROOTWISE_MODE="production", ROOTWISE_ORIGIN=""),
        urlopen(f"http://127.0.0.1:{port}/") as answer,
    ):
        assert b"Willow Street Family Service (fictional)" in answer.read()
    log = (installation.place / "server.log").read_text()
    sign_ins = [line.split() for line in log.splitlines() if "@willow.example" in line]
    assert len(sign_ins) == 9
    assert len({words[1] for words in sign_ins}) == 9
    there = Installation(installation.place / "try")
    for email, password in ((words[0], words[1]) for words in sign_ins[:2]):
        program = f"from django.contrib.auth import authenticate; found = authenticate(username={email!r}, password={password!r})"
        assert python(there, f"{program}; print(json.dumps(str(found)))") != "None"
    assert not (installation.place / "data").exists()  # the variables of an installation were not followed


@ON_SQLITE
def test_a_backup_is_restored_and_drilled_from_the_command_line(with_site: Installation) -> None:
    made = with_site.run("backup", "one.backup")
    assert made.status == 0, made.err
    assert "rows of" in made.out
    drill = with_site.run("restore", "--drill", "one.backup")
    assert (drill.status, drill.out[:14]) == (0, "Drill passed: ")
    done = with_site.run("restore", "one.backup")
    assert done.status == 0, done.err
    assert "every hash equal" in done.out
    assert "What was in use before is kept as " in done.out
    found = with_site.run("audit", "verify")
    assert (found.status, found.err) == (0, "")
    assert "a backup with" in found.out
    again = with_site.run("backup", "one.backup")
    assert (again.status, again.err) == (2, "one.backup: file exists. Nothing was written there. Name another file, or free some room.\n")


@ON_SQLITE
def test_every_key_can_be_rotated_and_everything_is_still_read(with_site: Installation) -> None:
    assert with_site.run("backup", "one.backup").status == 0
    for purpose in ("database", "signing", "audit", "placement", "backup"):
        done = with_site.run("keys", "rotate", purpose)
        assert done.status == 0, done.err
        assert done.out.startswith(f"{purpose}-2.key is in use. Copy the key folder to its safe place again.")
    assert with_site.run("keys", "list").out.splitlines() == [
        "database    2",  # the old one opens nothing any more
        "signing     1, 2",
        "audit       1, 2",
        "placement   1, 2",
        "backup      1, 2",
    ]
    assert with_site.run("serve", "--check").out == "Nothing unsafe was found.\n"
    assert with_site.run("restore", "--drill", "one.backup").status == 0
    assert with_site.run("audit", "verify").status == 0
    told = re.findall(r" operator:\S+ \(operator\) operator\.((?:backup|rotate_keys):.*)", with_site.run("audit", "show").out)
    assert told == [
        "backup: backup [one.backup]",
        "rotate_keys: rotate [database-2.key, database-1.key]",
        *(f"rotate_keys: rotate [{one}-2.key]" for one in ("signing", "audit", "placement", "backup")),
    ]


@ON_SQLITE
def test_a_stolen_copy_and_the_retired_key_do_not_open_the_new_file(with_site: Installation) -> None:
    old = (with_site.place / "keys" / "database-1.key").read_text()
    with_site.run("keys", "rotate", "database")
    (with_site.place / "keys" / "database-2.key").write_text(old)
    assert "no key here opens this database" in with_site.run("audit", "verify").err


@ON_SQLITE
def test_what_an_operator_changes_is_recorded_under_the_login(with_site: Installation) -> None:
    shown = with_site.run("audit", "show", "--table", "accounts_site")
    (line,) = shown.out.splitlines()
    assert line.split(" ", 1)[1].startswith("operator:")
    assert "accounts.add_site: insert accounts_site" in line
    assert "Willow" not in line
    assert with_site.run("manage", "flush", "--no-input").status != 0
    assert with_site.run("audit", "verify").status == 0


@ON_SQLITE
def test_a_cut_off_end_is_told_with_status_2(with_site: Installation) -> None:
    anchor = with_site.place / "anchor"
    at, mark, count, mac = anchor.read_text().splitlines()[-1].split()
    with anchor.open("a") as file:
        file.write(f"{at} {mark} {int(count) + 7} {mac}\n")
    found = with_site.run("audit", "verify")
    assert found.status == 2
    assert found.err == f"anchor: {int(count) + 7} events were sealed, {count} are here: the end was cut off\n"


@ON_SQLITE
def test_a_site_file_with_mistakes_is_told_like_any_other_file(installation: Installation, tmp_path: Path) -> None:
    installation.run("serve")
    wrong = tmp_path / "site.yaml"
    wrong.write_text("rootwise: 1\nsite: Somewhere\n")
    done = installation.run("manage", "add_site", str(wrong))
    assert done.status == 2
    assert done.err.startswith(f"{wrong}:1: contacts: this key is missing.")


@ON_SQLITE
@pytest.mark.parametrize("after_seconds", [0.05, 0.15, 0.3, 0.6])
def test_killed_in_the_middle_of_writing_nothing_acknowledged_is_lost(with_site: Installation, after_seconds: float) -> None:
    """A short form of the drill: every acknowledged row is there, with its event, sealed, and the witness agrees."""
    program = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'rootwise.web.project.settings'; django.setup()\n"
        "from rootwise.web.accounts.actions import add_site; from rootwise.web.audit.recording import Actor\n"
        "for number in range(10_000):\n"
        "    add_site(by=Actor.system('test'), name=str(number), contacts=[]); print(number, flush=True)\n"
    )
    acknowledged = _kill_while_it_writes(with_site, program, after_seconds)
    names = python(
        with_site, "from rootwise.web.accounts.models import Site; print(json.dumps(list(Site.objects.values_list('name', flat=True))))"
    )
    assert isinstance(names, list)
    assert {str(number) for number in acknowledged} <= set(names)
    assert len(names) - 1 - len(acknowledged) in (0, 1)  # the one under way may have been committed
    found = with_site.run("audit", "verify")
    assert found.status == 0, found.err


def _kill_while_it_writes(installation: Installation, program: str, after_seconds: float) -> list[int]:
    whole = installation.whole_environment({})
    with subprocess.Popen([sys.executable, "-c", program], env=whole, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline())]
        timer = threading.Timer(after_seconds, os.kill, (writer.pid, signal.SIGKILL))
        timer.start()
        acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    timer.join()
    return acknowledged


@pytest.mark.skipif("'ROOTWISE_TEST_DATABASE' not in __import__('os').environ", reason="needs PostgreSQL beside SQLite")
def test_a_service_moves_from_sqlite_to_postgresql_by_backup_and_restore(with_site: Installation) -> None:
    assert with_site.run("backup", "one.backup").status == 0
    before = with_site.run("audit", "show", "--table", "accounts_site").out
    url = os.environ["ROOTWISE_TEST_DATABASE"]
    done = with_site.run("restore", "one.backup", ROOTWISE_DATABASE=url)
    assert done.status == 0, done.err
    assert with_site.run("serve", "--check", ROOTWISE_DATABASE=url).out == "Nothing unsafe was found.\n"
    assert with_site.run("audit", "show", "--table", "accounts_site", ROOTWISE_DATABASE=url).out == before
    found = with_site.run("audit", "verify", ROOTWISE_DATABASE=url)
    assert found.status == 0, found.err
