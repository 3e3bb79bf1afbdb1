"""The layers of a program that can't take what comes into them."""

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from dlwidgets.assistant.chains import Step, walk
from dlwidgets.assistant.libraries.streams import given
from dlwidgets.assistant.shapes import output_shape
from dlwidgets.assistant.values import Array, Event, Layer, Model, Placed, Tensor

RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "Bidirectional"})


def misfits(
    events: Sequence[Event], models: Sequence[Model], tensors: Sequence[Tensor]
) -> Iterator[tuple[Sequence[Placed], list[Step], int]]:
    """List the layers that can't take what comes in, once each; only the first of a model.

    Parameters
    ----------
    events : sequence of Event
        What happens to models.
    models : sequence of Model
        All models, also those to which nothing happens.
    tensors : sequence of Tensor
        What layers give in the functional style.

    Yields
    ------
    tuple
        The layers of a model, the way of the shape through them, and the place of the misfit on it.
    """
    seen: set[int] = set()
    told: set[int] = set()
    for layers, data, model in _models(events, models):
        steps, _ = walk(layers, data)
        place = next((place for place, step in enumerate(steps) if step.problem is not None), None)
        if place is None or id(model) in seen:
            continue
        seen.add(id(model))
        if id(steps[place].placed.layer) not in told:
            told.add(id(steps[place].placed.layer))
            yield layers, steps, place
    for tensor in tensors:
        # What is put together, and is no part of a model that is known, fails all the same.
        if isinstance(tensor.layer, Layer) and id(tensor.layer) not in told:
            shapes = tuple(one.shape for one in tensor.sources)
            step = Step(
                Placed(tensor.layer, tensor.node or tensor.layer.node), shapes, output_shape(tensor.layer, shapes)[1]
            )
            if step.problem is not None:
                told.add(id(tensor.layer))
                before = [
                    Step(Placed(one.layer, one.layer.node), (), None) for one in tensor.sources if _is_recurrent(one)
                ]
                yield (), [*before, step], len(before)


def _is_recurrent(tensor: object) -> TypeGuard[Tensor]:
    return isinstance(tensor, Tensor) and isinstance(tensor.layer, Layer) and tensor.layer.kind in RECURRENT


def _models(events: Sequence[Event], models: Sequence[Model]) -> Iterator[tuple[Sequence[Placed], Array | None, Model]]:
    """List all models, with what they are fitted to, and those to which nothing happens."""
    for event in events:
        if not event.is_open:
            yield event.layers, given(event, "x") if event.kind == "fit" else None, event.model
    for model in models:
        if not model.is_open:
            yield model.layers, None, model
