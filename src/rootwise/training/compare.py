"""A trainee's ratings of a vignette beside the reference."""

from dataclasses import dataclass

from rootwise.training.agreement import Agreement, Ratings, agreement_of
from rootwise.training.vignette import Vignette


@dataclass(frozen=True, slots=True)
class Difference:
    """One function. A missing rating is None; `steps` is how much higher the trainee rated, None where either did not rate."""

    function: str
    given: int | None
    reference: int | None
    steps: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A trainee beside the reference, the functions in the order of the instrument.

    `not_shown`: rated although the story does not show it. `left_out`: not rated although it does.
    """

    agreement: Agreement
    functions: tuple[Difference, ...]
    not_shown: tuple[str, ...]
    left_out: tuple[str, ...]


def compared_with_reference(vignette: Vignette, given: Ratings) -> Comparison:
    """Where a trainee and the reference differ, and what the reference goes by."""
    reference = vignette.reference_ratings
    unknown = given.keys() - reference.keys()
    if unknown:
        raise ValueError(f"not functions of {vignette.instrument}: {', '.join(sorted(unknown))}")
    functions = tuple(_difference(one.function, given.get(one.function), reference[one.function], one.why) for one in vignette.reference)
    return Comparison(
        agreement=agreement_of({name: given.get(name) for name in reference}, reference),
        functions=functions,
        not_shown=tuple(one.function for one in functions if one.given is not None and one.reference is None),
        left_out=tuple(one.function for one in functions if one.given is None and one.reference is not None),
    )


def _difference(function: str, given: int | None, reference: int | None, why: str) -> Difference:
    steps = None if given is None or reference is None else given - reference
    return Difference(function, given, reference, steps, why)
