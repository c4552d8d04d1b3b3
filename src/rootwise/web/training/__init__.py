"""Rater training: written vignettes to rate, how far one agrees with their reference and with one's colleagues. No child is involved."""
