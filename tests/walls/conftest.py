"""What several walls need."""

import logging
from io import StringIO

import pytest

from alongside.config.logs import LOGGING


@pytest.fixture
def lines():
    """Return a function that gives the lines written so far, made as the house makes them."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(LOGGING["formatters"]["json"]["()"]())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: out.getvalue().splitlines()
    root.removeHandler(handler)
