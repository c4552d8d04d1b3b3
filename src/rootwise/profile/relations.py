"""Who is around the child now (§8)."""

import math

from rootwise.case import Case
from rootwise.case.vocabulary import Missing
from rootwise.instrument import Instrument
from rootwise.profile.model import RelationResult, RelationsResult


def relations(case: Case, instrument: Instrument) -> RelationsResult:
    """Percent of the highest support, over the items that were answered.

    The same share as for functions (§4) must be answered, else there is no percent. An item that does not apply (peers of
    a newborn) is left out of the count.
    """
    items = tuple(_item(case, instrument, place) for place in range(len(instrument.relations.items)))
    support = [one.support for one in items if one.support is not None]
    of = sum(one.missing is not Missing.NOT_APPLICABLE for one in items)
    highest = len(instrument.relations.items[0].levels) - 1
    enough = len(support) >= max(math.ceil(instrument.thresholds.minimum_share * of - 1e-9), 1)
    return RelationsResult(100.0 * sum(support) / (highest * len(support)) if enough else None, len(support), of, items)


def _item(case: Case, instrument: Instrument, place: int) -> RelationResult:
    item = instrument.relations.items[place]
    recorded = case.relations.get(item.id, Missing.NOT_ASKED)
    if isinstance(recorded, Missing):
        return RelationResult(item.id, None, None, recorded)
    return RelationResult(item.id, recorded, len(item.levels) - 1 - recorded if item.reverse else recorded, None)
