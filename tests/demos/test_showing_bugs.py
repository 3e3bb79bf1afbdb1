"""Show me: data like those of the program, and two networks that learn from them, of which only one is right."""

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.assistant.described import described
from dlwidgets.demos.coach import proving
from dlwidgets.demos.coach.imitation import imitated
from dlwidgets.errors import DataError, DLWidgetsError, InvalidValueError
from dlwidgets.training.side_by_side import LOSS, RIGHT

HEAD = "import keras\nimport numpy as np\nfrom keras.layers import *\n"
TABLE = "from sklearn.datasets import load_{0}\nX, y = load_{0}(return_X_y=True)\n"


def program(data, first, last, loss, more=""):
    return (
        f"{HEAD}{data}{more}model = keras.Sequential([{first}, {last}])\n"
        f"model.compile('adam', loss={loss!r})\nmodel.fit(X, y, epochs=9)\n"
    )


IN4, SOFT3 = "Input((4,)), Dense(8, activation='relu')", "Dense(3, activation='softmax')"
SPARSE, HOT, BINARY = "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"
CASES = {
    "a table that comes along": (program(TABLE.format("iris"), IN4, SOFT3, SPARSE), (4,), ()),
    "one-hot rows": (
        program(TABLE.format("iris"), IN4, SOFT3, HOT, "y = keras.utils.to_categorical(y)\n"), (4,), (3,),
    ),
    "unknown, with sparse loss": (program("X, y = load()\n", IN4, SOFT3, SPARSE), (4,), ()),
    "unknown, with one-hot loss": (program("X, y = load()\n", IN4, SOFT3, HOT), (4,), (3,)),
    "unknown numbers": (program("X, y = load()\n", IN4, "Dense(1)", "mse"), (4,), (1,)),
    "pictures": (
        program("(X, y), (Xt, yt) = keras.datasets.mnist.load_data()\n", "Input((28, 28)), Flatten()",
                "Dense(10, activation='softmax')", SPARSE), (28, 28), (),
    ),
    "words": (
        program("X, y = load()\n", "Input((None,)), Embedding(50, 4), GlobalAveragePooling1D()",
                "Dense(1, activation='sigmoid')", BINARY), (10,), (),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "shape", "target"), CASES.values(), ids=CASES)
def test_data_are_like_those_of_the_program(code, shape, target):
    told = described(code)
    made = imitated(told, told.spec)
    assert (made.x.shape[1:], made.y.shape[1:], made.x_new.shape[1:]) == (shape, target, shape)
    assert len(made.x) == len(made.y)
    assert len(made.x_new) == len(made.new) > 30
    again = imitated(told, told.spec)
    np.testing.assert_array_equal(made.x, again.x)
    if made.are_classes:
        n_classes = target[0] if target else int(made.new.max()) + 1
        assert set(np.unique(made.new)) == set(range(n_classes))
        numbers = made.y.argmax(axis=1) if target else made.y
        assert set(np.unique(numbers)) == set(range(n_classes))
        # A class can be told from the inputs: else nothing would show.
        middles = np.array([made.x[numbers == k].mean(axis=0).ravel() for k in range(n_classes)])
        nearest = ((made.x_new.reshape(len(made.new), 1, -1) - middles) ** 2).sum(axis=2).argmin(axis=1)
        assert np.mean(nearest == made.new) > 0.5 + 0.5 / n_classes if "words" not in code else True


def test_numbers_have_the_range_of_the_program_and_tables_are_scaled_as_there():
    scaled = "from sklearn.preprocessing import StandardScaler\nX = StandardScaler().fit_transform(X)\n"
    told = described(program(TABLE.format("wine"), "Input((13,)), Dense(8)", SOFT3, SPARSE, scaled))
    np.testing.assert_allclose(imitated(told, told.spec).x.std(), 1, atol=0.1)
    data = "X = np.random.rand(50, 4) * 255\ny = np.random.rand(50) * 30\n"
    told = described(program(data, IN4, "Dense(1)", "mse"))
    made = imitated(told, told.spec)
    assert (told.y.high, made.y.max() <= 30, made.y.max() > 20) == (30, True, True)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (program("X, y = load()\n", "Dense(8)", SOFT3, SPARSE), "Input layer"),
        (program("X, y = load()\n", "Input((300, 300, 3)), Flatten()", SOFT3, SPARSE), "270,000 numbers"),
    ],
)
def test_what_can_not_be_imitated_is_said(code, says):
    told = described(code)
    with pytest.raises(DataError, match=says):
        imitated(told, told.spec)


@pytest.fixture
def shown(wires, tmp_path):
    """The bug that no loss shows: softmax over one unit; with a line that must not be run."""
    canary = tmp_path / "canary"
    code = program(TABLE.format("breast_cancer"), "Input((30,)), Dense(8, activation='relu')",
                   "Dense(1, activation='softmax')", BINARY,
                   f"from sklearn.preprocessing import StandardScaler\nX = StandardScaler().fit_transform(X)\n"
                   f"open({str(canary)!r}, 'w')\n")  # fmt: skip
    assistant = dlw.CodeAssistant(code, hints_first=False)
    assert "proof" in assistant.page.part("findings")["items"][0]
    assistant.page.act("show_me", finding="one-unit-softmax:1")
    assert assistant.wait(300)
    assert not canary.exists()
    return assistant


def test_the_pasted_network_and_the_repaired_one_are_trained_and_drawn(shown):
    pasted, repaired = ({m: shown.race.newest(name, m) for m in (LOSS, RIGHT)} for name in ("as pasted", "repaired"))
    assert repaired[RIGHT] > pasted[RIGHT] + 0.15
    assert pasted[LOSS] < 0.3  # and nobody sees it in the loss
    drawn = shown.datasets["curves"]
    assert [*drawn["value"]] == [row[3] for row in shown.race.rows]
    assert {*drawn["name"]} == {"as pasted", "repaired"}
    said = shown.page.part("findings")["race"]
    assert f"As pasted: {round(100 * pasted[RIGHT])} of 100 new examples right" in said
    assert "breast_cancer" in said
    assert "it does not show this bug, but the answers do" in said
    assert "learn alike" not in said
    assert shown.browser_errors == ()
    with pytest.raises(InvalidValueError, match="can't be used"):
        shown.page.press("stop")


def test_it_can_be_stopped_and_is_not_begun_where_nothing_differs(wires, monkeypatch):
    class Slow:
        rows, epoch, refusals, n = [], 0, {}, 0

        def __init__(self, *_):
            self.examples = None

        def advance(self):
            Slow.n += 1
            return True

    monkeypatch.setattr(proving, "SideBySide", Slow)
    # Curves of the pasted and of the repaired network: what is said of those that can't be told apart.
    for right, said in ((0.75, proving.ALIKE), (0.5, proving.ANSWERS)):
        Slow.rows = [
            (name, what, 1, value)
            for name, share in zip(proving.NAMES, (0.75, right), strict=True)
            for what, value in ((LOSS, 0.1), (RIGHT, share))
        ]
        assert proving._compared(Slow) == f" {said}"
    Slow.rows = []
    assistant = dlw.CodeAssistant(program(TABLE.format("iris"), IN4, SOFT3, HOT))
    assistant.show_me()
    assert "loaded" in assistant.page.part("findings")["race"]
    assistant.page.press("stop")
    assert assistant.wait(60)
    n = Slow.n
    assistant.code = assistant.code.replace("epochs", "nb_epoch").replace(HOT, SPARSE)
    with pytest.raises(InvalidValueError, match="nothing to compare"):
        assistant.show_me()
    assert Slow.n == n
    with pytest.raises(DLWidgetsError):
        assistant.show_me(7)
