"""Invented content for the style page."""


def examples() -> dict[str, object]:
    return {}
