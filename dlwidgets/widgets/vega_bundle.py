"""Vega, Vega-Lite and vega-embed as one JavaScript module that needs no internet."""

import hashlib
import os
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dlwidgets.errors import MissingExtraError

_STATIC = Path(__file__).parent / "static"


def bundle_source() -> str:
    """Give the text of the module that brings Vega to a page without internet.

    As an anywidget ``_esm`` it draws nothing: it puts ``{embed}``, vega-embed's function, on
    ``globalThis.dlwidgetsVega`` and keeps what is already there. Installing makes the file; where it is
    missing, it is made once and kept in the user's cache folder.

    Returns
    -------
    str
        An ES module of about 0.9 MB.

    Raises
    ------
    MissingExtraError
        If the install has no such file and vl-convert, which makes it, is not installed.

    References
    ----------
    vl-convert, https://github.com/vega/vl-convert, ``javascript_bundle``.
    """
    built = _STATIC / "vega_bundle.js"
    if built.is_file():
        return built.read_text("utf-8")
    if find_spec("vl_convert") is None:
        message = (
            "This install of dlwidgets came without its Vega bundle, so charts can't be drawn. "
            "Make it with: python -m pip install vl-convert-python"
        )
        raise MissingExtraError(message)
    return _cached_bundle()


def _cached_bundle() -> str:
    """Read the bundle from the cache folder, or make it and leave it there."""
    entry = (_STATIC / "vega_entry.js").read_text("utf-8")
    digest = hashlib.sha256(entry.encode()).hexdigest()[:8]
    cached = _cache_folder() / f"vega_bundle-{version('vl-convert-python')}-{digest}.js"
    if cached.is_file():
        return cached.read_text("utf-8")
    import vl_convert

    source = vl_convert.javascript_bundle(entry)
    _keep(cached, source)
    return source


def _cache_folder() -> Path:
    """Name the folder where the user's programs keep what can be made again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "dlwidgets"


def _keep(path: Path, text: str) -> None:
    """Write ``path`` in one step, so that no other kernel reads half a file; a read-only home is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            file.write(text)
        Path(file.name).replace(path)
    except OSError:
        return
