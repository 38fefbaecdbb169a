"""What holds after every test."""

import signal

import pytest


@pytest.fixture(autouse=True)
def no_timer_is_left():
    # a pending alarm would end the kernel of whoever ran a check
    yield
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
