"""Names of a program: imports and assignments give them values."""

import ast
import builtins
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dlwidgets.assistant.keras_api import names_in
from dlwidgets.assistant.libraries.catalogue import FUNCTIONS
from dlwidgets.assistant.reading.arguments import Call
from dlwidgets.assistant.reading.calls import Calls
from dlwidgets.assistant.reading.imports import library_name
from dlwidgets.assistant.reading.source import Source
from dlwidgets.assistant.values import UNKNOWN, Array, Function, Layer, Model, Name, Own
from dlwidgets.network.reading import constants


class Bindings(Calls):
    """Gives names their values.

    Parameters
    ----------
    source : Source
        The program.
    known : mapping of str to Array, optional
        What is known of variables from elsewhere.
    """

    def __init__(self, source: Source, known: Mapping[str, Array] | None = None) -> None:
        super().__init__(source)
        counts = Counter(_stored_names(source.nodes))
        # The value of now tells nothing of a name that has had several.
        self.known = {name: value for name, value in (known or {}).items() if counts[name] < 2}
        self.imports: list[tuple[ast.Import | ast.ImportFrom, str, str]] = []
        self.calls: list[tuple[ast.Call, Any, Call]] = []
        self.sets: list[tuple[ast.Attribute, Any, Any, ast.expr]] = []
        self.undefined: list[tuple[str, int]] = []
        self.followed: set[int] = set()
        self.stopped = False
        self._nested = 0

    def seen(self, node: ast.Call, target: Any, call: Call) -> None:
        """Take note of a call."""
        self.calls.append((node, target, call))

    def default(self, name: str) -> Any:
        """Return what a name stands for that nothing defines: one of Keras, if it is."""
        if name in self.known:
            return self.known[name]
        starred = _from_star(self.stars, name)
        if starred is not None:
            return starred
        if name in {"Sequential", "Model"}:
            return Name(f"keras.models.{name}")
        if name[:1].isupper() and name in _known_layers():
            return Name(f"keras.layers.{name}")
        if not hasattr(builtins, name):
            self.undefined.append((name, self.steps))
        return UNKNOWN

    def _forget(self, statement: ast.AST) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                self.names[node.id] = UNKNOWN

    def _do_import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.imports.append((node, alias.name, alias.asname or ""))
            root = alias.name if alias.asname else alias.name.split(".")[0]
            self.names[alias.asname or root] = library_name(root)

    def _do_importfrom(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            self.imports.append((node, f"{module}.{alias.name}", alias.asname or ""))
            if alias.name == "*":
                self.stars.append(library_name(module).path)
            else:
                self.names[alias.asname or alias.name] = library_name(f"{module}.{alias.name}")

    def _do_expr(self, node: ast.Expr) -> None:
        self.value(node.value)

    def _do_assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.bind(target, value)
            if isinstance(target, ast.Attribute):
                self.sets.append((target, self.value(target.value), value, node.value))

    def _do_annassign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.bind(node.target, self.value(node.value))

    def _do_augassign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            name = ast.copy_location(ast.Name(node.target.id, ast.Load()), node)
            before = self.value(name)
            after = self.value(ast.copy_location(ast.BinOp(name, node.op, node.value), node))
            # What is added in place can't give an array another shape.
            kept = isinstance(before, Array) and isinstance(after, Array) and after.shape is None
            self.names[node.target.id] = after.but(shape=before.shape) if kept else after
        else:
            self.bind(node.target, self.value(node.value))

    def bind(self, target: ast.expr, value: Any) -> None:
        """Give a value to a name, or several to several."""
        if isinstance(target, ast.Name):
            # A name inside of a function is another one.
            self.names[target.id] = value if self.outer else _completed(value, self.known.get(target.id))
        elif isinstance(target, ast.Tuple | ast.List):
            starred = any(isinstance(one, ast.Starred) for one in target.elts)
            fits = isinstance(value, list | tuple) and len(value) == len(target.elts) and not starred
            for place, one in enumerate(target.elts):
                self.bind(one.value if isinstance(one, ast.Starred) else one, value[place] if fits else UNKNOWN)
        elif isinstance(target, ast.Subscript | ast.Attribute):
            self._bind_part(target, value)

    def _bind_part(self, target: ast.Subscript | ast.Attribute, value: Any) -> None:
        """Give a value to a piece of something, which becomes less known by that."""
        owner = self.value(target.value)
        if isinstance(owner, list):
            owner[:] = [UNKNOWN]
        elif isinstance(owner, dict):
            owner.clear()
        elif isinstance(owner, Own) and isinstance(target, ast.Attribute):
            owner.attributes[target.attr] = value
        elif isinstance(owner, Model) and isinstance(target, ast.Attribute):
            owner.attributes[target.attr] = value
            self._freeze([owner, *self._fitted_with(owner)], target, value)
        elif isinstance(owner, Layer) and isinstance(target, ast.Attribute):
            self._freeze(self._fitted_with(owner), target, value)
        elif (
            isinstance(owner, Array)
            and owner.frame
            and isinstance(target.value, ast.Name)
            and isinstance(target, ast.Subscript)
        ):
            self.names[target.value.id] = _with_column(owner, self.value(target.slice), value)
        elif isinstance(owner, Array) and isinstance(target.value, ast.Name):
            changed = Array(owner.shape if not owner.frame else None, root=owner.root, part=owner.part)
            # Only an item that is set keeps the shape.
            known = isinstance(target, ast.Subscript)
            self.names[target.value.id] = changed.but(frame=owner.frame) if known else Array(root=owner.root)

    def _fitted_with(self, part: Layer | Model) -> list[Model]:
        """List the models that were fitted and hold a layer or a model."""
        parts = {id(part), *(id(one.layer) for one in getattr(part, "layers", ()))}
        fitted = {
            id(event.model): event.model for event in self.events if event.kind == "fit" and event.model is not part
        }
        return [model for model in fitted.values() if any(id(one.layer) in parts for one in model.layers)]

    def _freeze(self, models: Iterable[Model], target: ast.Attribute, value: Any) -> None:
        """Note that something of models is to be trained no more, or again."""
        for model in models:
            if target.attr == "trainable" and self.uncertain <= model.depth:
                self.act("freeze", model, {"value": value}, {}, target)

    def _on_namedexpr(self, node: ast.NamedExpr) -> Any:
        self.names[node.target.id] = self.value(node.value)
        return self.names[node.target.id]

    def _on_lambda(self, node: ast.Lambda) -> Any:
        self._look_into(node)
        return Function(node, (*self.outer, self.names))

    def _look_into(self, node: ast.Lambda) -> None:
        """Look at what a function without a name calls, with arguments of which nothing is known."""
        before = self.names
        taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        self.names = {**before, **dict.fromkeys((one.arg for one in taken), UNKNOWN)}
        self.uncertain += 1
        try:
            self.value(node.body)
        finally:
            self.names, self.uncertain = before, self.uncertain - 1

    def _on_joinedstr(self, node: ast.JoinedStr) -> Any:
        return _written_out(
            node, [self.value(one.value if isinstance(one, ast.FormattedValue) else one) for one in node.values]
        )


def _with_column(frame: Array, name: Any, value: Any) -> Array:
    """Return a table with another column of which something may be known."""
    kept = tuple(one for one in frame.columns if one[0] != name) if isinstance(name, str) else ()
    known = ((name, value.but(frame=True)),) if isinstance(name, str) and isinstance(value, Array) else ()
    rows = frame.shape[0] if frame.shape else None
    return Array((rows, None), root=frame.root, part=frame.part, frame=True, columns=(*kept, *known))


def _from_star(stars: list[str], name: str) -> Name | None:
    """Return what an ``import *`` brings; of modules whose names are not known, it may be any with a capital."""
    paths = {star: library_name(f"{star}.{name}") for star in reversed(stars)}
    for star, path in paths.items():
        if path.path in FUNCTIONS or name in (names_in(star) or ()):
            return path
    layer = name in _known_layers()
    unknown = [path for star, path in paths.items() if names_in(star) is None and not (layer and "sklearn" in star)]
    return unknown[0] if unknown and name[:1].isupper() else None


def _written_out(node: ast.JoinedStr, parts: list[Any]) -> Any:
    """Return the text that an f-string makes of known parts."""
    formatted = [one for one in node.values if isinstance(one, ast.FormattedValue)]
    plain = not any(one.format_spec or one.conversion != -1 for one in formatted)
    known = plain and all(isinstance(one, str | int) for one in parts)
    return constants.bounded("".join(map(str, parts))) if known else UNKNOWN


def _stored_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id


def _completed(value: Any, known: Array | None) -> Any:
    """Add to what a program's text tells of a value what is known of it from elsewhere."""
    if known is None or not (value is UNKNOWN or isinstance(value, Array)):
        return value
    told = vars(value) if isinstance(value, Array) else {}
    return known.but(**{name: one for name, one in told.items() if one not in {None, "", ()}})


def _known_layers() -> frozenset[str]:
    from dlwidgets.assistant.keras_signatures import LAYER_ALIASES, PLACES
    from dlwidgets.network import LAYERS

    return frozenset({*LAYERS, *PLACES, *LAYER_ALIASES})
