"""An instrument made ready for arrays: which functions belong together, and what is typical at every age."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rootwise.instrument import Instrument
from rootwise.instrument.typical import typical_table


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """What the kernel needs to know of an instrument. Sets are the regions, bottom up, then the domains.

    Attributes
    ----------
    members : for each set the columns of its functions, in order
    table : shape (functions, half days of age), the typical ratings (§3)
    edges : shape (bands - 1,), the percents at which a higher band begins (§5)
    """

    instrument: Instrument
    members: tuple[tuple[int, ...], ...]
    table: NDArray[np.float64]
    edges: NDArray[np.float64]

    @property
    def regions(self) -> int:
        return len(self.instrument.regions)

    @property
    def sets(self) -> int:
        return len(self.members)

    @property
    def functions(self) -> int:
        return len(self.instrument.functions)

    @property
    def lowest(self) -> int:
        return self.instrument.scale.lowest

    @property
    def highest(self) -> int:
        return self.instrument.scale.highest

    def is_sufficient(self, rated: NDArray[np.integer[Any]], members: int) -> NDArray[np.bool_]:
        """Whether enough of a set is rated (§4). The share is compared as whole functions, free of rounding."""
        needed = int(np.ceil(self.instrument.thresholds.minimum_share * members - 1e-9))
        return rated >= max(needed, 1)


def scoring_of(instrument: Instrument) -> Scoring:
    """The scoring of an instrument."""
    region_of = [one.region for one in instrument.functions]
    domain_of = [one.domain for one in instrument.functions]
    members = (
        *(tuple(i for i, region in enumerate(region_of) if region == one.id) for one in instrument.regions),
        *(tuple(i for i, domain in enumerate(domain_of) if domain == one.id) for one in instrument.domains),
    )
    edges = np.array([band.below for band in instrument.bands if band.below is not None], dtype=np.float64)
    return Scoring(instrument, members, typical_table(instrument), edges)
