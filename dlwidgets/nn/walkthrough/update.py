"""Update: the optimizer moves each weight against its blame."""

from dlwidgets.nn.text import number
from dlwidgets.nn.walkthrough.line import Line, Quantity
from dlwidgets.nn.walkthrough.optimizer_lines import update_lines
from dlwidgets.nn.walkthrough.parts import Neuron, Weight
from dlwidgets.nn.walkthrough.step import Scene, Step, weight_in


class Update(Step):
    """A weight gets its new value."""

    stage = "update"

    def __init__(self, scene: Scene, weight: Weight) -> None:
        super().__init__(scene)
        self.weight = weight

    @property
    def title(self) -> str:
        """A few words that name the step."""
        return f"New value of {'bias' if self.weight.is_bias else 'weight'} {self.weight.name}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the optimizer remembers, and the new weight."""
        step, weight = self._scene.step, self.weight
        place = weight.layer - 1 + (step.network.n_layers if weight.is_bias else 0)
        index = (weight.target,) if weight.is_bias else (weight.source, weight.target)
        before, after = step.states[place], step.states_after[place]
        slots = {name: (float(array[index]), float(after.slots[name][index])) for name, array in before.slots.items()}
        w, g = self._scene.weight(weight), self._scene.gradient(weight)
        return update_lines(step.optimizer, w, g, self.result, before.step, slots)

    @property
    def sentence(self) -> str:
        """Say where the weight goes, and why."""
        before, after = self._scene.weight(self.weight).value, self.result.value
        gradient = self._scene.gradient(self.weight).value
        if before == after:
            return f"{self.weight.name} stays at {number(before)}: its blame is {number(gradient)}."
        way = "down" if after < before else "up"
        text = f"{self.weight.name} goes {way} from {_apart(before, after)}"
        if gradient * (before - after) > 0:
            return f"{text}, against its blame {number(gradient)}: a small step that way makes the loss smaller."
        return f"{text}, though its blame is {number(gradient)}: earlier steps or weight decay weigh more."

    @property
    def nodes(self) -> tuple[Neuron, ...]:
        """Where the weight leads."""
        return (self.weight.neuron,)

    @property
    def edges(self) -> tuple[Weight, ...]:
        """The weight."""
        return (self.weight,)

    @property
    def result(self) -> Quantity:
        """The new weight."""
        after = self._scene.step.network_after
        return Quantity(rf"\text{{new }} {self.weight.latex}", weight_in(self.weight, after.kernels, after.biases))


def _apart(before: float, after: float) -> str:
    """Write two numbers with as many digits as it takes to see that they differ."""
    texts = ((number(before, digits), number(after, digits)) for digits in range(3, 18))
    return " to ".join(next((pair for pair in texts if pair[0] != pair[1]), (number(before), number(after))))
