import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest

from dlwidgets.cli import machine, main, requirements
from dlwidgets.cli.machine import device, free_bytes
from dlwidgets.cli.requirements import install_command, packages

GB = 2**30


@pytest.fixture
def light_probe(monkeypatch):
    """A stand-in for TensorFlow, so that the process that looks for devices is real but quick."""

    def answers(code):
        monkeypatch.setattr(machine, "_PROBE", code)

    answers("print('a banner'); print('[]')")
    return answers


@pytest.fixture
def installed(monkeypatch):
    """Pretend that packages have other versions, or none."""
    real = requirements._versions

    def pretend(**versions):
        def found(names):
            known = [name for name in names if name.replace("-", "_") in versions]
            if not known:
                return real(names)
            version = versions[known[0].replace("-", "_")]
            return iter([version] if version else [])

        monkeypatch.setattr(requirements, "_versions", found)

    return pretend


def test_a_complete_machine_can_run_the_lessons(light_probe, capsys):
    assert main(["check"]) == 0

    said = capsys.readouterr().out
    for words in ("Python 3.", "dlwidgets ", "altair ", "keras ", "jupyterlab ", "on: CPU (", "memory: "):
        assert words in said
    assert "To mend it" not in said


def test_the_check_itself_never_imports_tensorflow(light_probe):
    code = "import sys; from dlwidgets.cli import machine, main; machine._PROBE = 'print([])'; main(['check']);"
    code += "print(sorted({'tensorflow', 'keras', 'altair', 'ipywidgets'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "[]"


def test_missing_keras_names_the_command_that_installs_it_and_fails(installed, light_probe, capsys):
    installed(keras=None)

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert "keras is missing" in said
    assert "pip install" in said
    assert '"keras>=' in said
    assert "Training runs on" not in said


def test_a_version_that_is_too_old_is_named_with_what_is_wanted(installed, light_probe, capsys):
    installed(altair="5.0.1")

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert "altair 5.0.1 (wanted: " in said
    assert '"altair<7,>=5.5"' in said


def test_without_jupyterlab_the_lessons_still_run_elsewhere(installed, light_probe, capsys):
    installed(jupyterlab=None)

    assert main(["check"]) == 0
    assert "jupyterlab is missing" in capsys.readouterr().out


@pytest.mark.parametrize("build", ["tensorflow", "tensorflow-cpu"])
def test_either_build_of_tensorflow_will_do(monkeypatch, build):
    def only_this_build(name):
        if name.startswith("tensorflow") and name != build:
            raise PackageNotFoundError(name)
        return "2.20.0" if name == build else version(name)

    monkeypatch.setattr(requirements, "version", only_this_build)

    assert [package.installed for package in packages("keras") if package.name != "keras"] == ["2.20.0"]


def test_the_groups_are_those_of_the_install(light_probe):
    assert {package.name for package in packages("")} == {
        "altair", "anywidget", "ipywidgets", "latex2mathml", "narwhals", "numpy", "parso", "scikit-learn",
    }  # fmt: skip
    assert "jupyterlab" in {package.name for package in packages("lab")}
    assert "pytest" not in {package.name for package in packages("lab")}


def test_a_tensorflow_that_does_not_start_is_told_with_its_own_words(light_probe, capsys):
    light_probe("raise ImportError('DLL load failed')")

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert "does not start: ImportError: DLL load failed" in said
    assert "--force-reinstall" in said


def test_a_tensorflow_that_never_answers_does_not_hang_the_check(light_probe, monkeypatch, capsys):
    light_probe("import time; time.sleep(600)")
    monkeypatch.setattr(machine, "TENSORFLOW_LIMIT_S", 0.2)

    assert main(["check"]) == 1
    assert "timed out" in capsys.readouterr().out


def test_a_learners_own_file_is_not_taken_for_tensorflow(light_probe, monkeypatch, tmp_path):
    light_probe("import json; print('[]' if json.__spec__.origin.endswith('__init__.py') else '[\"own\"]')")
    (tmp_path / "json.py").touch()
    monkeypatch.chdir(tmp_path)

    assert device().startswith("CPU (")


def test_gpus_are_named(light_probe):
    light_probe('print(\'["NVIDIA A100", "NVIDIA A100"]\')')

    assert device() == "NVIDIA A100, NVIDIA A100"


def test_tensorflow_itself_is_asked_and_falls_back_to_the_processor(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    monkeypatch.setattr(machine, "_cores", lambda: 7)

    assert device() == "CPU (7 cores)"


def test_the_command_uses_the_installer_that_is_there(monkeypatch):
    keras = [package for package in packages("keras") if package.name == "keras"]

    monkeypatch.setattr(requirements, "find_spec", lambda _name: object())
    assert f'{sys.executable} -m pip install "keras>=' in install_command(keras)

    monkeypatch.setattr(requirements, "find_spec", lambda _name: None)
    assert f'uv pip install --python {sys.executable} "keras>=' in install_command(keras)


@pytest.fixture
def linux(tmp_path):
    """The files in which Linux tells its memory: 8 GB free on the machine, and no limit."""
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(f"MemTotal: 16777216 kB\nMemAvailable:    {8 * 2**20} kB\nHugePages_Total: 0\n")
    cgroup = tmp_path / "cgroup"
    (cgroup / "memory").mkdir(parents=True)
    return cgroup, meminfo


def test_without_a_limit_the_machines_memory_counts(linux):
    cgroup, meminfo = linux
    (cgroup / "memory.max").write_text("max\n")
    (cgroup / "memory.current").write_text("0\n")

    assert free_bytes(cgroup, meminfo) == 8 * GB


def test_a_container_counts_its_own_limit_without_the_cached_files(linux):
    cgroup, meminfo = linux
    (cgroup / "memory.max").write_text(f"{2 * GB}\n")
    (cgroup / "memory.current").write_text(f"{GB}\n")
    (cgroup / "memory.stat").write_text(f"anon 5\ninactive_file {GB // 2}\n")

    assert free_bytes(cgroup, meminfo) == 3 * GB // 2


def test_the_older_control_groups_count_too(linux):
    cgroup, meminfo = linux
    (cgroup / "memory" / "memory.limit_in_bytes").write_text(f"{2 * GB}\n")
    (cgroup / "memory" / "memory.usage_in_bytes").write_text(f"{GB}\n")

    assert free_bytes(cgroup, meminfo) == GB


def test_little_memory_comes_with_advice(light_probe, monkeypatch, capsys):
    monkeypatch.setattr(machine, "free_bytes", lambda: GB // 2)

    main(["check"])

    said = capsys.readouterr().out
    assert "Free memory: 0.5 GB" in said
    assert "shut down other kernels" in said


def test_memory_that_nobody_tells_is_unknown(tmp_path, monkeypatch, light_probe, capsys):
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr(machine, "free_bytes", lambda: free_bytes(tmp_path, tmp_path / "meminfo"))

    assert main(["check"]) == 0
    assert "Free memory: unknown" in capsys.readouterr().out
