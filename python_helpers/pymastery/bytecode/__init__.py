"""Placeholder until the bytecode kind lands."""


def bytecode(*args: object) -> None:
    """Not written yet."""
