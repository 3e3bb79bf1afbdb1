"""No test of the assistant passes over a rule that stumbled and said nothing."""

import logging

import pytest

LOGGER = "dlwidgets.assistant.finding_bugs"


@pytest.fixture(autouse=True)
def nothing_stumbles(caplog):
    """A test that provokes it clears ``caplog``."""
    caplog.set_level(logging.DEBUG, LOGGER)
    yield
    assert [one.getMessage() for one in caplog.get_records("call") if one.name == LOGGER] == []
