"""Texts of the web application: `update` collects them and compiles the Spanish; `check` changes nothing and names what is missing,
stale, wrong or not marked.

Babel instead of GNU gettext: nothing to install beside the packages of Python. Both the texts (.po) and what Django reads (.mo) are in
the repository, so that neither an installation nor a wheel has a step for them.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "src" / "rootwise" / "web"
LANGUAGES = ("es",)
MARKS = DEFAULT_KEYWORDS | {
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}
_NAMES = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}")
_SAME = {"es": {"%(name)s, %(at)s:", "Rootwise", "Error", "No", "no", "Token", "TOTP"}}  # the same word in both languages
_LONGEST = 110
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    if arguments not in (["update"], ["check"]):
        print("Say update or check.", file=sys.stderr)  # noqa: T201
        return 2
    if arguments == ["update"]:
        for language in LANGUAGES:
            _update(language)
    complaints = [*unmarked(WEB), *(one for language in LANGUAGES for one in complaints_about(language))]
    for complaint in complaints:
        print(complaint)  # noqa: T201
    return 1 if complaints else 0


def texts_of(folder: Path) -> Catalog:
    """Everything marked in modules and templates, each with the files it stands in. No line numbers: they change with every edit."""
    found = Catalog(charset="utf-8")
    for place in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if "migrations" in place.parts or "static" in place.parts:
            continue
        source = place.read_text("utf-8")
        code = source if place.suffix == ".py" else _code_of_template(source, place)
        for _line, text, comments, context in extract("python", io.BytesIO(code.encode()), MARKS, ("Translators:",)):
            flags = {"python-format"} if _is_formatted(text) else set()
            found.add(text, None, [(place.relative_to(folder).as_posix(), 0)], flags, auto_comments=comments, context=context)
    return found


def _code_of_template(source: str, place: Path) -> str:
    """Django's own reading of a template as code for gettext; every line to the left, because its indents mean nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rootwise.web.project.settings")
    from django.utils.translation.template import templatize  # reads Django's settings when imported

    lines = templatize(source, origin=str(place)).splitlines()
    marked = (re.findall(r"(?:n?p?gettext|_)\((?:[^()\"']|u?\"(?:\\.|[^\"\\])*\"|u?'(?:\\.|[^'\\])*')*\)", line) for line in lines)
    return "\n".join("; ".join(calls) for calls in marked) + "\n"


_MARKED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{#.*?#}|{{.*?}}|{%.*?%}",
    re.DOTALL,
)
_READ_ALOUD = re.compile(r'\b(?:aria-label|alt|title|placeholder|data-label)="([^"]*)"')
_UNSPOKEN = re.compile(r"<(script|style|code|kbd)\b.*?</\1>|<(\w+)[^>]*\btranslate=\"no\".*?</\2>|<!--.*?-->|<[^>]*>|&\w+;", re.DOTALL)
_AS_IT_IS = {"Rootwise"}


def unmarked(folder: Path) -> list[str]:
    """Words of templates that no translation would reach: between tags, and in attributes that are read aloud."""
    complaints = []
    for place in sorted(folder.rglob("*.html")):
        rest = _MARKED.sub("", place.read_text("utf-8"))
        words = [*_READ_ALOUD.findall(rest), *_UNSPOKEN.sub("\n", rest).splitlines()]
        wrong = [one.strip() for one in words if re.search(r"[^\W\d_]{2}", one) and one.strip(" ·") not in _AS_IT_IS]
        complaints += [f"{place.relative_to(folder)}: not marked for translation: {one!r}. Write {{% translate %}}" for one in wrong]
    return complaints


def _is_formatted(text: str | tuple[str, ...]) -> bool:
    return any("%(" in one for one in ((text,) if isinstance(text, str) else text))


def _place(language: str) -> Path:
    return WEB / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    place = _place(language)
    if not place.exists():
        return Catalog(language, charset="utf-8")
    with place.open("rb") as file:
        return read_po(file, language)


def _compiled(catalog: Catalog) -> bytes:
    catalog.creation_date = catalog.revision_date = _NO_DAY  # Babel would write today, and every day another file
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def _update(language: str) -> None:
    kept, found = _read(language), texts_of(WEB)
    merged = Catalog(language, project="rootwise", charset="utf-8", fuzzy=False)
    for message in _messages(found):
        before = kept.get(message.id, message.context)
        flags = message.flags | ((before.flags & {"fuzzy"}) if before else set())
        merged.add(message.id, before.string if before else None, message.locations, flags, message.auto_comments, context=message.context)
    place = _place(language)
    place.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, merged, width=_LONGEST, sort_output=True, include_lineno=False, omit_header=False)
    text = re.sub(
        r'"(?:POT-Creation|PO-Revision)-Date:.*\n|"(?:Last-Translator|Report-Msgid-Bugs-To|Language-Team|Generated-By):.*\n',
        "",
        out.getvalue().decode(),
    )
    place.write_text(re.sub(r"\A(?:#.*\n)+", f"# {language}: texts of the web application (scripts/translations.py)\n", text), "utf-8")
    place.with_suffix(".mo").write_bytes(_compiled(_read(language)))


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (one for one in catalog if one.id)


def complaints_about(language: str) -> list[str]:
    """Each with what to do."""
    kept, found = _read(language), texts_of(WEB)
    complaints = [
        f"{language}: not collected yet: {one.id!r}. Run python scripts/translations.py update"
        for one in _messages(found)
        if not kept.get(one.id, one.context)
    ]
    complaints += [
        f"{language}: stale, no longer in any file: {one.id!r}. Run python scripts/translations.py update"
        for one in _messages(kept)
        if not found.get(one.id, one.context)
    ]
    complaints += [
        f"{language}: {trouble}: {one.id!r}. Mend {_place(language).relative_to(WEB)}"
        for one in _messages(kept)
        if (trouble := _trouble(one, language))
    ]
    compiled = _place(language).with_suffix(".mo")
    if not complaints and (not compiled.exists() or compiled.read_bytes() != _compiled(kept)):
        complaints.append(f"{language}: the compiled file is not that of the texts. Run python scripts/translations.py update")
    return complaints


def _trouble(message: Message, language: str) -> str:
    source = (message.id,) if isinstance(message.id, str) else message.id
    words = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    if not all(words):
        return "not translated"
    if message.fuzzy:
        return "marked as uncertain"
    if words == source and source[0] not in _SAME[language]:
        return "the same as the English (if it must be, say so in _SAME)"
    if any(set(_NAMES.findall(one)) != set(_NAMES.findall(source[-1])) for one in words):
        return "has other names to fill in than the English"
    if "\u2014" in "".join(words):
        return "has an em dash; two sentences, or a comma"
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
