"""Pictures of a profile and of a week, as SVG with a text alternative."""

from rootwise.picture.domains import domains_picture
from rootwise.picture.drawing import Picture
from rootwise.picture.history import history_picture
from rootwise.picture.map import map_picture
from rootwise.picture.raters import disagreements, raters_picture
from rootwise.picture.typical import typical_picture
from rootwise.picture.week import DayMark, DayPart, DayRow, week_picture

__all__ = [
    "DayMark",
    "DayPart",
    "DayRow",
    "Picture",
    "disagreements",
    "domains_picture",
    "history_picture",
    "map_picture",
    "raters_picture",
    "typical_picture",
    "week_picture",
]
