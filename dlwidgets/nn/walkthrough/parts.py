"""The parts of a network that a step of the walk-through touches, and what they are called.

All are counted from 1 where a person reads them, and from 0 in arrays.
"""

from dataclasses import dataclass

from dlwidgets.nn.dense import DenseNetwork


@dataclass(frozen=True, order=True)
class Neuron:
    """One neuron, or one input.

    Parameters
    ----------
    layer : int
        0 for the inputs, then 1, 2, ... up to the outputs.
    index : int
        Its place in the layer, from 0.
    """

    layer: int
    index: int


@dataclass(frozen=True, order=True)
class Weight:
    """One weight, or one bias.

    Parameters
    ----------
    layer : int
        The layer that it leads into, from 1.
    target : int
        The neuron there, from 0.
    source : int
        The neuron of the layer before that it comes from, from 0; -1 for a bias, which comes from none.
    """

    layer: int
    target: int
    source: int = -1

    @property
    def is_bias(self) -> bool:
        """Whether it is a bias."""
        return self.source < 0

    @property
    def name(self) -> str:
        """What code and controls call it: ``w1[2,1]`` leads in layer 1 from 2 to 1, ``b1[2]`` is a bias."""
        if self.is_bias:
            return f"b{self.layer}[{self.target + 1}]"
        return f"w{self.layer}[{self.source + 1},{self.target + 1}]"

    @property
    def latex(self) -> str:
        """What formulas call it."""
        if self.is_bias:
            return f"b^{{({self.layer})}}_{{{self.target + 1}}}"
        return f"w^{{({self.layer})}}_{{{self.source + 1},{self.target + 1}}}"

    @property
    def neuron(self) -> Neuron:
        """The neuron that it leads into."""
        return Neuron(self.layer, self.target)


def weights_of(network: DenseNetwork) -> list[Weight]:
    """Return every weight and bias, neuron by neuron.

    Parameters
    ----------
    network : DenseNetwork
        The network.

    Returns
    -------
    list of Weight, length ``network.n_weights``
        Layer by layer; for each neuron its weights, then its bias.
    """
    return [
        Weight(layer, target, source)
        for layer, (n_in, n_out) in enumerate(zip(network.sizes, network.sizes[1:], strict=False), start=1)
        for target in range(n_out)
        for source in (*range(n_in), -1)
    ]


def output_latex(neuron: Neuron) -> str:
    """Return what formulas call an input or the activation of a neuron.

    Parameters
    ----------
    neuron : Neuron
        Layer 0 stands for the inputs.

    Returns
    -------
    str
        LaTeX.
    """
    return f"x_{{{neuron.index + 1}}}" if neuron.layer == 0 else f"a^{{({neuron.layer})}}_{{{neuron.index + 1}}}"


def sum_latex(neuron: Neuron) -> str:
    """Return what formulas call the weighted sum of a neuron.

    Parameters
    ----------
    neuron : Neuron
        Not an input.

    Returns
    -------
    str
        LaTeX.
    """
    return f"z^{{({neuron.layer})}}_{{{neuron.index + 1}}}"


def neuron_text(neuron: Neuron, sizes: tuple[int, ...]) -> str:
    """Return what sentences call a neuron.

    Parameters
    ----------
    neuron : Neuron
        The neuron, or the input.
    sizes : tuple of int
        The sizes of all layers, the inputs first.

    Returns
    -------
    str
        Such as "input x2", "neuron 1 of hidden layer 1", "the output".
    """
    if neuron.layer == 0:
        return f"input x{neuron.index + 1}"
    if neuron.layer == len(sizes) - 1:
        return "the output" if sizes[-1] == 1 else f"output {neuron.index + 1}"
    place = "the hidden layer" if len(sizes) == 3 else f"hidden layer {neuron.layer}"
    return f"neuron {neuron.index + 1} of {place}"
