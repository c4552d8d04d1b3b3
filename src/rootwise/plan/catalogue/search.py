"""Find activities by a word, and those somebody may have meant."""

from difflib import get_close_matches

from rootwise.plan.catalogue.model import Activity, Catalogue

_ENOUGH = 5
_ALIKE = 0.5


def speaks_of(one: Activity, word: str) -> bool:
    """Whether a word stands in the id, the name, the reason or the likes of an activity."""
    return any(word.lower() in text.lower().replace("_", " ") for text in (one.id, one.name, one.why, *one.likes))


def meant(catalogue: Catalogue, word: str) -> list[str]:
    """The ids of activities that speak of it, or whose id or name is nearly this; a few of them."""
    wanted = word.lower().replace("_", " ")
    names = {text.lower().replace("_", " "): one.id for one in catalogue.activities for text in (one.id, one.name)}
    named = [one.id for one in catalogue.activities if wanted and any(wanted in text.lower() for text in (one.name, *one.likes))]
    near = [names[one] for one in get_close_matches(wanted, names, n=_ENOUGH, cutoff=_ALIKE)]
    return list(dict.fromkeys((*named, *near)))[:_ENOUGH]
