"""A network and what the X-ray has found in it, in a sentence or two."""

from dlwidgets.network import Joint, Shape, Xray

SHAPES_SAID = 6
"""Layers whose shape is said; of more, those of the first and of the last ones."""


def said_of_network(found: Xray, total: int | None) -> str:
    """Say the way of the shape from the data to the loss, and what does not fit first.

    Parameters
    ----------
    found : Xray
        The network, looked through.
    total : int or None
        Its parameters; None if they are not known.

    Returns
    -------
    str
        One to three sentences.
    """
    layers = [station.joint for station in found.stations if station.joint is not None]
    if not layers:
        return "There is no layer yet. Add one, such as Dense."
    numbers = "" if total is None else f", {total:,} {'parameter' if total == 1 else 'parameters'}"
    way = " → ".join(_way(found.facts.shape, layers))
    loss = found.spec.compile and found.spec.compile.loss
    end = f" The loss is {loss if isinstance(loss, str) else loss.kind}." if loss else ""
    return f"{way}{numbers}.{end} {_verdict(found)}"


def _way(data: Shape | None, layers: list[Joint]) -> list[str]:
    """Name the data's shape and each layer with what comes out of it."""
    said = [f"{joint.layer.kind} {_shape(joint.output_shape)}" for joint in layers]
    if len(said) > SHAPES_SAID:
        left_out = len(said) - SHAPES_SAID + 1
        said = [*said[: SHAPES_SAID // 2], f"{left_out} more", *said[left_out + SHAPES_SAID // 2 :]]
    return ([] if data is None else [f"data {_shape(data)}"]) + said


def _shape(shape: Shape | None) -> str:
    return "?" if shape is None else str(shape)


def _verdict(found: Xray) -> str:
    if not found.problems:
        return "Everything fits."
    first, n = found.problems[0], len(found.problems)
    begins = {"error": "Does not fit", "silent": "Trains wrong", "advice": "Could be better"}[first.level]
    others = "" if n == 1 else f" ({n - 1} more)"
    return f"{begins}: {first.says}{others}"
