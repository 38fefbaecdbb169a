"""Placeholder until the check kind lands."""


def check(*args: object) -> None:
    """Not written yet."""
