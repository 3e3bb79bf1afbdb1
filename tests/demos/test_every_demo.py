"""What holds for every demo alike, whatever it shows."""

import json

import pytest

import dlwidgets
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.widgets.demo import Demo

TRAINER = dlwidgets.Trainer(
    NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse")), [[0.0, 1.0], [1.0, 0.0]], [0.0, 1.0]
)
NEEDED = {"NetworkDiagram": ([2, 1],), "TrainerPanel": (TRAINER,)}
PUBLIC = {name: getattr(dlwidgets, name) for name in dlwidgets.__all__}
DEMOS = [
    name for name, thing in PUBLIC.items() if isinstance(thing, type) and issubclass(thing, Demo) and thing != Demo
]


@pytest.fixture(params=DEMOS)
def demo(request, wires):
    return PUBLIC[request.param](*NEEDED.get(request.param, ()))


def test_no_attribute_of_a_demo_hides_a_method(demo):
    assert [name for name in vars(demo) if callable(getattr(type(demo), name, None))] == []


def test_it_can_be_kept_as_a_picture_and_as_a_page(demo):
    assert demo.png().startswith(b"\x89PNG")
    assert demo.text.split(".")[0] in demo.html()


def test_its_state_survives_json_and_leads_back(demo):
    written = json.loads(json.dumps(demo.state))
    demo.state = written
    assert json.loads(json.dumps(demo.state)) == written
