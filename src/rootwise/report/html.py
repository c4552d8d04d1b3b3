"""The report as one self-contained HTML file: fonts and pictures inside, nothing loaded from anywhere."""

from base64 import b64encode
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rootwise.picture import Picture
from rootwise.report.blocks import Report
from rootwise.report.words import day

FONTS = resources.files("rootwise.report") / "fonts"
_FACES = (
    ("Atkinson Hyperlegible Next", 400, "normal", "AtkinsonHyperlegibleNext-Regular.woff2"),
    ("Atkinson Hyperlegible Next", 600, "normal", "AtkinsonHyperlegibleNext-SemiBold.woff2"),
    ("Atkinson Hyperlegible Next", 400, "italic", "AtkinsonHyperlegibleNext-Italic.woff2"),
    ("Literata", 600, "normal", "Literata-SemiBold.woff2"),
)


def html_of(report: Report) -> str:
    """The whole page."""
    page = templates().get_template("report.html.jinja")
    return page.render(report=report, assessed=day(report.assessed_on), faces=faces())


def _svg(picture: Picture) -> Markup:
    # Our own templates made this SVG, with everything in it escaped.
    return Markup(picture.svg)  # noqa: S704


@cache
def faces() -> tuple[tuple[str, int, str, str], ...]:
    return tuple((family, weight, style, b64encode((FONTS / name).read_bytes()).decode()) for family, weight, style, name in _FACES)


@cache
def templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("rootwise.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["svg"] = _svg
    environment.tests["block"] = lambda block, name: type(block).__name__ == name
    return environment
