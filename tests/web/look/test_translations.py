"""The check that keeps English and Spanish complete finds what it is for."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from django.test import Client
from django.utils.translation import gettext, ngettext, override

Words = str | tuple[str, ...]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _ids(translations: ModuleType, folder: Path) -> set[object]:
    return {one.id for one in translations.texts_of(folder) if one.id}


def test_it_collects_from_modules(translations: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("one")\nngettext_lazy("%(n)d two", "%(n)d twos", 2)\npgettext_lazy("here", "three")\nother("four")\n')
    assert _ids(translations, tmp_path) == {"one", ("%(n)d two", "%(n)d twos"), "three"}


def test_it_collects_from_templates(translations: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        """<p title="{% translate "one" %}">{% translate 'it"s two' as two %}
  {% blocktranslate trimmed with a=b %}three {{ a }}
  and more{% endblocktranslate %}{% entry "x" _("four (really)") %}{# {% translate "no" %} #}
  {% blocktranslate count n=m %}{{ n }} five{% plural %}{{ n }} fives{% endblocktranslate %}
  {{ x|yesno:_("six,seven") }} don't {% translate "eight" context "there" %}"""
    )
    assert _ids(translations, tmp_path) == {
        "one",
        'it"s two',
        "three %(a)s and more",
        "four (really)",
        ("%(n)s five", "%(n)s fives"),
        "six,seven",
        "eight",
    }


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p aria-label="Hello">5 {{ x }}</p>', ["Hello"]),
        ("{% if a %}Yes {{ x }}{% endif %}", ["Yes"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("{# Hello #}<code>Hello</code> · <a translate='no'>x</a> Rootwise", []),
        ('<b translate="no">River</b>{% blocktranslate %}Hello{% endblocktranslate %}', []),
    ],
)
def test_it_sees_words_that_are_not_marked(translations: ModuleType, tmp_path: Path, source: str, words: list[str]) -> None:
    (tmp_path / "a.html").write_text(source)
    assert translations.unmarked(tmp_path) == [f"a.html: not marked for translation: {one!r}. Write {{% translate %}}" for one in words]


@pytest.mark.parametrize(
    ("english", "spanish", "trouble"),
    [
        ("Save", "", "not translated"),
        (("%(n)s day", "%(n)s days"), ("%(n)s día", ""), "not translated"),
        ("Save", "Save", "the same as the English (if it must be, say so in _SAME)"),
        ("%(name)s left", "%(nombre)s salió", "has other names to fill in than the English"),
        ("Save", "Guardar \u2014 ya", "has an em dash; two sentences, or a comma"),
        ("%(name)s left", "Salió %(name)s", ""),
        (("%(n)s day", "%(n)s days"), ("%(n)s día", "%(n)s días"), ""),
    ],
)
def test_it_sees_what_is_wrong_with_a_translation(translations: ModuleType, english: Words, spanish: Words, trouble: str) -> None:
    assert translations._trouble(Message(english, spanish), "es") == trouble


def test_the_compiled_file_is_the_same_every_day(translations: ModuleType) -> None:
    catalogue = translations._read("es")
    assert b"Date: 2000-01-01" in translations._compiled(catalogue)
    assert f"{datetime.now(UTC):%Y-%m}-".encode() not in translations._compiled(catalogue)


def test_spanish_reaches_the_pages(db: None, client: Client) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "es-MX,es;q=0.9"}).content.decode()
    assert "En esta dirección no hay nada para usted." in page


def test_spanish_has_its_plurals() -> None:
    with override("es"):
        assert gettext("Save") == "Guardar"
        assert ngettext("%(count)d year", "%(count)d years", 1) == "%(count)d año"
        assert ngettext("%(count)d year", "%(count)d years", 2) == "%(count)d años"
