"""No worker process outlives the tests."""

import pytest

from dlwidgets.compare.lane import idle_lanes


@pytest.fixture(scope="package", autouse=True)
def workers():
    """End those that wait for another race."""
    yield
    idle_lanes.end()
