"""The vignettes: complete against the instrument, alike in both languages, long enough to rate from and short enough to read."""

import hashlib
import re
from pathlib import Path

import pytest

from rootwise.document.kinds import Language
from rootwise.errors import InvalidFile
from rootwise.instrument import load_instrument
from rootwise.training import Vignette, compared_with_reference, vignettes
from rootwise.training import vignette as loading
from rootwise.training.vignette import CONTENT, changed_releases, read_vignette
from tests.instrument.test_open_functional_map import FORBIDDEN
from tests.instrument.test_questions import FORBIDDEN_IN_SPANISH

MAP = load_instrument("open-functional-map@1").instrument
FILES = Path(str(CONTENT))
ALL = [one for language in Language for one in vignettes(language)]


@pytest.fixture(params=ALL, ids=lambda one: f"{one.id}-{one.language}")
def vignette(request: pytest.FixtureRequest) -> Vignette:
    assert isinstance(request.param, Vignette)
    return request.param


def test_there_are_three_children_of_different_ages_in_both_languages() -> None:
    assert [(one.id, one.age_months // 12) for one in vignettes(Language.ENGLISH)] == [("noa", 3), ("mateo", 8), ("samira", 14)]
    assert [one.id for one in vignettes(Language.SPANISH)] == ["noa", "mateo", "samira"]
    assert all(one.language is language for language in Language for one in vignettes(language))


def test_a_story_has_six_to_nine_hundred_words_and_says_that_it_is_made_up(vignette: Vignette) -> None:
    assert 600 <= sum(len(scene.text.split()) for scene in vignette.scenes) <= 900
    assert re.search("made up|inventad", vignette.text)


def test_every_function_has_a_reference_and_a_reason(vignette: Vignette) -> None:
    assert [one.function for one in vignette.reference] == [one.id for one in MAP.functions]
    assert all(one.why.endswith(".") for one in vignette.reference)
    assert len({one.why for one in vignette.reference}) == 32


def test_most_can_be_rated_and_some_honestly_cannot(vignette: Vignette) -> None:
    missing = [function for function, rating in vignette.reference_ratings.items() if rating is None]

    assert 3 <= len(missing) <= 6
    assert "growth_rhythm" in missing


def test_no_story_blames_or_labels(vignette: Vignette) -> None:
    assert FORBIDDEN.search(vignette.model_dump_json()) is None
    assert FORBIDDEN_IN_SPANISH.search(vignette.model_dump_json()) is None


def test_nobody_has_agreed_to_the_reference_yet(vignette: Vignette) -> None:
    assert vignette.by.startswith("project draft")
    assert (vignette.clinical_reviewer, vignette.native_reviewer) == (None, None)


def test_a_trainee_sees_where_and_why_the_reference_differs() -> None:
    noa = vignettes(Language.ENGLISH)[0]
    given = noa.reference_ratings | {"sleep": 8, "values": None, "numeracy": 4}

    compared = compared_with_reference(noa, given)

    by_function = {one.function: one for one in compared.functions}
    assert (by_function["sleep"].steps, by_function["sleep"].reference) == (3, 5)
    assert by_function["sleep"].why.startswith("She falls asleep after a routine")
    assert (by_function["numeracy"].steps, by_function["values"].steps) == (None, None)
    assert (compared.not_shown, compared.left_out) == (("numeracy",), ("values",))
    assert (compared.agreement.n, compared.agreement.rated_by_first_only, compared.agreement.rated_by_second_only) == (28, 1, 1)
    assert compared.agreement.exact == pytest.approx(27 / 28)


def test_nothing_rated_is_everything_left_out() -> None:
    noa = vignettes(Language.ENGLISH)[0]

    compared = compared_with_reference(noa, {})

    assert (len(compared.left_out), compared.not_shown, compared.agreement.kappa) == (29, (), None)


def test_a_function_of_another_instrument_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not functions of open-functional-map@1: roots"):
        compared_with_reference(vignettes(Language.ENGLISH)[0], {"roots": 3})


@pytest.mark.parametrize(
    ("language", "old", "new", "told"),
    [
        ("en", "rating: 8, why", "rating: 13, why", "reference[3].rating: this rating is not on the scale. A whole number from 1 to 12"),
        ("en", "function: mood", "function: moods", "reference: these are not the functions of the instrument. Each once"),
        ("en", "open-functional-map@1", "no-map@1", "instrument: there is no such instrument. `rootwise instrument list` names"),
        ("es", "rating: 8, why", "rating: 9, why", "reference: age or ratings are not those of the original. As in the English file"),
        ("es", "age_months: 38", "age_months: 39", "reference: age or ratings are not those of the original. As in the English file"),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, language: str, old: str, new: str, told: str) -> None:
    for one in Language:
        text = (FILES / f"noa@1.{one}.yaml").read_text("utf-8")
        assert old in text
        (tmp_path / f"noa@1.{one}.yaml").write_text(text.replace(old, new, 1) if one == language else text, "utf-8")

    with pytest.raises(InvalidFile) as refused:
        read_vignette(tmp_path / f"noa@1.{language}.yaml")

    assert any(f"{one.where}: {one.what}. {one.expected}".startswith(told) for one in refused.value.problems)


def test_a_scene_left_out_of_a_translation_is_told(tmp_path: Path) -> None:
    english, spanish = ((FILES / f"noa@1.{one}.yaml").read_text("utf-8") for one in ("en", "es"))
    scene = re.search(r'  - title: "Por el camino"\n(?:    .*\n|\n)+', spanish)
    assert scene is not None
    (tmp_path / "noa@1.en.yaml").write_text(english, "utf-8")
    (tmp_path / "noa@1.es.yaml").write_text(spanish.replace(scene[0], ""), "utf-8")

    with pytest.raises(InvalidFile) as refused:
        read_vignette(tmp_path / "noa@1.es.yaml")

    assert [one.what for one in refused.value.problems] == ["the original has 4 entries here"]


def test_no_released_file_was_edited() -> None:
    assert changed_releases() == []


def test_an_edited_and_a_missing_release_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here@1.en.yaml").write_text("edited")
    (tmp_path / "same@1.en.yaml").write_text("same")
    kept = hashlib.sha256(b"same").hexdigest()
    zeros = "0" * 64
    (tmp_path / "released.yaml").write_text(f"gone@1.en: '{zeros}'\nhere@1.en: '{zeros}'\nsame@1.en: '{kept}'\n")
    monkeypatch.setattr(loading, "CONTENT", tmp_path)
    assert [str(one).replace(f"{tmp_path}/", "") for one in changed_releases()] == [
        "released.yaml:1: gone@1.en: this released file is gone. Bring it back: what people rated refers to it",
        "released.yaml:2: here@1.en: this released file was edited. Undo the edit and release a new version beside it",
    ]
