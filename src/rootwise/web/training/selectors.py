"""Reading vignettes, one's own attempts, and how far people agree. The reference is in what is given only of a finished attempt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rootwise.document.kinds import Language
from rootwise.instrument import InstrumentWords, load_instrument, words_of
from rootwise.training import AgreementOfMany, Comparison, Difference, Vignette, agreement_of_many, compared_with_reference, vignettes
from rootwise.training.agreement import Ratings
from rootwise.web.accounts.models import User
from rootwise.web.accounts.roles import CLINICAL
from rootwise.web.look.ages import months_in_words
from rootwise.web.training.models import Attempt, Rating

# With fewer, who knows one of them would know what the other rated.
LEAST_COLLEAGUES = 3


def may_train(user: User) -> bool:
    return user.role in CLINICAL


def name_of(vignette: Vignette) -> str:
    return f"{vignette.id}@{vignette.version}"


def vignettes_here() -> dict[str, Vignette]:
    """By name, in the language of the page. A vignette that somebody rated stays in the package: attempts are compared with it."""
    return {name_of(one): one for one in vignettes(Language(get_language() or Language.ENGLISH))}


@dataclass(frozen=True, slots=True)
class Opened:
    """An attempt with its story and what was rated so far. The reference is not meant for a page as long as the attempt is open."""

    attempt: Attempt
    vignette: Vignette
    words: InstrumentWords
    rows: Mapping[str, Rating]  # by function

    @property
    def functions(self) -> list[str]:
        return [one.function for one in self.vignette.reference]

    @property
    def left(self) -> list[str]:
        """The functions of which nothing was said yet."""
        return [one for one in self.functions if one not in self.rows]

    @property
    def listed(self) -> list[tuple[str, str, Rating | None]]:
        """Each function with its name and what was rated."""
        return [(one, self.words.functions[one].name, self.rows.get(one)) for one in self.functions]


def own_attempt(user: User, key: UUID) -> Opened | None:
    """Nobody sees another's attempt."""
    attempt = Attempt.objects.filter(pk=key, user=user).first()
    return None if attempt is None else _opened(attempt, Rating.objects.filter(attempt=attempt))


def rating_row(opened: Opened, function: str) -> Rating | None:
    """As it is now, not as it was when the page was made."""
    return Rating.objects.filter(attempt=opened.attempt, function=function).first()


def new_attempt(user: User, vignette: str, key: UUID) -> Attempt:
    """An attempt that is not saved yet."""
    return Attempt(pk=key, user=user, vignette=vignette)


def open_attempt(user: User, vignette: str) -> Attempt | None:
    return Attempt.objects.filter(user=user, vignette=vignette, finished_at=None).first()


def anchors_of(opened: Opened, function: str) -> list[tuple[int, str]]:
    """Every rating of the scale; without words it lies between two anchors."""
    scale = load_instrument(opened.vignette.instrument).instrument.scale
    words = opened.words.functions[function].anchors
    return [(rating, words.get(rating, "")) for rating in range(scale.lowest, scale.highest + 1)]


def typical_ages(opened: Opened, function: str) -> list[tuple[int, str]]:
    """Each anchor's rating and the age at which it is typical, once something was rated, so that it does not steer (§3)."""
    if rating_row(opened, function) is None:
        return []
    instrument = load_instrument(opened.vignette.instrument).instrument
    return [(one.rating, months_in_words(one.age_months)) for one in instrument.function(function).anchors]


@dataclass(frozen=True, slots=True)
class Result:
    """A finished attempt beside the reference. `again`: the reference had been shown before it was begun."""

    opened: Opened
    comparison: Comparison
    again: bool

    @property
    def exact(self) -> int:
        """How many functions were rated as in the reference."""
        return round((self.comparison.agreement.exact or 0) * self.comparison.agreement.n)

    @property
    def within_one(self) -> int:
        return round((self.comparison.agreement.within_one or 0) * self.comparison.agreement.n)


def results_of(user: User) -> list[Result]:
    """One's own finished attempts, the newest first."""
    attempts = list(Attempt.objects.filter(user=user, finished_at__isnull=False).order_by("finished_at"))
    rows = _rows_of(attempts)
    seen: set[str] = set()
    results = []
    for one in attempts:
        opened = _opened(one, rows[one.pk])
        results.append(Result(opened, compared_with_reference(opened.vignette, _ratings(rows[one.pk])), one.vignette in seen))
        seen.add(one.vignette)
    return results[::-1]


def result_of(user: User, attempt: Attempt) -> Result:
    """Of a finished attempt."""
    return next(one for one in results_of(user) if one.opened.attempt.pk == attempt.pk)


@dataclass(frozen=True, slots=True)
class Line:
    """One function of a result, in words. `apart`: how far one is from the reference."""

    name: str
    given: str
    reference: str
    apart: str
    why: str
    colleagues: str


def lines_of(result: Result, colleagues: "Colleagues | None") -> list[Line]:
    """Function by function, in the order of the instrument."""
    opened, rated = result.opened, colleagues.rated if colleagues is not None else {}
    return [
        Line(
            name=opened.words.functions[one.function].name,
            given=_rating_in_words(one.given) if one.function in opened.rows else _("no answer"),
            reference=_rating_in_words(one.reference),
            apart=_apart(one),
            why=one.why,
            colleagues=", ".join(str(each) for each in rated.get(one.function, ())),
        )
        for one in result.comparison.functions
    ]


def _rating_in_words(rating: int | None) -> str:
    return _("Not observed") if rating is None else str(rating)


def _apart(one: Difference) -> str:
    if one.steps is None:
        if one.given is one.reference:  # neither rated: that is no agreement
            return ""
        return _("the story does not show it") if one.reference is None else _("the story shows it")
    if one.steps == 0:
        return _("alike")
    far = abs(one.steps)
    if one.steps > 0:
        return ngettext("%(count)d step higher", "%(count)d steps higher", far) % {"count": far}
    return ngettext("%(count)d step lower", "%(count)d steps lower", far) % {"count": far}


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Who finished this vignette in one's service, oneself included: the latest attempt of each, and nobody's name.

    `rated`: what the others rated of each function, in order of height, so that no row tells whose a rating is.
    """

    agreement: AgreementOfMany
    others: int
    again: int  # of all, who had seen the reference before
    rated: Mapping[str, tuple[int, ...]]


def colleagues_of(user: User, vignette: str) -> Colleagues | None:
    """None with fewer than three colleagues, or for who has not finished this vignette."""
    people = {"user__site": user.site_id, "user__is_active": True, "user__role__in": CLINICAL}
    finished = Attempt.objects.filter(vignette=vignette, finished_at__isnull=False, **people).order_by("finished_at")
    attempts_of: dict[UUID, list[Attempt]] = {}
    for one in finished:
        attempts_of.setdefault(one.user_id, []).append(one)
    if user.pk not in attempts_of or len(attempts_of) - 1 < LEAST_COLLEAGUES:
        return None
    latest = [each[-1] for each in attempts_of.values()]
    rows = _rows_of(latest)
    others = [_ratings(rows[one.pk]) for one in latest if one.user_id != user.pk]
    functions = {function for ratings in others for function in ratings}
    return Colleagues(
        agreement=agreement_of_many([_ratings(rows[one.pk]) for one in latest]),
        others=len(others),
        again=sum(len(each) > 1 for each in attempts_of.values()),
        rated={one: tuple(sorted(given for ratings in others if (given := ratings.get(one)) is not None)) for one in functions},
    )


def _opened(attempt: Attempt, rows: Iterable[Rating]) -> Opened:
    vignette = vignettes_here()[attempt.vignette]
    words = words_of(load_instrument(vignette.instrument).instrument, vignette.language)
    return Opened(attempt, vignette, words, {one.function: one for one in rows})


def _rows_of(attempts: Iterable[Attempt]) -> dict[UUID, list[Rating]]:
    found: dict[UUID, list[Rating]] = {one.pk: [] for one in attempts}
    for row in Rating.objects.filter(attempt__in=found):
        found[row.attempt_id].append(row)
    return found


def _ratings(rows: Iterable[Rating]) -> Ratings:
    return {one.function: one.rating for one in rows}
