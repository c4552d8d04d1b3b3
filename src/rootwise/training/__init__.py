"""Learning to rate alike: written vignettes with a reference rating, and how far raters agree."""

from rootwise.training.agreement import (
    Agreement,
    AgreementOfMany,
    Interval,
    agreement_of,
    agreement_of_many,
)
from rootwise.training.compare import Comparison, Difference, compared_with_reference
from rootwise.training.vignette import Vignette, vignettes

__all__ = [
    "Agreement",
    "AgreementOfMany",
    "Comparison",
    "Difference",
    "Interval",
    "Vignette",
    "agreement_of",
    "agreement_of_many",
    "compared_with_reference",
    "vignettes",
]
