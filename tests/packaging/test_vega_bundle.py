"""The Vega bundle of an install that came without it."""

import shutil

import pytest

from dlwidgets.errors import MissingExtraError
from dlwidgets.widgets import vega_bundle
from dlwidgets.widgets.vega_bundle import bundle_source


@pytest.fixture
def unbuilt(tmp_path, monkeypatch):
    """An install whose build hook never ran, and an empty cache folder."""
    static, cache = tmp_path / "static", tmp_path / "cache"
    static.mkdir()
    shutil.copy(vega_bundle._STATIC / "vega_entry.js", static)
    monkeypatch.setattr(vega_bundle, "_STATIC", static)
    monkeypatch.setattr(vega_bundle, "_cache_folder", lambda: cache)
    return cache


@pytest.fixture
def made(monkeypatch):
    """How often vl-convert was asked."""
    calls = []
    monkeypatch.setattr("vl_convert.javascript_bundle", lambda entry: calls.append(entry) or f"bundle of {entry}")
    return calls


def test_the_built_file_needs_no_vl_convert(unbuilt, made):
    (vega_bundle._STATIC / "vega_bundle.js").write_text("built")

    assert bundle_source() == "built"
    assert made == []


def test_a_missing_file_is_made_once_and_kept(unbuilt, made):
    assert bundle_source() == bundle_source()

    (entry,) = made
    assert "globalThis.dlwidgetsVega" in entry
    (kept,) = unbuilt.iterdir()
    assert kept.read_text() == bundle_source()


def test_another_version_of_vl_convert_makes_another_file(unbuilt, made, monkeypatch):
    bundle_source()
    monkeypatch.setattr(vega_bundle, "version", lambda _name: "99.0")
    bundle_source()

    assert len(made) == 2
    assert len(list(unbuilt.iterdir())) == 2


def test_a_changed_entry_makes_another_file(unbuilt, made):
    first = bundle_source()
    (vega_bundle._STATIC / "vega_entry.js").write_text("export default {};")

    assert bundle_source() != first


def test_a_cache_folder_that_cannot_be_written_costs_time_but_no_chart(unbuilt, made):
    unbuilt.write_text("a file where the folder should be")

    assert bundle_source() == bundle_source()
    assert len(made) == 2


def test_without_vl_convert_the_command_that_helps_is_named(unbuilt, monkeypatch):
    monkeypatch.setattr(vega_bundle, "find_spec", lambda _name: None)

    with pytest.raises(MissingExtraError, match="pip install vl-convert-python"):
        bundle_source()


@pytest.mark.parametrize(("platform", "variable"), [("linux", "XDG_CACHE_HOME"), ("win32", "LOCALAPPDATA")])
def test_the_cache_folder_is_where_the_user_put_it(monkeypatch, tmp_path, platform, variable):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))

    assert vega_bundle._cache_folder() == tmp_path / "dlwidgets"


@pytest.mark.parametrize(
    ("platform", "folder"),
    [("linux", ".cache"), ("darwin", "Library/Caches"), ("win32", "AppData/Local")],
)
def test_without_a_setting_the_cache_folder_is_in_the_home(monkeypatch, tmp_path, platform, folder):
    monkeypatch.setattr("sys.platform", platform)
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)

    assert vega_bundle._cache_folder() == tmp_path / folder / "dlwidgets"
