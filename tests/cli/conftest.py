"""What the tests of the command share: lessons to copy, and a home folder that is nobody's."""

import os
from pathlib import Path

import pytest

from dlwidgets.cli import folders


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A learner's own home folder, from which no checkout can be seen."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(folders, "HOME_FOLDER", folder / "dlwidgets-lessons")
    return folder


@pytest.fixture
def wheel(tmp_path, monkeypatch, home) -> Path:
    """The lessons as an installed wheel carries them."""
    packaged = tmp_path / "site-packages" / "dlwidgets" / "_lessons"
    (packaged / "teacher").mkdir(parents=True)
    (packaged / "01_neuron.ipynb").write_text("neuron, first version")
    (packaged / "02_network.ipynb").write_text("network, first version")
    (packaged / "teacher" / "own_demo.ipynb").write_text("own demo")
    monkeypatch.setattr(folders, "PACKAGE", packaged.parent)
    monkeypatch.setattr(folders, "PACKAGED", packaged)
    return packaged


@pytest.fixture
def ordinary_user(monkeypatch):
    """Somebody who is not root, also in a container."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
