"""Fixtures for the tests in a real browser: ``lab`` opens notebooks in JupyterLab in Chromium."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from tests.browser.chromium import NoChromiumError, give_up, locate
from tests.browser.lab import Lab, run_lab

FAILURES = Path(__file__).parent / "failures"
REPORT = pytest.StashKey[pytest.TestReport]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser and put them last, the lessons first of these.

    Playwright keeps an event loop on the main thread, and a test after it could start none of its own. The file of the
    lessons takes longest: if it begins, two processes end together.
    """
    for item in items:
        if "running_lab" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.get_closest_marker("browser") is None:
        return 0
    return 1 if item.path.name == "test_lessons.py" else 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep how the test itself ended, for the fixture that takes the pictures."""
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Path:
    """A Chromium that starts; fetched where there is none."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    try:
        return locate(say=terminal.write_line)
    except NoChromiumError as error:
        give_up(str(error))


@pytest.fixture(scope="session")
def running_lab(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab and one Chromium for all tests."""
    with run_lab(tmp_path_factory.mktemp("lab"), chromium) as lab:
        yield lab


@pytest.fixture
def lab(running_lab: Lab, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """JupyterLab for one test; afterwards its notebooks are closed and must have been quiet.

    A test that provokes a console error or a request to the network looks at the list and clears it.
    """
    yield running_lab
    report = request.node.stash.get(REPORT, None)
    noise = [line for tab in running_lab.pages for line in tab.console_errors + tab.requests_outside]
    is_well = not noise and report is not None and report.passed
    if not is_well:
        _take_pictures(running_lab, request.node.name)
    running_lab.close_all(keep=is_well)
    assert not noise, "the page was not quiet:\n" + "\n".join(noise)


def _take_pictures(lab: Lab, name: str) -> None:
    """Save each open page in light and dark."""
    FAILURES.mkdir(exist_ok=True)
    for number, notebook in enumerate(lab.pages):
        for theme in ("Light", "Dark"):
            with suppress(Error):  # JupyterLab may not have come up: then the picture shows how far it came
                notebook.theme(f"JupyterLab {theme}")
            notebook.screenshot(FAILURES / f"{name}-{number}-{theme.lower()}.png")
