"""Rules about what goes into a model: numbers, in an order that is no order, that an Embedding knows."""

import ast
from collections.abc import Iterator

from dlwidgets.assistant.chains import is_chain
from dlwidgets.assistant.facts import Facts, examples, targets
from dlwidgets.assistant.findings import WARNING, Finding, Fix
from dlwidgets.assistant.rules.edits import above, alias_of, imported
from dlwidgets.assistant.rules.rule import Writer, rule
from dlwidgets.assistant.subjects import whole
from dlwidgets.assistant.values import VOCABULARY, Array, Event, Layer, Object, is_number, is_size

LESSON = "03_keras_first_network"
_WORDS = (
    "import keras\nimport numpy as np\nX = np.random.randint(0, 1000, (200, 20))\ny = np.random.randint(0, 2, 200)\n"
    "model = keras.Sequential([keras.layers.Embedding({}, 8), keras.layers.Flatten(),\n"
    "    keras.layers.Dense(1, activation='sigmoid')])\n"
    "model.compile('adam', 'binary_crossentropy')\nmodel.fit(X, y, epochs=5)\n"
)
_HALVES = (
    "import keras\nimport numpy as np\nX = np.random.rand(100, 4)\ny = np.array([0] * 50 + [1] * 50)\n{}"
    "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\n"
    "model.compile('adam', 'binary_crossentropy')\nmodel.fit(X, y, epochs=5, validation_split=0.2)\n"
)
_NAMES = (
    "import keras\nimport numpy as np\nX = np.random.rand(4, 3)\ny = np.array({})\n"
    "model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])\n"
    "model.compile('adam', 'binary_crossentropy')\nmodel.fit(X, y, epochs=5)\n"
)
_READS_TEXTS = frozenset({"TextVectorization", "StringLookup", "Hashing", "Lambda", ""})


@rule("embedding-input", _WORDS.format(500), _WORDS.format(1000), lesson=LESSON)
def embedding_input(facts: Facts) -> Iterator[Finding]:
    """An Embedding has a row for each number that comes."""
    write = Writer(facts, "embedding-input")
    seen: set[int] = set()
    for layer, x in (pair for event in facts.fits for pair in _embedded(event)):
        if id(layer) in seen:
            continue
        count = layer.get("input_dim")
        if isinstance(count, Object) and count.path == VOCABULARY and not _is_limited(count.arguments["of"]):
            seen.add(id(layer))
            node = layer.nodes["input_dim"]
            yield write(node, "The Embedding lacks a row for the last word.",
                        "A Tokenizer numbers its words from 1 on, and 0 fills up: the last number is as large as the count.",
                        write.inserted("Add 1.", node, " + 1", behind=True), stops=True)  # fmt: skip
            continue
        if x.whole and x.high is not None and is_size(count) and x.high >= count:
            seen.add(id(layer))
            yield write(layer.node, f"The Embedding has {count} rows, but the numbers reach up to {x.high:g}.",
                        f"Number {x.high:g} stands in row {x.high + 1:g}, which is not there.",
                        write.argument(f"Write {x.high + 1:g}.", layer.node, "input_dim", f"{x.high + 1:g}", 0), stops=True)  # fmt: skip
        elif x.whole is False or (x.low is not None and x.low < 0):
            seen.add(id(layer))
            yield write(layer.node, "An Embedding takes whole numbers from 0 on.",
                        "Here come numbers such as 0.5 or -1; it cuts them off to whole ones, and most become 0.",
                        Fix("Give it numbers of words, or use Dense for measured numbers."))  # fmt: skip


def _is_limited(tokenizer: object) -> bool:
    """Tell a Tokenizer that keeps the most frequent words only."""
    return not isinstance(tokenizer, Object) or bool(
        {"num_words"} & set(tokenizer.arguments) or tokenizer.arguments.get("places")
    )


def _embedded(event: Event) -> Iterator[tuple[Layer, Array]]:
    """List the Embeddings that get data, each with what it gets."""
    layer, x = _first(event), examples(event)
    if layer is not None and layer.kind == "Embedding" and x is not None:
        yield layer, x
    several = event.arguments.get("x")
    if isinstance(several, list) and len(several) == len(event.model.inputs):
        for tensor, given in zip(event.model.inputs, several, strict=True):
            behind = [
                one.layer for one in event.layers
                if one.kind == "Embedding" and any(source.layer is getattr(tensor, "layer", None) for source in one.sources or ())
            ]  # fmt: skip
            yield from ((one, given) for one in behind if isinstance(given, Array))


def _first(event: Event) -> Layer | None:
    """Return the layer that gets the data, if that is certain."""
    layers = [one.layer for one in event.layers if one.kind != "Input"]
    return layers[0] if layers and is_chain(event.layers) and isinstance(layers[0], Layer) else None


@rule(
    "order",
    _HALVES.format(""),
    _HALVES.format("order = np.random.permutation(100)\nX, y = X[order], y[order]\n"),
    lesson=LESSON,
)
def order(facts: Facts) -> Iterator[Finding]:
    """validation_split takes the last examples, in the order in which they stand."""
    write = Writer(facts, "order")
    for event in facts.fits:
        y, share = targets(event), event.arguments.get("validation_split")
        if y is not None and y.ordered and is_number(share) and (share or 0) > 0:
            yield write(
                event.nodes.get("validation_split", event.node), "The examples are sorted by class.",
                f"validation_split={share} takes the last {share:.0%} of them before fit shuffles: classes that training "
                "hardly sees, or never.",
                _mixed(write, event), level=WARNING,
            )  # fmt: skip
    yield from _cut_in_order(facts, write)


def _cut_in_order(facts: Facts, write: Writer) -> Iterator[Finding]:
    """Find sorted examples of which the first are learned from, and the last are held back."""
    trained = {id(one.model): one for one in facts.fits}
    told: set[int] = set()
    for event in facts.events:
        fit = trained.get(id(event.model))
        held = event.arguments.get("validation_data")
        given = (
            held[1]
            if isinstance(held, tuple | list) and len(held) > 1
            else event.arguments.get("y")
            if event.kind == "evaluate"
            else None
        )
        y = targets(fit) if fit is not None else None
        if (
            y is None
            or not isinstance(given, Array)
            or not (y.ordered and given.ordered)
            or whole(y.root) is not whole(given.root)
            or given is y
        ):
            continue
        if fit is not None and id(fit) not in told:
            told.add(id(fit))
            yield write(fit.nodes.get("y", fit.node), "The examples are sorted by class, and were cut in that order.",
                        "The classes at the end are hardly seen while training, or never; all that is judged are those.",
                        Fix("Split with train_test_split, which shuffles, or shuffle X and y together before."), level=WARNING)  # fmt: skip


def _mixed(write: Writer, event: Event) -> Fix:
    """Write a fix that shuffles X and y together."""
    words = "Shuffle X and y together before, or split with train_test_split."
    x, y = event.nodes.get("x"), event.nodes.get("y")
    numpy = alias_of(write.facts, "numpy")
    if not isinstance(x, ast.Name) or not isinstance(y, ast.Name):
        return Fix(words)
    lines = (
        f"mixed = {numpy or 'np'}.random.permutation(len({x.id}))",
        f"{x.id}, {y.id} = {x.id}[mixed], {y.id}[mixed]",
    )
    imports = () if numpy else imported("import numpy as np")
    return Fix(words, (*above(write, event.node, *lines), *imports))


@rule("not-encoded", _NAMES.format("['cat', 'dog', 'cat', 'dog']"), _NAMES.format("[0, 1, 0, 1]"), lesson=LESSON,
      hides=("wrong-rank",))  # fmt: skip
def not_encoded(facts: Facts) -> Iterator[Finding]:
    """A network calculates with numbers; words have to become some."""
    write = Writer(facts, "not-encoded")
    for event in facts.fits:
        reads = {one.kind for one in event.layers[:3]} & _READS_TEXTS
        for name in ("x", "y"):
            value, node = event.arguments.get(name), event.nodes.get(name)
            words = (isinstance(value, Array) and value.holds == "texts") or _are_texts(value)
            if words and node is not None and not (name == "x" and reads):
                yield write(node, f"{write.text(node)[:30]} holds words, and a network calculates with numbers.",
                            f"Keras stops at texts: it has no number for {_word(value)}.",
                            _numbered(write, event, name, node), stops=True, about=event)  # fmt: skip


def _numbered(write: Writer, event: Event, name: str, node: ast.expr) -> Fix:
    """Write a fix that makes class numbers of words."""
    words = "Turn classes into numbers with LabelEncoder, texts with TextVectorization."
    if name != "y" or not isinstance(node, ast.Name):
        return Fix(words)
    line = f"{node.id} = LabelEncoder().fit_transform({node.id})"
    imports = imported("from sklearn.preprocessing import LabelEncoder")
    known = "LabelEncoder" in write.facts.program.names
    return Fix(words, (*above(write, event.node, line), *(() if known else imports)))


def _word(value: object) -> str:
    """Name the first word, if it is known."""
    return repr(value[0])[:20] if isinstance(value, list) and _are_texts(value) else "a word"


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(one, str) for one in value)
