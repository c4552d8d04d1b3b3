"""What can be done: activities with their evidence, precautions and doses (§12)."""

from rootwise.plan.catalogue.load import (
    LoadedCatalogue,
    changed_releases,
    chosen_catalogue,
    known_catalogues,
    load_catalogue,
    read_catalogue,
)
from rootwise.plan.catalogue.model import Activity, Catalogue

__all__ = [
    "Activity",
    "Catalogue",
    "LoadedCatalogue",
    "changed_releases",
    "chosen_catalogue",
    "known_catalogues",
    "load_catalogue",
    "read_catalogue",
]
