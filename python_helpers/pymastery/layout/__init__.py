"""Placeholder until the layout kind lands."""


def layout(*args: object) -> None:
    """Not written yet."""
