"""Mutants that change nothing that anybody could meet, each with the reason."""

EQUIVALENT: dict[str, str] = {}
