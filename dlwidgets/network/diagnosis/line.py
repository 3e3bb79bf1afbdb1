"""The X-ray of a network: one line from the data through every layer to the loss, and what does not fit on it."""

from dataclasses import dataclass, replace
from functools import cached_property

from dlwidgets.network._arguments import Shape
from dlwidgets.network._counting import many
from dlwidgets.network.diagnosis.facts import DataFacts
from dlwidgets.network.diagnosis.layer_words import describe, family_of
from dlwidgets.network.diagnosis.problems import (
    CODING,
    DATA,
    LEVELS,
    LOSS,
    METRICS,
    OUTPUT,
    TRAINING,
    Problem,
    layer_key,
)
from dlwidgets.network.diagnosis.rules import RULES, Case
from dlwidgets.network.objects import MetricSpec, OptimizerSpec
from dlwidgets.network.shapes import Joint
from dlwidgets.network.spec import NetworkSpec

SAID = {"error": "Stops with an error", "silent": "Wrong without an error", "advice": "Could be better"}
"""How each level of a problem is said."""
_UNKNOWN = "it is not known what it holds"


@dataclass(frozen=True)
class Station:
    """One stop of the line.

    Parameters
    ----------
    key : str
        ``"data"``, ``"layer-0"``, ..., ``"output"``, ``"coding"``, ``"loss"``, ``"metrics"`` or ``"training"``.
    kind : str
        The key without a number.
    title : str
        What it is called.
    detail : str
        What it is set to.
    family : str
        For a layer, what kind of thing it does: a key of `FAMILIES`; else the kind.
    shape_in, shape_out : tuple of int or None, optional
        Shape of what comes in and goes out for one example; None where it is not known or there is none.
    arithmetic : str
        How the number of parameters comes about; empty without parameters.
    index : int, optional
        For a layer, its place in the network.
    joint : Joint, optional
        For a layer, its joint.
    problems : tuple of Problem
        What does not fit here.
    """

    key: str
    kind: str
    title: str
    detail: str = ""
    family: str = ""
    shape_in: Shape | None = None
    shape_out: Shape | None = None
    arithmetic: str = ""
    index: int | None = None
    joint: Joint | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether nothing is wrong here."""
        return not self.problems

    @property
    def level(self) -> str:
        """The gravest level among its problems; empty without one."""
        return min((one.level for one in self.problems), key=LEVELS.index, default="")

    @property
    def says(self) -> str:
        """What stands here, in one sentence, and after it what does not fit."""
        head = self.title if not self.detail else f"{self.title}: {self.detail}"
        way = f" {_says_shapes(self)}" if self.kind == "layer" else ""
        sums = f" ({self.arithmetic} parameters)" if self.arithmetic else ""
        faults = [
            f" {SAID[one.level]}: {one.says}{f' Change: {one.change.words}' if one.change else ''}"
            for one in self.problems
        ]
        return f"{head}{way}{sums}.{''.join(faults)}"


def _says_shapes(station: Station) -> str:
    if station.shape_out is None:
        return "→ ?"
    if station.shape_in is None or station.shape_in == station.shape_out:
        return f"→ {station.shape_out}"
    return f"{station.shape_in} → {station.shape_out}"


@dataclass(frozen=True)
class Xray:
    """A network looked through beside its data.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    facts : DataFacts
        What is known of the data.
    stations : tuple of Station
        Data, each layer, output, coding of the target, loss, metrics, training.
    problems : tuple of Problem
        All that does not fit; the first is to be mended first.
    """

    spec: NetworkSpec
    facts: DataFacts
    stations: tuple[Station, ...]
    problems: tuple[Problem, ...]

    @property
    def fits(self) -> bool:
        """Whether there is no problem, not even advice."""
        return not self.problems

    @property
    def trains(self) -> bool:
        """Whether nothing stops the program or lets it train wrong; advice may be left."""
        return all(one.level == LEVELS[-1] for one in self.problems)

    @cached_property
    def by_key(self) -> dict[str, Station]:
        """The stations by their keys."""
        return {station.key: station for station in self.stations}

    def sentences(self) -> list[str]:
        """Return the whole line in words: how many problems there are, then one entry per station."""
        n = len(self.problems)
        verdict = "Everything fits." if not n else f"{many(n, 'place')} to look at."
        return [verdict, *(station.says for station in self.stations)]

    def mended(self) -> "Xray":
        """Return the X-ray after the change of the first problem that has one; itself if none has."""
        for problem in self.problems:
            if problem.change is not None:
                return xray(problem.change(self.spec), self.facts)
        return self


def xray(spec: NetworkSpec, facts: DataFacts | None = None) -> Xray:
    """Look through a network: does each part fit the next, from the data to the loss?

    Parameters
    ----------
    spec : NetworkSpec
        The network, right or wrong.
    facts : DataFacts, optional
        What is known of the data; without them, only what is wrong for all data is found.

    Returns
    -------
    Xray
        Its stations and problems.

    Examples
    --------
    >>> from dlwidgets.network import Dense, Input
    >>> found = xray(NetworkSpec([Input((4,)), Dense(1, "softmax")]))
    >>> found.problems[0].says
    'Softmax over one unit is always 1, so nothing can be learned.'
    """
    case = Case(spec, DataFacts() if facts is None else facts)
    found = [problem for rule in RULES for problem in rule(case)]
    found.sort(key=lambda problem: LEVELS.index(problem.level))
    stations = (_data(case), *map(_layer, case.joints), _output(case), _coding(case), *_settings(case))
    marked = tuple(
        replace(station, problems=tuple(one for one in found if one.station == station.key)) for station in stations
    )
    return Xray(spec, case.facts, marked, tuple(found))


def _data(case: Case) -> Station:
    facts = case.facts
    size = many(facts.n_examples, "example") if facts.n_examples else ""
    shape = f"each of shape {facts.shape}" if facts.shape is not None else ""
    detail = ", ".join(part for part in (size, shape) if part) or "nothing is known of them"
    title = facts.name if facts.name != DataFacts.name else "Data"
    return Station(DATA, DATA, title, detail, DATA, shape_out=facts.shape)


def _layer(joint: Joint) -> Station:
    parameters = joint.parameters
    return Station(
        layer_key(joint.index),
        "layer",
        joint.title if joint.layer.kind != "Input" else "Input",
        describe(joint.layer),
        family_of(joint.layer),
        joint.input_shape,
        joint.output_shape,
        parameters.arithmetic if parameters and parameters.total else "",
        joint.index,
        joint,
    )


def _output(case: Case) -> Station:
    units = many(case.units, "number") if case.units is not None else "a number of outputs that is not known"
    activation = case.end.activation
    detail = units if activation in {None, "linear"} else f"{units}, {activation}"
    return Station(OUTPUT, OUTPUT, "Output", detail, OUTPUT, case.end.shape, case.end.shape)


def _coding(case: Case) -> Station:
    facts = case.facts
    if facts.is_numbers:
        return Station(CODING, CODING, "Target", facts.says_target, CODING)
    if not facts.is_classes:
        return Station(CODING, CODING, "Target", "one-hot rows" if case.one_hot else _UNKNOWN, CODING)
    low, k = int(facts.target_low or 0), case.n_classes
    coding = "one-hot rows" if case.one_hot else f"numbers {low} to {low + k - 1}"
    names = facts.says_classes.removeprefix(facts.says_target)
    return Station(CODING, CODING, "Target", f"{facts.says_target} as {coding}{names}", CODING)


def _settings(case: Case) -> tuple[Station, Station, Station]:
    """Make the stations for loss, metrics and training."""
    told, fit = case.spec.compile, case.spec.fit
    loss = case.loss_name + (" (from_logits=True)" if case.loss and case.loss.from_logits else "")
    metrics = ", ".join(one.kind if isinstance(one, MetricSpec) else one for one in told.metrics) if told else ""
    optimizer = _says_optimizer(told.optimizer) if told else ""
    epochs = many(fit.epochs, "epoch") if fit else ""
    training = ", ".join(part for part in (optimizer, epochs) if part) or "not set"
    return (
        Station(LOSS, LOSS, "Loss", loss, LOSS),
        Station(METRICS, METRICS, "Metrics", metrics or "none", METRICS),
        Station(TRAINING, TRAINING, "Training", training, TRAINING),
    )


def _says_optimizer(optimizer: str | OptimizerSpec) -> str:
    if isinstance(optimizer, str):
        return optimizer
    rate = optimizer.arguments.get("learning_rate")
    return f"{optimizer.kind}, learning rate {rate:g}" if isinstance(rate, int | float) else optimizer.kind
