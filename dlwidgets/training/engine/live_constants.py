"""Numbers of a Keras model that may move while it trains: learning rate, strength of the regularization, dropout.

Keras writes the last two into the compiled step as constants. While our steps are traced they are variables instead;
afterwards the model is what it was, and a move writes the new number into the model's own layers too.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.training.engine.movable import DROPOUT, RATE, movable
from dlwidgets.training.keras_door import import_keras


@dataclass
class _Place:
    """One number: where the model keeps it, and the variables that the traced step reads."""

    owner: Any
    attribute: str
    variables: list[Any] = field(default_factory=list)

    @property
    def value(self) -> float:
        return _short(getattr(self.owner, self.attribute))


class LiveConstants:
    """The numbers of one compiled model that may move without another trace.

    Parameters
    ----------
    model : keras.Model
        Compiled and built.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._optimizer = getattr(model.optimizer, "inner_optimizer", model.optimizer)
        self._prices = {id(price): price for price in _prices(model)}
        self._places = {"l1": self._of_prices("l1"), "l2": self._of_prices("l2"), "dropout": self._of_dropout()}
        self._random = {layer.name: _seed_of(layer, at) for at, layer in enumerate(_dropouts(model))}

    @property
    def values(self) -> dict[str, Any]:
        """The numbers by name; where places differ, a dict by layer or the first of them."""
        found: dict[str, Any] = {} if self.has_schedule else {RATE: _short(self._optimizer.learning_rate)}
        for name, places in self._places.items():
            numbers = {getattr(place.owner, "name", str(at)): place.value for at, place in enumerate(places)}
            if numbers:
                same = len(set(numbers.values())) == 1
                found[name] = next(iter(numbers.values())) if same else numbers
        return found

    @property
    def has_schedule(self) -> bool:
        """Whether a schedule moves the learning rate by itself."""
        return has_schedule(self._optimizer)

    @property
    def variables(self) -> list[Any]:
        """The variables, for what keeps and restores the whole state."""
        rate = [] if self.has_schedule else [self._optimizer.learning_rate]
        numbers = [one for places in self._places.values() for place in places for one in place.variables]
        own = [self._random[layer.name].state for layer in _dropouts(self._model) if not _has_chance(layer)]
        return rate + numbers + own

    def check(self, name: str, value: Any) -> None:
        """Refuse a number that can't be moved or is out of range.

        Parameters
        ----------
        name : str
            ``learning_rate``, ``l1``, ``l2`` or ``dropout``.
        value : float or dict of str to float
            One for all places, or by the name of the layer for ``dropout``.

        Raises
        ------
        UnknownNameError
            If there is no such number, or no such layer.
        InvalidValueError
            If the model has no place for it, or it is out of range.
        """
        numbers = movable(name, value)
        if name == RATE and self.has_schedule:
            raise InvalidValueError(
                "A schedule moves the learning rate here. Compile with a number to move it by hand."
            )
        if name != RATE and not self._places[name]:
            what = "Dropout layer" if name == "dropout" else f"regularizer with {name}"
            raise InvalidValueError(f"The model has no {what}, so {name} can't be moved. Add one when you build it.")
        layers = [place.owner.name for place in self._places[DROPOUT]]
        for layer in numbers if isinstance(numbers, dict) else ():
            if layer not in layers:
                raise unknown_name("layer", layer, layers)

    def move(self, name: str, value: Any) -> None:
        """Give a number a new value, in the traced steps and in the model's own layers.

        Parameters
        ----------
        name : str
            ``learning_rate``, ``l1``, ``l2`` or ``dropout``.
        value : float or dict of str to float
            As in ``check``.
        """
        self.check(name, value)
        if name == RATE:
            self._optimizer.learning_rate.assign(value)
            return
        for place in self._places[name]:
            new = value.get(place.owner.name, place.value) if isinstance(value, Mapping) else value
            setattr(place.owner, place.attribute, float(new))
            _assign(place)
        self.forget_traces()

    def read_back(self) -> None:
        """Write the values of the variables into the model's layers: after they were restored."""
        for places in self._places.values():
            for place in places:
                number = _short(place.variables[0])
                if number != place.value:
                    setattr(place.owner, place.attribute, number)
                    _assign(place)
                    self.forget_traces()

    def forget_traces(self) -> None:
        """Let Keras' own ``fit`` and ``evaluate`` trace again, so that they see the new numbers."""
        self._model.train_function = self._model.test_function = None

    @contextmanager
    def live(self) -> Iterator[None]:
        """Put variables in the places of the numbers, as long as a step is traced."""
        with ExitStack() as stack:
            prices = {key: _LivePrice(price, self._place_of) for key, price in self._prices.items()}
            for owner, attribute in _priced(self._model):
                old = getattr(owner, attribute)
                stack.callback(setattr, owner, attribute, old)
                setattr(owner, attribute, prices[id(old)])
            for place in self._places["dropout"]:
                layer = place.owner
                # Past Keras' own bookkeeping, which would take the function for a part of the layer.
                vars(layer)["call"] = _live_dropout(layer, place, self._random[layer.name])
                stack.callback(vars(layer).pop, "call")
            yield

    def _of_prices(self, attribute: str) -> list[_Place]:
        return [_place(price, attribute) for price in self._prices.values() if hasattr(price, attribute)]

    def _of_dropout(self) -> list[_Place]:
        places = [_place(layer, "rate") for layer in _dropouts(self._model)]
        for place in places:
            place.variables.append(_variable(0.0))
            _assign(place)
        return places

    def _place_of(self, price: Any, attribute: str) -> _Place | None:
        return next((place for place in self._places[attribute] if place.owner is price), None)


def has_schedule(optimizer: Any) -> bool:
    """Tell whether a schedule moves an optimizer's learning rate.

    Parameters
    ----------
    optimizer : keras.Optimizer
        One that wraps no other.

    Returns
    -------
    bool
        Whether the rate is none that could be set.
    """
    return not hasattr(optimizer._learning_rate, "assign")  # noqa: SLF001 - the public name evaluates it


class _LivePrice:
    """A regularizer like Keras' L1, L2 and L1L2, with variables for strengths."""

    def __init__(self, price: Any, place_of: Callable[[Any, str], _Place | None]) -> None:
        self._l1, self._l2 = place_of(price, "l1"), place_of(price, "l2")

    def __call__(self, x: Any) -> Any:
        ops = import_keras().ops
        total = ops.convert_to_tensor(0.0, dtype=x.dtype)
        for place, size in ((self._l1, ops.absolute), (self._l2, ops.square)):
            if place is not None:
                total += ops.cast(place.variables[0], dtype=x.dtype) * ops.sum(size(x))
        return total


def _live_dropout(layer: Any, place: _Place, seed: Any) -> Callable[..., Any]:
    """Make the call of a Dropout layer whose rate is a variable; the same arithmetic as TensorFlow's."""

    def call(inputs: Any, training: bool = False) -> Any:  # noqa: FBT001, FBT002 - Keras' signature
        if not training:
            return inputs
        import tensorflow as tf

        rate, scale = (tf.cast(variable.value, inputs.dtype) for variable in place.variables)
        shape = [
            tf.shape(inputs)[axis] if size is None else size for axis, size in enumerate(_noise_shape(layer, inputs))
        ]
        pair = tf.cast(tf.math.floormod(tf.cast(seed.next(), tf.int64), tf.int32.max - 1), tf.int32)
        drawn = tf.random.stateless_uniform(shape, pair, dtype=inputs.dtype)
        kept = tf.where(drawn >= rate, inputs * scale, tf.zeros((), inputs.dtype))
        return tf.ensure_shape(kept, inputs.shape)

    return call


def _noise_shape(layer: Any, inputs: Any) -> list[int | None]:
    wanted = layer.noise_shape or (None,) * len(inputs.shape)
    return [size if want is None else want for want, size in zip(wanted, inputs.shape, strict=True)]


def _dropouts(model: Any) -> list[Any]:
    kind = import_keras().layers.Dropout
    return [layer for layer in _layers(model) if type(layer) is kind and layer.rate < 1]


def _layers(model: Any) -> list[Any]:
    return list(model._flatten_layers(include_self=False))  # noqa: SLF001 - Keras has no public name for it


def _priced(model: Any) -> Iterator[tuple[Any, str]]:
    """Name every place of a known regularizer."""
    keras = import_keras()
    kinds = (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2)
    for weight in model.trainable_variables:
        if type(weight.regularizer) in kinds:
            yield weight, "regularizer"
    for layer in _layers(model):
        if type(layer.activity_regularizer) in kinds:
            yield layer, "activity_regularizer"


def _prices(model: Any) -> Iterator[Any]:
    return (getattr(owner, attribute) for owner, attribute in _priced(model))


def _seed_of(layer: Any, at: int) -> Any:
    """Return the layer's source of chance; a layer that dropped nothing so far gets one, the same for all runs."""
    if _has_chance(layer):
        return layer.seed_generator
    return import_keras().random.SeedGenerator(at if layer.seed is None else layer.seed)


def _has_chance(layer: Any) -> bool:
    return getattr(layer, "seed_generator", None) is not None


def _short(number: Any) -> float:
    """Write 0.1 for the nearest number that a variable holds, 0.10000000149."""
    return float(str(number.numpy())) if hasattr(number, "numpy") else float(number)


def _variable(value: float) -> Any:
    return import_keras().Variable(value, trainable=False, dtype=import_keras().backend.floatx())


def _place(owner: Any, attribute: str) -> _Place:
    return _Place(owner, attribute, [_variable(float(getattr(owner, attribute)))])


def _assign(place: _Place) -> None:
    place.variables[0].assign(place.value)
    for variable in place.variables[1:]:
        variable.assign(1 / (1 - place.value))
