"""What hatchling does while it builds: make the Vega bundle, and put the lessons into the wheel."""

from pathlib import Path
from typing import Any

import vl_convert
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LessonsAndVegaHook(BuildHookInterface):
    """Make the bundle for every install; add the lessons to a wheel but not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before the files are gathered; ``version`` is "standard" or "editable"."""
        root = Path(self.root)
        static = root / "dlwidgets" / "widgets" / "static"
        bundle = vl_convert.javascript_bundle((static / "vega_entry.js").read_text("utf-8"))
        (static / "vega_bundle.js").write_text(bundle, "utf-8")
        if version == "standard":
            # Hatch's own force-include would freeze a copy into editable installs too, checkpoints with it.
            build_data["force_include"].update(_packaged_lessons(root / "lessons"))


def _packaged_lessons(lessons: Path) -> dict[str, str]:
    """Map each file of the lessons, hidden ones left out, to its place in the wheel."""
    names = (path.relative_to(lessons) for path in sorted(lessons.rglob("*")) if path.is_file())
    shown = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return {str(lessons / name): f"dlwidgets/_lessons/{name.as_posix()}" for name in shown}
