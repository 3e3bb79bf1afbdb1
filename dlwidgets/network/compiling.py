"""How a network is trained: what `compile` and `fit` are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, to_json
from dlwidgets.network.objects import LossSpec, MetricSpec, OptimizerSpec


class Settings:
    """Settings with Keras' names and defaults: a base for frozen dataclasses."""

    @classmethod
    def _checks(cls) -> Mapping[str, Check]:
        raise NotImplementedError

    def __post_init__(self) -> None:
        """Check the settings and store what is clean."""
        for name, checked in self._checks().items():
            object.__setattr__(self, name, checked(name, getattr(self, name)))

    @property
    def arguments(self) -> dict[str, Any]:
        """The settings that differ from Keras' defaults."""
        defaults = self._defaults()
        return {name: getattr(self, name) for name in defaults if getattr(self, name) != defaults[name]}

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        return {item.name: item.default for item in fields(cls)}  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        """Return the settings that differ from Keras' defaults as a plain dict."""
        return {name: to_json(value) for name, value in self.arguments.items()}

    @classmethod
    def from_json(cls, settings: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote.

        Parameters
        ----------
        settings : dict
            Names and values; those left out keep Keras' defaults.

        Returns
        -------
        CompileSpec or FitSpec
            The settings.

        Raises
        ------
        UnknownNameError
            If there is no such setting; the nearest name is in the text.
        InvalidValueError
            If a value is out of range.
        """
        if not isinstance(settings, Mapping):
            raise check.refusal("Written settings", "a dict of names and values", settings)
        for name in settings:
            if name not in cls._defaults():
                raise unknown_name("setting", name, cls._defaults())
        return cls(**settings)


def _metrics(name: str, value: Any) -> tuple[str | MetricSpec, ...]:
    wanted = "a list such as ['accuracy']"
    if isinstance(value, str):
        raise check.refusal(name, wanted, value, f"Write [{value!r}].")
    return tuple(MetricSpec.checked(name, one) for one in check.items(name, value, wanted))


@dataclass(frozen=True)
class CompileSpec(Settings):
    """What `model.compile` is told.

    Parameters
    ----------
    optimizer : str or OptimizerSpec, default "rmsprop"
        The rule by which weights follow the gradient.
    loss : str or LossSpec, optional
        What training makes small.
    metrics : tuple of str or MetricSpec
        What is reported beside the loss.

    Raises
    ------
    UnknownNameError
        If Keras does not know a name; the nearest one is in the text.

    References
    ----------
    https://keras.io/api/models/model_training_apis/
    """

    optimizer: str | OptimizerSpec = "rmsprop"
    loss: str | LossSpec | None = None
    metrics: tuple[str | MetricSpec, ...] = ()

    @classmethod
    def _checks(cls) -> Mapping[str, Check]:
        return {"optimizer": OptimizerSpec.checked, "loss": check.optional(LossSpec.checked), "metrics": _metrics}


def _share(name: str, value: Any) -> float:
    share = check.fraction(name, value)
    if share == 1:
        raise InvalidValueError(f"{name} should be below 1, or nothing is left to train on. Write 0.2 for a fifth.")
    return share


def _verbose(name: str, value: Any) -> int | str:
    if value not in ("auto", 0, 1, 2):
        raise check.refusal(name, "'auto', 0, 1 or 2", value)
    return value if value == "auto" else int(value)


@dataclass(frozen=True)
class FitSpec(Settings):
    """What `model.fit` is told, apart from the data.

    Parameters
    ----------
    epochs : int, default 1
        How often all examples are seen.
    batch_size : int, optional
        Examples per step; None is Keras' 32.
    validation_split : float, default 0.0
        Share of the examples, the last ones, that are not trained on: from 0 to below 1.
    shuffle : bool, default True
        Whether the examples come in another order in each epoch.
    verbose : str or int, default "auto"
        What is printed: 0 nothing, 1 a bar, 2 one line per epoch.
    one_hot : bool, default False
        Whether the class numbers y are handed over as one-hot rows: ``keras.utils.to_categorical(y)``.

    Raises
    ------
    InvalidValueError
        If a value is out of range.

    References
    ----------
    https://keras.io/api/models/model_training_apis/
    """

    epochs: int = 1
    batch_size: int | None = None
    validation_split: float = 0.0
    shuffle: bool = True
    verbose: int | str = "auto"
    one_hot: bool = False

    @classmethod
    def _checks(cls) -> Mapping[str, Callable[[str, Any], Any]]:
        return {
            "epochs": check.count,
            "batch_size": check.optional(check.whole),
            "validation_split": _share,
            "shuffle": check.truth,
            "verbose": _verbose,
            "one_hot": check.truth,
        }
