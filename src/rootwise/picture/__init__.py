"""Pictures of a profile, as SVG with a text alternative."""

from rootwise.picture.domains import domains_picture
from rootwise.picture.drawing import Picture
from rootwise.picture.history import history_picture
from rootwise.picture.map import map_picture
from rootwise.picture.raters import disagreements, raters_picture

__all__ = ["Picture", "disagreements", "domains_picture", "history_picture", "map_picture", "raters_picture"]
