"""How gradients flow through a deep network: said in words, as a table, and as formulas with numbers."""

import math

import numpy as np

from dlwidgets.demos.deep_network import DeepNetwork, Trial
from dlwidgets.nn.gradient_flow import GradientFlow, steepest_slope
from dlwidgets.nn.text import columns, number

HOW_TO_READ = (
    "The inputs have size 1 (root mean square). Each output of the last layer gets a blame of 1 or -1.",
    "Blame: the gradient at the weighted sums. On its way back each layer multiplies it by weights and by slopes.",
    "Gradient of a weight: its input (the signal of the layer before) times the blame of its neuron.",
    "The band: a hundredth to a hundred times the blame at the outputs. One learning rate suits what is inside.",
    "float32, in which Keras computes, takes what is below 7e-46 as 0, and has nothing above 3.4e38 but infinity.",
    "flat: outputs where the slope is below 5 % of the steepest. dead: neurons flat for all of the examples.",
)


def size(log10: float) -> str:
    """Write a size that is given as a power of ten, however small or large: 0.21, 1.2e-400, 0."""
    if log10 == -math.inf:
        return "0"
    if -3 <= log10 < 4:
        return f"{10**log10:.2g}" if log10 < 2 else f"{10**log10:.0f}"
    exponent = math.floor(log10)
    mantissa = f"{10 ** (log10 - exponent):.1f}"
    return f"1.0e{exponent + 1}" if mantissa == "10.0" else f"{mantissa}e{exponent}"


def flow_sentence(trial: Trial, remedy: Trial | None) -> str:
    """Say how gradients flow, why, what float32 makes of it, and what mends it."""
    flow = trial.flow
    said = [_verdict(flow), _reason(trial.network, flow), _forward(flow), _float32(flow)]
    return " ".join(filter(None, [*said, "" if flow.verdict == "steady" else _mending(trial.network, remedy)]))


def _verdict(flow: GradientFlow) -> str:
    smallest, largest = (f"{size(flow.gradients[i])} (layer {i + 1})" for i in _extremes(flow))
    if flow.verdict == "blocked":
        return f"Blocked: {_n_layers(np.isneginf(flow.gradients))} no gradient at all."
    if flow.verdict == "vanishing":
        return f"Vanishing: the gradients of the weights go down to {smallest}; the largest is {largest}."
    if flow.verdict == "exploding":
        return f"Exploding: the gradients of the weights go up to {largest}; the smallest is {smallest}."
    return (
        f"Steady: the gradients of the weights lie between {smallest} and {largest}, a sensible speed for each layer."
    )


def _extremes(flow: GradientFlow) -> tuple[int, int]:
    return int(flow.gradients.argmin()), int(flow.gradients.argmax())


def _n_layers(is_one: np.ndarray) -> str:
    n = int(is_one.sum())
    return f"{n} of {len(is_one)} layers {'gets' if n == 1 else 'get'}"


def _reason(network: DeepNetwork, flow: GradientFlow) -> str:
    steepest = steepest_slope(network.activation)
    if flow.verdict == "blocked":
        return _obstacle(network, flow, steepest)
    if flow.depth == 1:
        return "There is one layer only, so nothing is passed on."
    is_product = math.isclose(flow.predicted_factor, flow.factor, rel_tol=0.05)
    together = f" (together {number(flow.predicted_factor)}: the two do not vary independently)"
    made = f" {flow.depth - 1} such factors make {size(flow.blame[0] - flow.blame[-1])}." if flow.depth > 2 else ""
    return (
        f"On the way back each layer passes on {number(flow.factor)} of the blame: weights alone multiply its size by "
        f"{number(flow.mean_weight_factor)}, the slope of {network.activation}, which is at most {number(steepest)}, "
        f"by {number(flow.mean_slope)}{'' if is_product else together}.{made}"
    )


def _obstacle(network: DeepNetwork, flow: GradientFlow, steepest: float) -> str:
    """Say why no gradient comes through."""
    if not flow.weight_factor.any():
        return "All weights are 0, so no blame comes back through them."
    if steepest == 0:
        return f"The slope of {network.activation} is 0 everywhere, so no change of a weight changes anything."
    if np.isneginf(flow.outputs).any():
        layer = int(np.isneginf(flow.outputs).argmax()) + 1
        return f"In layer {layer} every neuron is dead: its output is 0 for all examples, and so is its slope."
    return f"On every path back, blame meets a neuron of {network.activation} whose slope is 0."


def _forward(flow: GradientFlow) -> str:
    """Say where the signal goes, if it goes far."""
    end = flow.outputs[-1]
    if end == -math.inf or abs(end) <= 2:
        return ""
    return f"Forward, the signal {'shrinks' if end < 0 else 'grows'}, from 1 to {size(end)}."


def _float32(flow: GradientFlow) -> str:
    lost = flow.is_0_in_float32 & ~np.isneginf(flow.gradients)
    said = [f"{_n_layers(lost)} exactly 0"] if lost.any() else []
    said += [f"{_n_layers(flow.is_inf_in_float32)} infinity"] if flow.is_inf_in_float32.any() else []
    return f"In float32, {' and '.join(said)}." if said else ""


def _mending(network: DeepNetwork, remedy: Trial | None) -> str:
    if remedy is None:
        return "None of the settings that usually mend it does better here."
    smallest, largest = (size(remedy.flow.gradients[i]) for i in _extremes(remedy.flow))
    wider = "" if remedy.network.width == network.width else f" and {remedy.network.width} neurons in each layer"
    tells = "It would be steady" if remedy.flow.verdict == "steady" else "It would be better, but not steady,"
    return f"{tells} with {remedy.network}{wider}: from {smallest} to {largest}."


def layer_table(flow: GradientFlow) -> tuple[str, ...]:
    """Write the numbers of the first, a middle and the last layer."""
    layers = sorted({0, (flow.depth - 1) // 2, flow.depth - 1})
    head = ("layer", "signal", "blame", "gradient", "slope", "flat", "dead")
    return columns([head, *(_layer_row(flow, layer) for layer in layers)])


def _layer_row(flow: GradientFlow, layer: int) -> tuple[str, ...]:
    sizes = (size(values[layer]) for values in (flow.outputs, flow.blame, flow.gradients))
    shares = (f"{values[layer]:.0%}" for values in (flow.flat, flow.dead))
    return (str(layer + 1), *sizes, number(flow.slope[layer]), *shares)


def factor_formulas(network: DeepNetwork, flow: GradientFlow) -> tuple[str, ...]:
    """Write what a layer does to blame, in symbols and with numbers."""
    gradient = r"\frac{\partial L}{\partial w_{ij}} = a_i \, \delta_j"
    blame = r"\delta^{(l)} = f'(z^{(l)}) \cdot \left( W^{(l+1)} \delta^{(l+1)} \right)"
    factor = r"\sqrt{n \cdot \operatorname{Var}(w)} \cdot \sqrt{\operatorname{mean} f'(z)^2}"
    rules = (gradient, blame, rf"\text{{factor per layer}} \approx {factor}")
    if flow.depth == 1:
        return rules
    variance = flow.mean_weight_factor**2 / network.width
    numbers = (
        rf"\sqrt{{{network.width} \cdot {number(variance)}}} \cdot {number(flow.mean_slope)} "
        rf"= {number(flow.predicted_factor)} \quad \text{{measured: }} {number(flow.factor)}"
    )
    return (*rules, numbers)
