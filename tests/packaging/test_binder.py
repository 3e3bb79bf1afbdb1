"""What Binder builds from binder/: rendered with repo2docker, and held to the lock file."""

import contextlib
import os
import re
import tomllib

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from repo2docker.app import Repo2Docker

from tests.packaging.environment import ROOT

BINDER = ROOT / "binder"
# Where Binder runs: its Python is the one of runtime.txt.
MACHINE = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.12.11",
    "python_version": "3.12",
    "sys_platform": "linux",
}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def pins():
    """The version that Binder installs of each package."""
    lines = [line for line in (BINDER / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    wanted = [requirement for requirement in map(Requirement, lines) if applies(requirement.marker)]
    assert all(re.fullmatch(r"==[^*,]+", str(requirement.specifier)) for requirement in wanted)
    names = [requirement.name for requirement in wanted]
    assert len(names) == len(set(names))
    return {requirement.name: str(requirement.specifier).removeprefix("==") for requirement in wanted}


@pytest.fixture(scope="module")
def dockerfile():
    """The Dockerfile as Binder would write it."""
    with contextlib.chdir(ROOT):
        machine = Repo2Docker()
        pack = next(pack for pack in machine.buildpacks if pack(base_image=machine.base_image).detect())
        build = pack(base_image=machine.base_image)
        build.platform = "linux/amd64"
        return pack.__name__, build.python_version, build.render()


def applies(marker: Marker | None) -> bool:
    """Tell whether a marker holds on Binder."""
    return marker is None or marker.evaluate(MACHINE)


def test_repo2docker_builds_a_python_that_the_package_supports(dockerfile, project):
    pack, python, _text = dockerfile

    assert (pack, python) == ("PythonBuildPack", "3.12")
    assert SpecifierSet(project["requires-python"]).contains(MACHINE["python_full_version"])


def test_the_pins_are_a_layer_below_the_source_and_the_package_comes_last(dockerfile):
    _pack, _python, text = dockerfile

    pins = text.index('-r "binder/requirements.txt"')
    source = re.search(r"^COPY .*src/ ", text, flags=re.MULTILINE).start()
    package = text.rindex("./binder/postBuild")
    assert pins < source < package


def test_postbuild_can_be_run_and_stops_at_the_first_error():
    script = BINDER / "postBuild"

    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/bin/bash\n")
    assert "set -euo pipefail" in script.read_text()
    assert "--no-deps" in script.read_text()


def test_every_pin_is_the_lock_files_version(pins):
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    locked = {(package["name"], package.get("version")) for package in lock["package"]}

    assert set(pins.items()) <= locked


def test_everything_that_the_lessons_need_is_pinned_within_its_bounds(pins, project):
    extras = project["optional-dependencies"]
    wanted = [Requirement(line) for line in project["dependencies"] + extras["keras"] + extras["lab"]]

    for requirement in wanted:
        if applies(requirement.marker):
            assert requirement.specifier.contains(pins[requirement.name], prereleases=True)


def test_what_the_pinned_packages_need_everywhere_is_pinned_too(pins):
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    installed = [package for package in lock["package"] if pins.get(package["name"]) == package.get("version")]
    needed = {need["name"] for package in installed for need in package.get("dependencies", ()) if "marker" not in need}

    assert len(installed) == len(pins)
    assert needed <= set(pins)


def test_the_small_build_of_tensorflow_is_pinned(pins):
    assert "tensorflow-cpu" in pins
    assert "tensorflow" not in pins


def test_no_file_of_binder_names_a_host_or_a_hash():
    for path in BINDER.iterdir():
        assert not re.search(r"https?://|--hash|--index|file:", path.read_text()), path
