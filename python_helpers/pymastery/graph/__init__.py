"""Placeholder until the graph kind lands."""


def graph(*args: object) -> None:
    """Not written yet."""
