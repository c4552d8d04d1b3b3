"""Colours of the design system, measured as WCAG 2.2 measures them: text 4.5 to 1 at least, borders and marks 3 to 1, light and dark."""

import re
from pathlib import Path

import pytest

import rootwise.web.look

STYLE = (Path(rootwise.web.look.__file__).parent / "static" / "look" / "rootwise.css").read_text("utf-8")

TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "calm", "urgent") for ground in ("ground", "paper")),
    *((ink, wash) for ink in ("ink", "soft") for wash in ("calm-wash", "warm-wash", "urgent-wash")),
    ("calm", "calm-wash"),
    ("warm", "warm-wash"),
    ("urgent", "urgent-wash"),
    ("on-calm", "calm"),
    ("on-calm", "calm-deep"),
    ("on-urgent", "urgent"),
    ("on-urgent", "urgent-deep"),
    ("calm-deep", "paper"),
    ("calm-deep", "ground"),
]
MARKS = [
    *((mark, ground) for mark in ("edge", "calm", "warm", "urgent", "focus") for ground in ("ground", "paper")),
    *(("focus", wash) for wash in ("calm-wash", "warm-wash", "urgent-wash")),
    ("edge", "calm-wash"),
]


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", css))


def _schemes() -> dict[str, dict[str, str]]:
    light, _, rest = STYLE.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("/* Space")[0]
    return {"light": _colours(light), "dark": _colours(dark)}


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, definition of contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(scheme: str, ink: str, ground: str) -> None:
    colours = _schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_borders_and_marks_are_seen(scheme: str, mark: str, ground: str) -> None:
    colours = _schemes()[scheme]
    assert contrast(colours[mark], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_one_reads_most_is_readable_for_tired_eyes(scheme: str) -> None:
    colours = _schemes()[scheme]
    assert contrast(colours["ink"], colours["paper"]) >= 7


def test_light_and_dark_name_the_same_colours() -> None:
    schemes = _schemes()
    assert schemes["light"].keys() == schemes["dark"].keys()
    assert len(schemes["light"]) >= 16


def test_no_rule_uses_a_colour_that_is_not_measured() -> None:
    rules = STYLE.partition("@media print")[0]
    outside = re.sub(r"--[\w-]+: #[0-9a-f]{3,6};", "", rules)
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", outside) == []
