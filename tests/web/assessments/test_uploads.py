"""Hostile case files: refused within bounds, told with their line, and nothing changed."""

import json
import subprocess
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rootwise.errors import InvalidFile
from rootwise.web.assessments import uploads
from rootwise.web.assessments.models import Assessment
from rootwise.web.audit.models import Event
from rootwise.web.audit.recording import recorded
from tests.web.assessments.people import FOSTER_CARE, Scene
from tests.web.assessments.test_pages import fields
from tests.web.children.people import SETTING_UP, signed_in

BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c, *%c, *%c]\n" % (one + 1, one + 1, *(one,) * 4) for one in range(97, 121))
HOSTILE = {
    "bomb": (BOMB, "x.yaml:1"),
    "nesting": (b"[" * 200_000, "x.yaml:1"),
    "wrong bytes": (b"rootwise: 1\nchild: \xff\xfe\x00\n", "x.yaml:2"),
    "nothing": (b"", "x.yaml"),
    "wrong values": (FOSTER_CARE.read_bytes().replace(b"peers: 1", b"peers: 11"), "x.yaml:84: relations.peers"),
}


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    with recorded(SETTING_UP, action="test.uploads"):
        yield Scene()


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_with_its_line_and_nothing_is_written(scene: Scene, kind: str) -> None:
    content, told = HOSTILE[kind]
    client, place = signed_in(scene.clinician), reverse("assessments:import", args=[scene.child.pk])
    sent = fields(client.get(place).content.decode())
    answered = client.post(place, sent | {"file": SimpleUploadedFile("x.yaml", content)})
    assert answered.status_code == 422
    assert (told in answered.content.decode()) is (kind != "nothing")
    assert Assessment.unguarded.count() == 0


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("name: River,", "name: Ri\u00adver,", "x.yaml:5: child.name"),
        ("caregiver, name: Foster mother}", "caregiver, name: Foster m\u043ether}", "x.yaml:9: raters[2].name"),
        ("name: Class teacher, role", "name: Class\u200e teacher, role", "x.yaml:132: context.adults[2].name"),
    ],
)
def test_a_name_that_is_not_what_it_looks_like_is_refused_with_its_line(before: str, after: str, told: str) -> None:
    content = FOSTER_CARE.read_text("utf-8").replace(before, after)
    assert after in content
    with pytest.raises(InvalidFile) as wrong:
        uploads.readable("x.yaml", content.encode())
    assert str(wrong.value.problems[0]).startswith(f"{told}: there is a character in this name that cannot be seen")


def test_ten_megabytes_are_refused_before_they_are_read(scene: Scene) -> None:
    client, place = signed_in(scene.clinician), reverse("assessments:import", args=[scene.child.pk])
    before = Event.objects.count()
    answered = client.post(place, {"file": SimpleUploadedFile("x.yaml", b"#" * 10_000_000)})
    assert answered.status_code == 413
    assert "It was not read, and nothing was changed." in answered.content.decode()
    assert answered.wsgi_request._read_started is False  # type: ignore[attr-defined]
    assert Event.objects.count() == before


@pytest.mark.parametrize("does", ["b'x' * (1 << 30)", "while True: pass", "open('/dev/null'); __import__('os')._exit(9)"])
def test_what_takes_too_much_or_breaks_ends_and_is_told(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    run = subprocess.run
    code = f"from rootwise.web.assessments import uploads; uploads.bound()\n{does}"
    monkeypatch.setattr(uploads, "WAITED_SECONDS", 5)
    monkeypatch.setattr(subprocess, "run", lambda command, **how: run([command[0], "-c", code], **how))
    with pytest.raises(InvalidFile, match="this file could not be read"):
        uploads.readable("x.yaml", b"rootwise: 1")


def test_what_is_read_is_the_case() -> None:
    assert json.loads(uploads.readable("x.yaml", FOSTER_CARE.read_bytes()))["child"]["id"] == "river-01"
