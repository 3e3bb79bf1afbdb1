"""What compile and fit are told, by code and by the panel of a page."""

from dataclasses import replace
from typing import Any

from dlwidgets.demos.builder.network_demo import NetworkDemo
from dlwidgets.demos.builder.training_fields import with_setting
from dlwidgets.errors import DLWidgetsError, InvalidValueError, unknown_name
from dlwidgets.network import CompileSpec, FitSpec
from dlwidgets.widgets.controls import action

TRAINING = "training"
"""Stands in front of the panel's fields where a row's key stands in front of a layer's."""


class TrainingEditing(NetworkDemo):
    """How is the network trained?

    Parameters
    ----------
    **settings
        First values of settings, ``hide`` and ``lock``.
    """

    def compile(self, **settings: Any) -> None:
        """Say what ``model.compile`` is told; settings that are not named stay, and nothing is trained.

        Parameters
        ----------
        **settings
            ``optimizer``, ``loss``, ``metrics``, as Keras takes them or as a description.

        Raises
        ------
        UnknownNameError
            If there is no such setting, optimizer, loss or metric; the nearest name is in the text.
        InvalidValueError
            If a value is of the wrong kind.
        """
        self._set("compile", self.spec.compile or CompileSpec(), settings)

    def fit(self, **settings: Any) -> None:
        """Say what ``model.fit`` is told; settings that are not named stay, and nothing is trained.

        Parameters
        ----------
        **settings
            ``epochs``, ``batch_size``, ``validation_split``, ``shuffle``, ``verbose``, and ``one_hot``: whether class
            numbers go through ``to_categorical``.

        Raises
        ------
        UnknownNameError
            If there is no such setting.
        InvalidValueError
            If a value is out of range.
        """
        self._set("fit", self.spec.fit or FitSpec(), settings)

    def _set(self, part: str, old: CompileSpec | FitSpec, settings: dict[str, Any]) -> None:
        for name in settings:
            if name not in type(old).__dataclass_fields__:
                raise unknown_name(f"setting of {part}", name, type(old).__dataclass_fields__)
        with self.together():
            self._forget_mistakes(TRAINING, settings)
            self.change(spec=replace(self.spec, **{part: replace(old, **settings)}))

    @action
    def enter_setting(self, name: str, text: Any, burst: str = "") -> None:
        """Type into a field of the compile and fit panel; what can't be taken stays there, with the reason.

        Parameters
        ----------
        name : str
            An argument of ``compile`` or ``fit`` such as ``"epochs"``, one of the optimizer or loss such as
            ``"optimizer.learning_rate"``, or ``"compile"`` or ``"fit"``: whether it is called.
        text : str or bool
            What is typed or chosen; an empty text is Keras' default.
        burst : str
            Names a stretch of changes that are one step of undo.
        """
        with self.together():
            self._burst = burst
            try:
                spec = with_setting(self.spec, name, text)
            except DLWidgetsError as mistake:
                self._note_mistake(TRAINING, name, text, mistake)
            else:
                self._forget_mistakes(TRAINING, [name])
                self.change(spec=spec)

    @action
    def add_metric(self, name: str) -> None:
        """Add a metric; one that is there already stays alone.

        Parameters
        ----------
        name : str
            Keras' name, such as ``"accuracy"``.

        Raises
        ------
        UnknownNameError
            If Keras does not know it.
        """
        metrics = (self.spec.compile or CompileSpec()).metrics
        if name not in metrics:
            self.compile(metrics=(*metrics, name))

    @action
    def remove_metric(self, place: int) -> None:
        """Remove a metric.

        Parameters
        ----------
        place : int
            Its place among the metrics, from 0 on.

        Raises
        ------
        InvalidValueError
            If there is none.
        """
        metrics = (self.spec.compile or CompileSpec()).metrics
        if not 0 <= place < len(metrics):
            raise InvalidValueError(f"There is no metric at place {place}: there are {len(metrics)}.")
        self.compile(metrics=metrics[:place] + metrics[place + 1 :])
