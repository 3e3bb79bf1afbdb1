"""The chain rule written out: each path from the loss to a weight, factor by factor."""

from math import prod

from dlwidgets.nn.walkthrough.line import Quantity, Term
from dlwidgets.nn.walkthrough.parts import Neuron
from dlwidgets.nn.walkthrough.step import Scene

MOST_PATHS = 4
"""More paths are not written out one by one."""


def chain_terms(scene: Scene, neuron: Neuron, local: Quantity) -> tuple[Term, ...]:
    """Write the blame of a weight as a sum over all paths that lead to it from the loss.

    Parameters
    ----------
    scene : Scene
        The training step, and the example in focus.
    neuron : Neuron
        Where the weight leads.
    local : Quantity
        How the weighted sum there changes with the weight.

    Returns
    -------
    tuple of Term
        A product for each path. Nothing if there are many, or if upstream times local says it already.
    """
    if prod(scene.sizes[neuron.layer + 1 :]) > MOST_PATHS:
        return ()
    paths = [(*path, local) for path in _paths(scene, neuron)]
    if len(paths) == 1 and len(paths[0]) == 2:
        return ()
    products: list[Term] = []
    for path in paths:
        products += [" + ", path[0], *(part for factor in path[1:] for part in (r" \cdot ", factor))]
    return tuple(products[1:])


def _paths(scene: Scene, neuron: Neuron) -> list[tuple[Quantity, ...]]:
    """Return the factors of each path by which blame comes from the loss to a weighted sum."""
    if neuron.layer < scene.n_layers:
        return [
            (*path, scene.weight(edge), scene.slope(neuron))
            for edge in scene.edges_out_of(neuron)
            for path in _paths(scene, edge.neuron)
        ]
    if scene.step.objective.has_own_slopes:
        return [(scene.output_blame(neuron), scene.slope(neuron))]
    return [(scene.sum_blame(neuron),)]
