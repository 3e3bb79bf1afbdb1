"""How a program spells the names of Keras, and the imports that it lacks for a new one."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.keras_calls import class_name
from dlwidgets.network.reading.values import KerasName
from dlwidgets.network.writing.patches import added_after
from dlwidgets.network.writing.text import Patch, ProgramText

_HOMES: Mapping[str, tuple[str, ...]] = {"Input": ("layers", "models"), "Sequential": ("models",)}


class ProgramNames:
    """Spells names of Keras as a program does.

    Parameters
    ----------
    program : ProgramText
        The program.
    names : dict
        What the names of the program stand for.
    stars : list of str
        The modules of which it imports everything.
    functions : iterable of ast.expr
        What is called where its layers and its model are made.
    """

    def __init__(
        self, program: ProgramText, names: Mapping[str, Any], stars: Iterable[str], functions: Iterable[ast.expr]
    ) -> None:
        self._program = program
        imported = [node for node in program.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        self._imports = [node for node in imported if re.search(r"\b(keras|tensorflow)\b", program.source(node))]
        self._stars = {star for star in stars if self._has_star(star)}
        self._known = {value.path: name for name, value in names.items() if isinstance(value, KerasName)}
        self._used = [program.source(function) for function in functions]
        self._wanted: dict[int, tuple[ast.ImportFrom, list[str]]] = {}
        self._lines: list[str] = []

    def _has_star(self, star: str) -> bool:
        """Tell a module of which the program itself imports everything."""
        return any(
            isinstance(node, ast.ImportFrom)
            and node.names[0].name == "*"
            and (node.module or "").endswith(star.removeprefix("keras"))
            for node in self._imports
        )

    def spelled(self, module: str, name: str) -> str:
        """Spell a name of Keras, given its module and itself."""
        if module == "layers" or name == "Input":
            found = self._as_layers(name)
            if found is not None:
                return found
        if (bare := self._bare(module, name)) is not None:
            return bare
        for home in (module, *_HOMES.get(name, ())):
            if home and f"keras.{home}" in self._known:
                return f"{self._known[f'keras.{home}']}.{name}"
        return f"{self._root()}.{module}.{name}" if module else f"{self._root()}.{name}"

    def _bare(self, module: str, name: str) -> str | None:
        """Return the name under which the program imported it; None if it did not."""
        homes = [f"keras.{home}".rstrip(".") for home in (module, *_HOMES.get(name, ()))]
        found = next((self._known[f"{home}.{name}"] for home in homes if f"{home}.{name}" in self._known), None)
        return name if found is None and self._stars.intersection(homes) else found

    def _as_layers(self, name: str) -> str | None:
        """Spell a layer as the program spells its other layers; None if it has none."""
        classes = [used for used in self._used if not used.rpartition(".")[2].startswith(("Sequential", "Model"))]
        layers = [used for used in classes if not used.rpartition(".")[2].startswith("Input")] or classes
        if not layers:
            return None
        before = Counter(used.rpartition(".")[0] for used in layers).most_common(1)[0][0]
        if not before:
            return self._imported(name)
        if name == "Input" and before.endswith(".layers"):
            before = before.removesuffix(".layers")
        elif name != "Input" and layers[0].endswith(".Input") and not before.endswith("layers"):
            before = f"{before}.layers"
        return f"{before}.{name}"

    def _imported(self, name: str) -> str:
        """Return a bare name, and import it where the program imports its layers."""
        if (bare := self._bare("" if name == "Input" else "layers", name)) is not None:
            return bare
        homes = [
            node
            for node in self._imports
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".layers")
        ]
        if homes:
            names = self._wanted.setdefault(id(homes[-1]), (homes[-1], []))[1]
            names += [name] if name not in names else []
        elif self._imports:
            self._lines.append(f"from {self._package()}.layers import {name}")
        return name

    def _package(self) -> str:
        """Return the package that the program takes Keras from."""
        sources = " ".join(self._program.source(node) for node in self._imports)
        return "tensorflow.keras" if "tensorflow" in sources else "keras"

    def _root(self) -> str:
        """Spell Keras itself, and import it if the program does not."""
        if "keras" in self._known:
            return self._known["keras"]
        if "tensorflow" in self._known:
            return f"{self._known['tensorflow']}.keras"
        used = next((found[1] for one in self._used if (found := re.match(r"((?:\w+\.)*keras)\.", one))), None)
        if used is None and self._imports:
            self._lines.append("import keras" if self._package() == "keras" else "from tensorflow import keras")
        return used or "keras"

    def imports(self) -> list[Patch]:
        """Return the patches that import what was spelled and not known."""
        patches = []
        for node, names in self._wanted.values():
            texts = [(name, "") for name in names]
            patches += added_after(self._program, node.names[-1], texts, first=node.lineno)
        if self._lines:
            end = self._program.line_end(self._program.span(self._imports[-1])[1])
            lines = "".join(f"{self._program.newline}{line}" for line in dict.fromkeys(self._lines))
            patches.append(Patch(end, end, lines))
        return patches

    def quote(self) -> str:
        """Return the quotes that the program prefers."""
        return "'" if self._program.text.count("'") > self._program.text.count('"') else '"'

    def kind_of(self, function: ast.expr) -> str:
        """Return the class of Keras that is called, under its first name."""
        source = self._program.source(function)
        if not re.fullmatch(r"[\w.]+", source):
            raise UnreadableError("this is no plain name")
        path = {name: path for path, name in self._known.items()}.get(source, source)
        return class_name(path.rpartition(".")[2])
