"""One parsed case to its profile, exact uncertainty and all: against LHC-Forms in Chromium computing the sums alone.

A turn of ours is every example case once, a turn of theirs as many responses; both are told per case.
"""

from collections.abc import Callable, Mapping
from itertools import cycle

from children import children, examples
from lhc_forms import VERSION, NotHere, browser_version, lhc_forms
from ratio import Figure, Pairs, Spread, alternated, milliseconds, tell, timed, versions

from rootwise.profile import profile_of
from rootwise.profile.scoring import Scoring, scoring_of

ROUNDS = 7
WARM_UP = 3  # turns until Chromium has compiled what it runs
MILLISECONDS = 5


def main() -> None:
    cases = examples()
    scoring = scoring_of(cases[0].loaded.instrument)

    def ours() -> float:
        return timed(lambda: [profile_of(one) for one in cases])() / len(cases)

    job = "One parsed case to its profile"
    try:
        with lhc_forms(scoring) as peer:
            shown = _pairs(ours, peer.show, scoring, turn=len(cases))
            recalculated = _pairs(ours, peer.recalculate, scoring, turn=len(cases))
        figures = [
            _figure(job, "a parsed response to the same sums on its page", shown),
            _figure(job, "the same sums alone, in a form that is ready and on no page", recalculated),
        ]
        taken = (*shown.ours, *recalculated.ours)
    except NotHere as reason:
        figures = [Figure(job, f"LHC-Forms could not be had: {reason}", ">= 30x faster", "not measured", None)]
        taken = tuple(ours() for _ in range(WARM_UP + ROUNDS))[WARM_UP:]
    middle = 1000 * Spread(taken).middle
    own = Figure(job, f"the mean of {len(cases)} examples", f"<= {MILLISECONDS} ms", milliseconds(taken), middle <= MILLISECONDS)
    tell([own, *figures], of=f"{versions('numpy')}, lforms {VERSION}, {browser_version()}")


def _figure(job: str, what: str, pairs: Pairs) -> Figure:
    against = f"LHC-Forms in Chromium, {what} ({milliseconds(pairs.theirs)})"
    return Figure(job, against, ">= 30x faster", f"{pairs.faster} faster", pairs.faster.middle >= 30)


def _pairs(ours: Callable[[], float], theirs: Callable[[Mapping[str, int]], float], scoring: Scoring, *, turn: int) -> Pairs:
    """Other answers each time, so that nothing can be remembered."""
    ids = [one.id for one in scoring.instrument.functions]
    rows = children(scoring, (WARM_UP + ROUNDS) * turn, missing_share=0).ratings.tolist()
    answers = cycle([dict(zip(ids, row, strict=True)) for row in rows])
    return alternated(ours, lambda: sum(theirs(next(answers)) for _ in range(turn)) / turn, rounds=ROUNDS, warm_up=WARM_UP)


if __name__ == "__main__":
    main()
