"""Numbers as people say them. No chance is ever called certain."""


def chance(share: float) -> str:
    """A probability as a whole percent: `62 %`, `under 1 %`, `over 99 %`."""
    percent = 100.0 * share
    if percent < 1.0:
        return "under 1 %"
    if percent > 99.0:
        return "over 99 %"
    return f"{percent:.0f} %"


def age(months: float) -> str:
    """An age: `7 weeks`, `11 months`, `8 years 2 months`, `15 years`."""
    if months < 2.0:
        weeks = int(months * 30.4375 / 7)
        return f"{weeks} {_plural('week', weeks)}"
    years, rest = divmod(int(months), 12)
    if years < 2:
        return f"{int(months)} months"
    return f"{years} years {rest} {_plural('month', rest)}" if rest else f"{years} years"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
