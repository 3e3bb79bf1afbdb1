"""Changes of a network that rules propose: each takes a network and returns another one."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.diagnosis.endings import Ending, ending
from dlwidgets.network.layers.convolution import Convolution
from dlwidgets.network.layers.dense import Dense
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.shaping import Activation, Input
from dlwidgets.network.shapes import Joint

if TYPE_CHECKING:
    from dlwidgets.network.spec import NetworkSpec


def end_of(spec: "NetworkSpec") -> Ending:
    """Read the end of a network, without data.

    Parameters
    ----------
    spec : NetworkSpec
        The network.

    Returns
    -------
    Ending
        What is known of it.
    """
    return ending(spec.layers, spec.joints())


def with_compile(spec: "NetworkSpec", **settings: Any) -> "NetworkSpec":
    """Return the network with other settings of `compile`.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    **settings
        Names and values of `CompileSpec`.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    return replace(spec, compile=replace(spec.compile or CompileSpec(), **settings))


def with_fit(spec: "NetworkSpec", **settings: Any) -> "NetworkSpec":
    """Return the network with other settings of `fit`.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    **settings
        Names and values of `FitSpec`.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    return replace(spec, fit=replace(spec.fit or FitSpec(), **settings))


def with_arguments(spec: "NetworkSpec", place: int, **arguments: Any) -> "NetworkSpec":
    """Return the network with other arguments of one layer.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    place : int
        Of the layer.
    **arguments
        Names and values.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    return spec.replaced(place, **arguments)


def with_output(spec: "NetworkSpec", units: int, activation: str | None) -> "NetworkSpec":
    """Return the network with so many units and this activation at its end.

    A Dense layer at the end is changed; behind another one, a Dense layer is added.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    units : int
        How many.
    activation : str, optional
        Name of the activation; None is linear.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    end = end_of(spec)
    if end.place is None or not is_plain_end(spec, end):
        return spec.with_layer(Dense(units, activation))
    if isinstance(spec.layers[-1], Activation):
        shorn = without_activations(spec, end, keep_last=True)
        return shorn.replaced(end.place, units=units).replaced(len(shorn.layers) - 1, activation=activation)
    return without_activations(spec, end).replaced(end.place, units=units, activation=activation)


def is_plain_end(spec: "NetworkSpec", end: Ending) -> bool:
    """Tell whether the last weights are those of a Dense layer, and nothing behind it changes what it gives.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    end : Ending
        Its end.

    Returns
    -------
    bool
        Whether units and activation can be changed there.
    """
    if end.place is None or not isinstance(spec.layers[end.place], Dense):
        return False
    return all(isinstance(layer, Activation) for layer in spec.layers[end.place + 1 :])


def with_activation(spec: "NetworkSpec", activation: str | None) -> "NetworkSpec":
    """Return the network with another last activation.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    activation : str, optional
        Name of the activation; None is linear.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    end = end_of(spec)
    place = end.activation_place
    if place is None or not isinstance(spec.layers[place], Dense | Convolution | Activation):
        return spec.with_layer(Dense(end.units or 1, activation))
    layer = spec.layers[place]
    if activation is None and isinstance(layer, Activation):
        return spec.without_layer(place)
    if isinstance(spec.layers[-1], Activation) and end.activations == ():
        return spec.replaced(len(spec.layers) - 1, activation=activation)
    return spec.replaced(place, activation=activation)


def without_activations(spec: "NetworkSpec", end: Ending, *, keep_last: bool = False) -> "NetworkSpec":
    """Return the network without the activations at its end.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    end : Ending
        Its end.
    keep_last : bool
        Whether the last of them stays.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    for place, _ in reversed(end.activations[:-1] if keep_last else end.activations):
        is_layer = isinstance(spec.layers[place], Activation)
        spec = spec.without_layer(place) if is_layer else spec.replaced(place, activation=None)
    return spec


def mended_joint(spec: "NetworkSpec", joint: Joint) -> "NetworkSpec":
    """Return the network with what a broken joint proposes, or without its layer if it proposes nothing.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    joint : Joint
        One of its joints that does not fit.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    mend = joint.problem.mend if joint.problem else None
    if mend is None or not mend.is_change:
        return spec.without_layer(joint.index)
    if mend.insert is not None:
        return spec.with_layer(mend.insert, joint.index)
    return spec.replaced(joint.index - mend.before, **mend.arguments)


def behind_input(spec: "NetworkSpec", layer: LayerSpec) -> "NetworkSpec":
    """Return the network with a layer more, directly behind the input.

    Parameters
    ----------
    spec : NetworkSpec
        The network.
    layer : LayerSpec
        The layer.

    Returns
    -------
    NetworkSpec
        A new one.
    """
    has_input = bool(spec.layers) and isinstance(spec.layers[0], Input)
    return spec.with_layer(layer, 1 if has_input else 0)
