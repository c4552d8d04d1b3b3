"""An age as people say it."""

from django.utils.translation import ngettext


def months_in_words(months: float) -> str:
    """`5 months`, `2 years`, `2 years 6 months`: an age at which something is typical."""
    if months < 24:
        return ngettext("%(count)d month", "%(count)d months", int(months)) % {"count": int(months)}
    years, rest = divmod(int(months), 12)
    told = ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return f"{told} {months_in_words(rest)}" if rest else told
