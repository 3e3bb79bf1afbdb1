"""The network's picture: what it reads is what its docstring names, and it can be drawn without a browser."""

import re

from dlwidgets import BackpropStepper
from dlwidgets.charts.diagram import DIAGRAM, PARAMS, network_diagram


def parts(value):
    """Yield each object in a specification."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def test_the_data_sets_and_parameters_are_those_of_its_docstring():
    spec = network_diagram().to_dict()
    sets = {part["data"]["name"] for part in parts(spec) if "name" in part.get("data", {})}
    named = set(re.findall(r"``(\w+)``", network_diagram.__doc__))
    assert sets | PARAMS.keys() == named


def test_each_field_that_it_draws_is_in_the_data_of_the_demo():
    stepper = BackpropStepper()
    for part in parts(network_diagram().to_dict()):
        if "mark" in part and "data" in part:
            fields = {inner["field"] for inner in parts(part["encoding"]) if "field" in inner}
            assert fields <= stepper.datasets[part["data"]["name"]].keys()


def test_gestures_carry_the_name_of_the_diagram():
    assert any(part.get("name") == DIAGRAM for part in parts(network_diagram().to_dict()))


def test_it_can_be_drawn_at_every_stage():
    stepper = BackpropStepper(layers=[3, 9, 2])
    for stage in ("guess", "measure", "blame", "update"):
        stepper.goto(stage)
        assert stepper.png().startswith(b"\x89PNG")
