"""The wheel as a learner gets it: what it carries, and what it does where nothing else is installed."""

import json
import re
import subprocess
import zipfile

import pytest

from tests.packaging.environment import ROOT, Environment, build_wheel

# Colab's own versions (googlecolab/backend-info, August 2026), without TensorFlow.
COLAB = (
    "altair==5.5.0",
    "anywidget==0.9.21",
    "ipykernel==6.17.1",
    "ipython==7.34.0",
    "ipywidgets==7.7.1",
    "numpy==2.1.3",
    "scikit-learn==1.6.1",
    "traitlets==5.7.1",
)
LOADED = """
import sys
import dlwidgets
print(sorted({"altair", "ipywidgets", "keras", "sklearn", "tensorflow"} & set(sys.modules)))
"""
PERCEPTRON = """
import dlwidgets
demo = dlwidgets.Perceptron("and", w1=0, w2=0)
print(demo.run(), demo.mistakes)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel, built once."""
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def carried(wheel):
    """What the wheel carries: names and contents."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def clean(wheel, tmp_path_factory):
    """An environment with the wheel and what it asks for, nothing more."""
    environment = Environment(tmp_path_factory.mktemp("clean") / "venv")
    environment.install(str(wheel))
    return environment


def tracked(folder):
    """The files of a folder that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", folder],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}


def test_the_wheel_carries_the_package_and_its_data(carried):
    assert tracked("dlwidgets") - set(carried) == {"dlwidgets/widgets/_build_hook.py"}


def test_the_wheel_carries_every_lesson_and_no_checkpoint(carried):
    lessons = {name.removeprefix("dlwidgets/_lessons/") for name in carried if "/_lessons/" in name}

    assert any(name.startswith("01_") for name in lessons)
    assert lessons == {name.removeprefix("lessons/") for name in tracked("lessons")}


def test_the_wheel_carries_the_vega_bundle_that_the_hook_made(carried):
    bundle = carried["dlwidgets/widgets/static/vega_bundle.js"]

    assert b"globalThis.dlwidgetsVega??=" in bundle
    assert 500_000 < len(bundle) < 1_500_000


def test_the_wheel_carries_jupyterlabs_defaults_and_the_licences(carried):
    (settings,) = [
        name for name in carried if name.endswith("data/share/jupyter/lab/settings/overrides.d/dlwidgets.json")
    ]

    assert json.loads(carried[settings]) == {
        "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
        "@jupyterlab/apputils-extension:notification": {"checkForUpdates": False, "fetchNews": "false"},
    }
    licences = [name for name in carried if ".dist-info/licenses/" in name]
    tables = "dlwidgets/data/tables/"
    assert {name.split("/licenses/")[1] for name in licences} == {
        "LICENSE",
        *(
            f"{tables}{name}"
            for name in ("LICENSES.md", "LICENSE-aeon.txt", "LICENSE-mlxtend.txt", "LICENSE-mnist1d.txt")
        ),
    }


def test_the_wheel_is_small_enough_for_a_classroom(wheel):
    assert wheel.stat().st_size < 7_000_000


def test_importing_the_package_in_a_clean_environment_loads_nothing_heavy(clean, tmp_path):
    assert clean.run(LOADED, tmp_path).strip() == "[]"


def test_a_demo_runs_in_a_clean_environment(clean, tmp_path):
    assert clean.run(PERCEPTRON, tmp_path).strip() == "separated []"


def test_the_installed_command_copies_the_lessons_and_never_overwrites_an_edited_one(clean, carried, tmp_path):
    def copy():
        done = subprocess.run([clean.command, "copy", "mine"], cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout

    packaged = {name.split("/_lessons/")[1]: text for name, text in carried.items() if "/_lessons/" in name}
    assert f"{len(packaged)} new" in copy()
    assert {name: (tmp_path / "mine" / name).read_bytes() for name in packaged} == packaged

    edited = min(packaged)
    (tmp_path / "mine" / edited).write_text("with my notes")
    assert f"Kept as you changed them: {edited}" in copy()
    assert (tmp_path / "mine" / edited).read_text() == "with my notes"


def test_without_jupyterlab_the_installed_command_names_what_installs_it(clean, tmp_path):
    done = subprocess.run([clean.command], cwd=tmp_path, check=False, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("dlwidgets: jupyterlab is not installed here. Install it with: ")
    assert done.stderr.count("\n") == 1


def test_the_clean_environment_draws_with_the_packaged_bundle(clean, tmp_path):
    code = "from dlwidgets.widgets.vega_bundle import bundle_source; print(len(bundle_source()))"

    assert "vl-convert-python" not in "".join(clean.packages())
    assert int(clean.run(code, tmp_path)) > 500_000


def test_colabs_own_versions_stay_as_they_are_and_work(wheel, tmp_path):
    colab = Environment(tmp_path / "colab")
    colab.install(*COLAB)
    before = colab.packages()

    colab.install(str(wheel))

    added = {re.split(" @ |==", line)[0] for line in colab.packages() - before}
    assert added == {"dlwidgets", "latex2mathml"}  # small, and needs nothing itself
    assert before <= colab.packages()
    assert colab.run(LOADED, tmp_path).strip() == "[]"
    # Libraries of that age warn of what has since been renamed.
    assert colab.run(PERCEPTRON, tmp_path, warnings="ignore").strip() == "separated []"
