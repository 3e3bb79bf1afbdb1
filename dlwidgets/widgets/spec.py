"""What a live chart needs to know of an Altair chart: its specification, data sets and parameters."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from dlwidgets.charts.drawn_once import specification
from dlwidgets.charts.theme import themed
from dlwidgets.errors import DataError


@dataclass(frozen=True)
class LiveSpec:
    """A chart that is ready to be embedded once."""

    vega_lite: dict[str, Any]
    """The Vega-Lite specification, in the project's look."""
    data_names: tuple[str, ...]
    """The named data sets that the chart draws."""
    params: dict[str, Any] = field(default_factory=dict)
    """First value of each parameter; None for a selection."""
    selections: frozenset[str] = frozenset()
    """Those of the parameters that are selections: the browser alone sets them."""

    @property
    def description(self) -> str:
        """What the picture shows, for screen readers."""
        return self.vega_lite["description"]

    def with_values(self, values: dict[str, Any], inputs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the specification with other first values of its parameters, some of them with inputs of Vega."""
        spec = deepcopy(self.vega_lite)
        for name, param in _params(spec):
            if name in values:
                param["value"] = values[name]
            if name in (inputs or {}):
                param["bind"] = inputs[name]
        return spec


def live_spec(chart: Any, description: str = "") -> LiveSpec:
    """Read an Altair chart into what is embedded once.

    Parameters
    ----------
    chart : altair chart of any kind
        Single, layered, faceted or concatenated; data sets to be changed are ``altair.NamedData``.
    description : str
        What the picture shows, for screen readers; the chart's own description or title by default.

    Raises
    ------
    DataError
        If ``chart`` is no Altair chart.
    """
    import altair as alt

    if not isinstance(chart, alt.TopLevelMixin):
        raise DataError(f"A live chart needs an Altair chart; got {type(chart).__name__}.")
    spec = specification(chart)
    params = dict(_params(spec))
    spec["description"] = description or spec.get("description") or _title(spec) or "Chart"
    return LiveSpec(
        vega_lite=themed(spec),
        # What Altair put into the specification itself is not for changing: its name is a digest of its rows.
        data_names=tuple(name for name in dict.fromkeys(_data_names(spec)) if name not in spec.get("datasets", {})),
        params={name: param.get("value") for name, param in params.items()},
        selections=frozenset(name for name, param in params.items() if "select" in param),
    )


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return " ".join(text) if isinstance(text, list) else text


def _parts(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a specification and all those inside it."""
    yield spec
    inner = [spec["spec"]] if isinstance(spec.get("spec"), dict) else []
    for kind in ("layer", "hconcat", "vconcat", "concat"):
        inner += spec.get(kind, [])
    for part in inner:
        yield from _parts(part)


def _data_names(spec: dict[str, Any]) -> Iterator[str]:
    for part in _parts(spec):
        if isinstance(part.get("data"), dict) and "name" in part["data"]:
            yield part["data"]["name"]
        for transform in part.get("transform", []):
            source = transform.get("from", {}).get("data", {})
            if "name" in source:
                yield source["name"]


def _params(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in _parts(spec):
        for param in part.get("params", []):
            yield param["name"], param
