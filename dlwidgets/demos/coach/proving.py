"""Showing what a bug does: the pasted network and the repaired one learn side by side."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dlwidgets.assistant import Finding
from dlwidgets.assistant.described import described
from dlwidgets.charts.proof import NAMES, PASTED, REPAIRED, proof_chart
from dlwidgets.demos.coach.imitation import imitated
from dlwidgets.demos.coach.program_demo import ProgramDemo
from dlwidgets.demos.working_demo import Work, WorkingDemo
from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import CodeError, NetworkSpec, read_code
from dlwidgets.training.side_by_side import DISTANCE, LOSS, RIGHT, SideBySide
from dlwidgets.training.words import rounded
from dlwidgets.training.worker import Worker
from dlwidgets.widgets.controls import action, button

ASKED = (
    "Trains the network as pasted and as repaired on small data, and draws both. Loads TensorFlow, which takes seconds."
)
ALIKE = "Here both learn alike: this bug shows elsewhere, in what the answers mean or with another backend of Keras."
ANSWERS = "The loss is the same in both: it does not show this bug, but the answers do."
PREPARING = "Keras and TensorFlow are being loaded, which takes some seconds."


class Proving(ProgramDemo, WorkingDemo):
    """What does this bug do?

    A program's network is trained from its description; its text is never run.

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def __init__(self, **settings: Any) -> None:
        self._race: SideBySide | None = None
        self._worker = Worker(self, "_learn", "_learned")
        super().__init__(**settings)

    @property
    def _works(self) -> Iterable[Work]:
        return (self._worker,)

    @property
    def race(self) -> SideBySide | None:
        """The two networks that were trained last; None before the first."""
        return self._race

    @action
    def show_me(self, finding: int | str = 0) -> None:
        """Train the network as pasted and as repaired, beside the notebook, and draw both.

        Parameters
        ----------
        finding : int or str
            Its place in ``report``, or the name under which the page knows it.

        Raises
        ------
        InvalidValueError
            If there is no such finding, or its change is none of the network.
        CodeError
            If the network can't be read as a chain of layers.
        DataError
            If the form of the inputs is not known, or they are too large to be tried out.
        """
        specs = self._specs(self._finding(finding))
        if specs is None:
            raise InvalidValueError(
                "The network is the same with this change and without, so there is nothing to compare."
            )
        examples = imitated(described(self.report.code, known=self.read), specs[1])
        self._worker.stop()
        self._worker.wait()
        self._race = SideBySide(dict(zip(NAMES, specs, strict=True)), examples)
        self._worker.start()
        self.refresh()

    @button("Stop", help="Ends the training of the two networks; what they have learned so far stays in the picture.")
    def stop(self) -> None:
        """End the training after the epoch that it is in; does nothing if nothing is trained."""
        self._worker.stop()

    def chart(self) -> Any:
        """Draw how the pasted network and the repaired one learn."""
        return proof_chart()

    def frame(self) -> Mapping[str, Any]:
        """Return the curves of the two networks."""
        rows = [] if self._race is None else [*self._race.rows]
        columns = zip(*rows, strict=True) if rows else ((), (), (), ())
        return {"curves": dict(zip(("name", "measure", "epoch", "value"), map(list, columns), strict=True))}

    def disabled(self) -> Iterable[str]:
        """Return what can do nothing just now."""
        yield from super().disabled()
        if not self._worker.is_working:
            yield "stop"

    def said_of_race(self) -> str:
        """Say what the two networks have learned so far.

        Returns
        -------
        str
            Some sentences; empty before the first training.
        """
        race = self._race
        if race is None:
            return ""
        if not race.epoch:
            return PREPARING
        told = " ".join(_said(race, name) for name in NAMES)
        return f"{told}{_compared(race)} Both learned from {race.examples.source}, from the same seed."

    def can_be_shown(self, finding: Finding) -> bool:
        """Tell whether the change of a finding makes another network.

        Parameters
        ----------
        finding : Finding
            One of ``report``.

        Returns
        -------
        bool
            Whether there is something to compare.
        """
        return self._specs(finding) is not None

    def _specs(self, finding: Finding) -> tuple[NetworkSpec, NetworkSpec] | None:
        """Return the network as pasted and as repaired, if they differ."""
        if finding.fix is None or not finding.fix.edits:
            return None
        pasted, repaired = _spec(self.report.code), _spec(self.report.fixed(finding))
        if pasted is None or repaired is None:
            return None
        is_same = (pasted.layers, pasted.compile) == (repaired.layers, repaired.compile)
        return None if is_same or pasted.compile is None else (pasted, repaired)

    def _learn(self) -> bool:
        """Let both networks learn for an epoch; called in a thread of its own."""
        race = self._race
        more = race is not None and race.advance()
        if self._worker.is_working and self.datasets:  # a closed demo has let go of them
            self.refresh()
        return more

    def _learned(self, error: BaseException | None) -> None:
        if self.datasets:
            with self.telling():
                self.refresh()
                if error is not None:
                    raise error


@lru_cache(maxsize=32)
def _spec(code: str) -> NetworkSpec | None:
    """Return the network that a program describes; None if it can't be read."""
    try:
        read = read_code(code)
    except (CodeError, DLWidgetsError):
        return None
    return None if read.lost else read.spec


def _compared(race: SideBySide) -> str:
    """Say what two networks have in common whose losses can't be told apart."""
    if race.refusals or not _are_alike(race, LOSS):
        return ""
    return f" {ALIKE if all(_are_alike(race, measure) for measure in (RIGHT, DISTANCE)) else ANSWERS}"


def _are_alike(race: SideBySide, measure: str) -> bool:
    """Tell two networks of which a measure is the same all the way, but for rounding."""
    curves = [[value for one, what, _, value in race.rows if (one, what) == (name, measure)] for name in NAMES]
    pairs = zip(*curves, strict=True) if len(curves[0]) == len(curves[1]) else [(0.0, 1.0)]
    return all(abs(one - other) <= 1e-3 * max(abs(one), abs(other)) for one, other in pairs)


def _said(race: SideBySide, name: str) -> str:
    """Say how far one of the networks came."""
    title = {PASTED: "As pasted", REPAIRED: "Repaired"}[name]
    if name in race.refusals:
        return f"{title}: Keras does not train it and says: {race.refusals[name]}"
    loss, right, distance = (race.newest(name, measure) for measure in (LOSS, RIGHT, DISTANCE))
    parts = [f"loss {rounded(loss)}"] if loss is not None else []
    if right is not None:
        parts.insert(0, f"{round(100 * right)} of 100 new examples right")
    if distance is not None:
        parts.insert(0, f"new targets are missed by {rounded(distance)} on average")
    return f"{title}: {', '.join(parts)} after {race.epoch} epochs."
