"""What a report is made of. A report is content only; `html` and `pdf` set the same blocks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rootwise.picture import Picture


class Tone(StrEnum):
    """How a paragraph or a box speaks."""

    PLAIN = "plain"
    LEAD = "lead"  # the one sentence to remember
    SMALL = "small"
    URGENT = "urgent"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list: an optional name in bold, a sentence, and small print under it."""

    text: str
    name: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A few blocks set apart."""

    tone: Tone
    title: str
    blocks: tuple["Paragraph | Points", ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; a `wide` one gets a page of its own on paper."""

    picture: Picture
    caption: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`label` names it for a screen reader; `widths` are the shares of its columns on paper."""

    label: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


Block = Paragraph | Points | Box | Figure | Table | Subheading


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: who it is about stands on every page."""

    child: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[Box, ...]
    sections: tuple[Section, ...]
    assessed_on: date
    footer: str
