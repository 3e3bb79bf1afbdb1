"""The layer builder by code and by the messages of its page: blocks, program, undo, and what is refused."""

import ast
import json
import re
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dlwidgets as dlw
from dlwidgets.errors import DLWidgetsError, InvalidValueError, UnknownNameError
from dlwidgets.network import CodeError, CompileSpec, Dense, Dropout, FitSpec, Input, NetworkSpec

SPEC = NetworkSpec([Input((4,)), Dense(10, "relu"), Dense(3, "softmax")], CompileSpec("adam", "mse"), FitSpec(epochs=5))


@pytest.fixture
def builder(wires):
    return dlw.LayerBuilder(SPEC)


@pytest.fixture
def wire(builder):
    builder._repr_mimebundle_()
    return builder.comm


def kinds(code):
    """Read the kinds of layers off a program, with nothing but Python's own parser."""
    calls = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    found = [(f.lineno, f.col_offset, f.attr) for f in calls if isinstance(f, ast.Attribute)]
    own = {"Sequential", "compile", "fit", "add", "Adam", "SGD"}
    return [name for *_, name in sorted(found) if name not in own]


def rows(builder):
    return builder.page.part("layers")["rows"]


def shown_kinds(builder):
    return [row["kind"] for row in rows(builder)]


def state_of(builder):
    return builder.spec, builder.code, builder.draft


ACTS = [
    ("add", {"kind": "Dropout"}, ["Input", "Dense", "Dense", "Dropout"]),
    ("add", {"kind": "Dropout", "index": 2}, ["Input", "Dense", "Dropout", "Dense"]),
    ("remove", {"index": 1}, ["Input", "Dense"]),
    ("duplicate", {"index": 2}, ["Input", "Dense", "Dense", "Dense"]),
    ("move", {"index": 0, "to": 2}, ["Dense", "Dense", "Input"]),
    ("shift", {"index": 0, "by": 1}, ["Dense", "Input", "Dense"]),
    ("shift", {"index": 2, "by": -99}, ["Dense", "Input", "Dense"]),
]


@pytest.mark.parametrize(("action", "given", "wanted"), ACTS)
def test_blocks_code_and_description_follow_each_act_of_the_page_and_undo_takes_it_back(builder, action, given, wanted):
    before = state_of(builder)
    builder.page.act(action, **given)
    after = state_of(builder)
    assert [layer.kind for layer in builder.spec.layers] == kinds(builder.code) == shown_kinds(builder) == wanted
    builder.page.press("undo")
    assert state_of(builder) == before
    builder.page.key("Ctrl+Shift+z")
    assert state_of(builder) == after


@pytest.mark.parametrize(("action", "given"), [(action, given) for action, given, _ in ACTS])
def test_an_act_is_one_message_up_and_one_frame_down(builder, wire, action, given):
    wire.gesture(kind="control", name=action, arguments=given)
    (frame,) = wire.frames
    assert frame["handled"] == {"page": 1}
    assert wire.updates == []
    shown = [row["kind"] for row in frame["fields"]["part:layers"]["rows"]]
    assert shown == kinds(frame["fields"]["part:code"]["text"])


def test_typing_is_one_message_up_and_one_frame_down_and_the_text_comes_back_as_it_was_typed(builder, wire):
    text = builder.code.replace("Dense(10", "Dense( 12 ") + "\n# by me\n"
    wire.gesture(kind="control", name="write", arguments={"text": text, "burst": "a"})
    (frame,) = wire.frames
    assert frame["fields"]["part:code"]["text"] == text == builder.code
    assert builder.spec.layers[1].units == 12
    assert frame["fields"]["part:layers"]["rows"][1]["values"]["units"] == "12"


def test_there_is_one_observer(builder):
    for name in builder.state:
        assert builder._trait_notifiers[name]["change"] == [builder._setting_changed]


@pytest.mark.parametrize(
    ("index", "name", "text", "value"),
    [
        (1, "units", "20", 20),
        (1, "activation", "tanh", "tanh"),
        (1, "activation", "", None),
        (1, "use_bias", False, False),
        (1, "name", "1st", "1st"),
        (0, "shape", "(2, 3)", (2, 3)),
        (0, "shape", "2, 3", (2, 3)),
        (1, "kernel_initializer", "he_normal", "he_normal"),
        (1, "kernel_initializer", "", "glorot_uniform"),
    ],
)
def test_what_is_typed_into_a_row_is_set(builder, index, name, text, value):
    builder.page.act("enter", index=index, name=name, text=text)
    assert getattr(builder.spec.layers[index], name) == value
    assert rows(builder)[index]["mistakes"] == {}


def test_an_object_of_keras_is_typed_as_in_code(builder):
    builder.page.act("enter", index=1, name="kernel_regularizer", text="L2(1/4)")
    assert builder.spec.layers[1].kernel_regularizer.arguments == {"l2": 0.25}
    assert "kernel_regularizer=keras.regularizers.L2(l2=0.25)" in builder.code
    builder.add("Bidirectional")
    builder.page.act("enter", index=3, name="layer", text="GRU(7)")
    assert builder.spec.layers[3].layer.units == 7


@pytest.mark.parametrize(
    "text",
    ["-1", "0", "ten", "", "1.5", "9" * 400, "1e999", "(((", "__import__('os')", "1) + (2", "[x for x in y]", "\x00"],
)
def test_a_wrong_value_is_told_under_its_row_and_nothing_is_lost(builder, text):
    before = state_of(builder)
    builder.page.act("enter", index=1, name="units", text=text)
    assert state_of(builder) == before
    mistake = rows(builder)[1]["mistakes"]["units"]
    assert mistake["typed"] == text
    assert "units" in mistake["says"]
    builder.page.act("move", index=1, to=2)  # the row takes it along
    assert list(rows(builder)[2]["mistakes"]) == ["units"]
    builder.page.act("enter", index=2, name="units", text="7")
    assert rows(builder)[2]["mistakes"] == {}


def test_by_code_a_wrong_value_is_refused_whole(builder):
    before = state_of(builder)
    for call in (
        lambda: builder.set(1, units=-1),
        lambda: builder.set(1, unitz=5),
        lambda: builder.add("Dens"),
        lambda: builder.add("Dense", units="x"),
        lambda: builder.remove(3),
        lambda: builder.remove(-1),
        lambda: builder.remove(True),
        lambda: builder.move(0, 9),
        lambda: builder.duplicate("no such row"),
        lambda: builder.compile(optimizer="adamm"),
        lambda: builder.compile(lr=1),
        lambda: builder.fit(epochs=-1),
        lambda: builder.remove_metric(0),
        lambda: setattr(builder, "spec", 5),
        lambda: setattr(builder, "code", ""),
        lambda: setattr(builder, "code", "x ="),
        lambda: setattr(builder, "code", b"x"),
        lambda: builder.mend("nothing"),
    ):
        with pytest.raises(DLWidgetsError):
            call()
        assert state_of(builder) == before
    assert builder._history.past == ()


def test_rows_keep_their_keys_when_the_program_changes(builder):
    keys = [row["key"] for row in rows(builder)]
    text = builder.code.replace("Dense(10", "Dense(11").replace(
        "    keras.layers.Dense(3", "    keras.layers.Dropout(0.5),\n    keras.layers.Dense(3"
    )
    builder.code = text
    assert shown_kinds(builder) == ["Input", "Dense", "Dropout", "Dense"]
    now = [row["key"] for row in rows(builder)]
    assert [now[0], now[1], now[3]] == keys
    assert now[2] not in keys
    builder.remove(now[1])
    assert [row["key"] for row in rows(builder)] == [now[0], now[2], now[3]]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("   \n", 1),
        ("import keras\nmodel = keras.Sequential([\n", 2),
        ("import keras\nmodel = keras.Sequential([keras.layers.Dense(n)])", 2),
        ("model = keras.Sequential([keras.layers.Dense(-3)])", 1),
        ("print('hello')", 1),
        ("class Net(keras.Model): pass\nmodel = Net()", 2),
    ],
)
def test_text_that_can_t_be_read_keeps_the_network_marks_its_line_and_stays(builder, text, line):
    before = builder.spec, builder.code
    builder.page.act("write", text=text)
    assert (builder.spec, builder.code, builder.draft) == (*before, text)
    part = builder.page.part("code")
    assert part["text"] == text
    assert part["mistake"]["line"] == line
    assert f"Line {line}" in part["mistake"]["says"]
    builder.page.act("remove", index=1)  # blocks go on from the last network
    assert (shown_kinds(builder), builder.draft) == (["Input", "Dense"], None)
    builder.page.press("undo")
    assert (builder.draft, builder.page.part("code")["text"]) == (text, text)
    builder.page.press("undo")
    assert state_of(builder) == (*before, None)


def test_what_does_not_hinder_is_named_with_its_line(builder):
    builder.code = "import keras\nX, y = load()\n" + SPEC.to_code().removeprefix("import keras\n")
    assert builder.spec == SPEC
    assert [one["line"] for one in builder.page.part("code")["unread"]] == [
        one.line for one in dlw.network.read_code(builder.code).unread
    ]


def test_one_stretch_of_typing_is_one_step_of_undo(builder):
    before = state_of(builder)
    for text in ("import", "import keras", builder.code + "# a", builder.code + "# ab"):
        builder.page.act("write", text=text, burst="first")
    builder.page.act("write", text=builder.code + "c", burst="second")
    assert builder.code.endswith("# abc")
    builder.undo()
    assert builder.code.endswith("# ab")
    builder.undo()
    assert state_of(builder) == before
    assert "undo" in [*builder.disabled()]


def test_steps_by_arrow_key_are_one_step_of_undo(builder):
    for units in ("11", "12", "13"):
        builder.page.act("enter", index=1, name="units", text=units, burst="arrows")
    builder.page.act("enter", index=1, name="units", text="14", burst="")
    builder.undo()
    assert builder.spec.layers[1].units == 13
    builder.undo()
    assert builder.spec == SPEC


def test_several_changes_together_are_one_step_and_one_frame(builder, wire):
    with builder.together():
        builder.add("Dropout")
        builder.set(1, units=5)
        builder.fit(epochs=9)
    assert len(wire.frames) == 1
    builder.undo()
    assert builder.spec == SPEC


def test_a_refused_change_among_several_takes_all_of_them_back(builder):
    def change():
        with builder.together():
            builder.add("Dropout")
            builder.set(1, units=-5)

    before = rows(builder)
    with pytest.raises(InvalidValueError):
        change()
    assert (builder.spec, rows(builder), builder._history.past) == (SPEC, before, ())


GESTURES = st.one_of(
    st.tuples(st.just("add"), st.fixed_dictionaries({"kind": st.sampled_from(["Dense", "Dropout", "LSTM", "Input"])})),
    st.tuples(st.sampled_from(["remove", "duplicate"]), st.fixed_dictionaries({"index": st.integers(0, 4)})),
    st.tuples(st.just("move"), st.fixed_dictionaries({"index": st.integers(0, 4), "to": st.integers(0, 4)})),
    st.tuples(
        st.just("enter"),
        st.fixed_dictionaries({"index": st.integers(0, 4), "name": st.just("trainable"), "text": st.booleans()}),
    ),
    st.tuples(
        st.just("write"),
        st.fixed_dictionaries({"text": st.sampled_from(["", SPEC.to_code(), SPEC.to_code(style="add")])}),
    ),
    st.tuples(
        st.just("enter_setting"),
        st.fixed_dictionaries({"name": st.just("epochs"), "text": st.sampled_from(["3", "x", "-1"])}),
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(GESTURES, max_size=12))
def test_undo_goes_all_the_way_back_and_redo_all_the_way_on(wires, gestures):
    builder = dlw.LayerBuilder(SPEC)
    seen = [builder.state]
    for action, given_ in gestures:
        builder.page.act(action, **given_)
        assert dlw.NetworkSpec.from_code(builder.code) == builder.spec
        assert [layer.kind for layer in builder.spec.layers] == shown_kinds(builder)
        if builder.state != seen[-1]:
            seen.append(builder.state)
    for state in reversed(seen[:-1]):
        builder.undo()
        assert builder.state == state
    assert "undo" in [*builder.disabled()]
    for state in seen[1:]:
        builder.redo()
        assert builder.state == state
    assert "redo" in [*builder.disabled()]


def test_the_state_survives_json_and_the_line_of_code_makes_it_again(builder):
    builder.add("Dropout", index=2)
    builder.style = "add"
    builder.package = "tensorflow.keras"
    copies = [dlw.LayerBuilder(**json.loads(json.dumps(builder.state))), eval(builder.to_code(), {"dlw": dlw})]  # noqa: S307 - our own text
    for copy in copies:
        assert copy.state == builder.state
    builder.page.act("write", text="model = (")
    again = dlw.LayerBuilder(**json.loads(json.dumps(builder.state)))
    assert state_of(again) == state_of(builder)
    builder.state = {"spec": SPEC.to_json()}
    assert (builder.spec, builder.draft) == (SPEC, None)


def test_a_program_with_quotes_and_backslashes_is_made_again_too(wires):
    code = SPEC.to_code() + 's = """a\\n"""\n'
    builder = dlw.LayerBuilder(code=code)
    assert eval(builder.to_code(), {"dlw": dlw}).code == builder.code == code  # noqa: S307 - our own text


def test_style_and_package_are_those_of_the_program_and_choosing_others_rewrites_it(builder):
    builder.code = SPEC.to_code(style="add", package="tensorflow.keras")
    assert (builder.style, builder.package) == ("add", "tensorflow.keras")
    builder.page.set("style", "list")
    assert builder.code == SPEC.to_code(package="tensorflow.keras")
    builder.page.set("package", "keras")
    assert (builder.code, builder.spec) == (SPEC.to_code(), SPEC)


def test_what_is_given_first_can_be_a_description_its_dict_a_program_or_nothing(wires):
    made = [dlw.LayerBuilder(SPEC), dlw.LayerBuilder(SPEC.to_json()), dlw.LayerBuilder(code=SPEC.to_code(style="add"))]
    assert [builder.spec for builder in made] == [SPEC] * 3
    assert made[2].code == SPEC.to_code(style="add")
    plain = dlw.LayerBuilder()
    assert isinstance(plain.spec.layers[0], Input)
    assert plain.spec.summary().total > 0
    plain.spec = SPEC.to_code()
    assert plain.spec == SPEC
    assert dlw.LayerBuilder(SPEC.to_code() + "# mine").code.endswith("# mine")
    with pytest.raises(InvalidValueError, match="list"):
        dlw.LayerBuilder([1, 2])
    with pytest.raises(InvalidValueError, match="Write LayerBuilder\\(data='iris'\\)"):
        dlw.LayerBuilder("iris")


def test_followers_hear_of_each_new_network_once_until_they_leave(builder):
    heard = []
    leave = builder.on_spec(heard.append)
    builder.add("Dropout")
    builder.style = "add"
    builder.page.act("write", text="x")
    with builder.together():
        builder.set(1, units=5)
        builder.set(1, units=6)
    builder.undo()
    assert [len(spec.layers) for spec in heard] == [4, 4, 4]
    assert [spec.layers[1].units for spec in heard] == [10, 6, 10]
    leave()
    leave()
    builder.add("Dropout")
    assert len(heard) == 3


@pytest.mark.parametrize("part", ["layers", "compile", "code"])
def test_a_locked_part_is_shown_and_can_t_be_used_and_a_hidden_one_is_not_there(wires, part):
    gestures = {
        "layers": ("remove", {"index": 0}),
        "compile": ("enter_setting", {"name": "epochs", "text": "3"}),
        "code": ("write", {"text": "x"}),
    }
    action, given_ = gestures[part]
    locked, hidden = dlw.LayerBuilder(SPEC, lock=[part]), dlw.LayerBuilder(SPEC, hide=[part])
    with pytest.raises(InvalidValueError, match="can't be used now"):
        locked.page.act(action, **given_)
    locked._receive_control({"name": action, "arguments": given_})  # a page that asks all the same
    assert state_of(locked) == state_of(dlw.LayerBuilder(SPEC))
    with pytest.raises(UnknownNameError, match="action in the page"):
        hidden.page.act(action, **given_)
    with pytest.raises(UnknownNameError, match="part of the page"):
        hidden.page.part(part)
    assert part not in hidden._parts
    assert f"lock=['{part}']" in locked.to_code()
    locked.add("Dropout")  # code still can
    assert len(locked.spec.layers) == 4


def test_single_actions_and_buttons_are_locked_by_name(wires):
    builder = dlw.LayerBuilder(SPEC, lock=["remove"], hide=["undo"])
    with pytest.raises(InvalidValueError, match="can't be used now"):
        builder.page.act("remove", index=0)
    with pytest.raises(UnknownNameError):
        builder.page.press("undo")
    builder.page.act("duplicate", index=1)
    assert len(builder.spec.layers) == 4
    with pytest.raises(UnknownNameError, match="Did you mean 'remove'"):
        dlw.LayerBuilder(lock=["removes"])


def test_an_act_with_wrong_arguments_is_told_and_no_bug(builder):
    builder.page.act("remove", row=1)
    assert "does not take that" in builder._frames.fields["error"]
    builder.page.act("remove", index=77)
    assert "There is no layer 77" in builder._frames.fields["error"]
    assert builder.spec == SPEC
    builder.page.act("remove", index=1)
    assert builder._frames.fields["error"] == ""


def test_names_with_html_in_them_stay_text(builder):
    name = '<img src=x onerror="alert(1)">'
    builder.set(1, name=name)
    assert rows(builder)[1]["values"]["name"] == name
    assert dlw.NetworkSpec.from_code(builder.code).layers[1].name == name


def test_ten_thousand_lines_are_read_or_refused_in_words(builder):
    code = builder.code + "x = 1\n" * 10_000
    builder.page.act("write", text=code)
    assert builder.page.part("code")["text"] == code
    many = "import keras\nmodel = keras.Sequential()\n" + "model.add(keras.layers.Dense(3))\n" * 10_000
    builder.page.act("write", text=many)
    assert builder.page.part("code")["text"] == many
    assert builder.page.part("code")["mistake"]
    builder.page.act("write", text="#" * 600_000)
    assert len(builder.page.part("code")["text"]) == 600_000  # not even this is lost
    assert "characters" in builder.page.part("code")["mistake"]["says"]
    with pytest.raises(CodeError, match="characters"):
        builder.code = "#" * 600_000


def test_an_empty_network_is_shown_and_goes_on(builder):
    for _ in range(3):
        builder.page.act("remove", index=0)
    assert shown_kinds(builder) == kinds(builder.code) == []
    with pytest.raises(DLWidgetsError):
        builder.model  # noqa: B018 - there is nothing to build
    builder.page.act("add", kind="Dense")
    builder.page.act("add", kind="Input")
    assert shown_kinds(builder) == ["Input", "Dense"]


def test_two_views_and_a_hundred_runs_leave_one_open_widget_each(wires):
    builder = dlw.LayerBuilder(SPEC)
    for _ in range(100):
        builder._repr_mimebundle_()
    assert sum(wire.comm_id == builder.comm.comm_id for wire in wires) == 1
    builder.close()
    builder.add("Dropout")
    builder._repr_mimebundle_()
    state, _ = builder.comm.opening
    assert [row["kind"] for row in state["_live"]["fields"]["part:layers"]["rows"]] == shown_kinds(builder)


def test_a_builder_loads_no_tensorflow():
    code = """
import sys
import dlwidgets as dlw
b = dlw.LayerBuilder(data="iris")
b.add("Dense"); b.code = b.code + "# x"; b.undo(); b.summary(); b.problems; b.page.act("enter", index=1, name="units", text="3")
assert not {"keras", "tensorflow"} & set(sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True).stderr == ""


def test_the_model_is_that_of_the_program_and_the_same_until_the_network_changes(builder):
    import keras

    model = builder.model
    scope = {"X": None, "y": None}
    program = builder.code[: builder.code.index("model.fit")]
    exec(program, scope)  # noqa: S102 - the program under test
    assert model.count_params() == scope["model"].count_params() == builder.summary().total == 83
    assert [layer.get_config()["units"] for layer in model.layers] == [10, 3]
    builder.fit(epochs=7)
    builder.style = "add"
    assert builder.model is model
    builder.set(1, units=5)
    assert builder.model is not model
    assert [layer.units for layer in builder.model.layers] == [5, 3]
    sgd = keras.optimizers.SGD(0.5)
    model.compile(sgd, "mae")
    builder.spec = model
    assert builder.spec.layers == SPEC.layers
    assert "keras.optimizers.SGD(learning_rate=0.5)" in builder.code
    assert dlw.LayerBuilder(model).spec == builder.spec


def test_a_first_layer_suits_what_comes_in_and_what_is_given_is_as_keras_has_it(wires):
    builder = dlw.LayerBuilder(NetworkSpec([Input((64,))]))
    builder.add("Reshape")
    builder.add("Conv2D")
    assert builder.spec.output_shape is not None
    builder.add("Dense", units=3)
    assert builder.spec.layers[-1] == Dense(3)
    builder.add("Dropout", index=0, rate=0.5)
    assert builder.spec.layers[0] == Dropout(0.5)


@pytest.mark.parametrize("kind", dlw.network.LAYERS)
def test_each_kind_of_layer_can_be_added_and_its_row_tells_each_argument(wires, kind):
    builder = dlw.LayerBuilder(NetworkSpec([]))
    builder.page.act("add", kind=kind)
    layer = builder.spec.layers[0]
    assert layer.kind == kind
    described = builder._parts["layers"]["kinds"][kind]["arguments"]
    assert [one["name"] for one in described] == list(layer.defaults()) == list(rows(builder)[0]["values"])
    assert all(one["help"].endswith(".") for one in described)
    for one in described:  # what a field shows is what it takes
        builder.page.act("enter", index=0, name=one["name"], text=rows(builder)[0]["values"][one["name"]])
    assert builder.spec.layers[0] == layer
    assert rows(builder)[0]["mistakes"] == {}


def test_a_code_error_is_a_learner_s_error_with_its_line(builder):
    with pytest.raises(CodeError, match="Line 2"):
        builder.code = "import keras\nmodel = "


def test_comments_names_and_everything_else_of_a_learner_s_program_stay_when_blocks_change(wires):
    text = """# my first network
from keras import Sequential
from keras.layers import Dense, Input

hidden = 8  # as many as I like
net = Sequential()
net.add(Input((4,)))
net.add(Dense(hidden, activation="relu"))  # the middle
net.add(Dense(3, activation="softmax"))

net.compile(loss="mse")  # to be changed
print("done")
"""
    builder = dlw.LayerBuilder(code=text)
    assert (builder.code, builder.style) == (text, "add")
    builder.page.act("enter_setting", name="optimizer", text="Adam")
    builder.page.act("add", kind="Dropout", index=2)
    builder.page.act("enter", index=3, name="units", text="4")
    assert dlw.NetworkSpec.from_code(builder.code) == builder.spec
    kept = [line for line in text.splitlines() if not line.startswith(("from keras.layers", "net.compile"))]
    kept.remove('net.add(Dense(3, activation="softmax"))')
    assert [line for line in builder.code.splitlines() if line in kept] == kept
    assert 'optimizer="adam")  # to be changed' in builder.code
    assert 'net.add(Dense(4, activation="softmax"))' in builder.code
    for _ in range(3):
        builder.undo()
    assert builder.code == text


def test_a_teacher_can_hide_what_mends_a_problem_but_not_the_problem(wires):
    builder = dlw.LayerBuilder(data="iris", hide=["mends"])
    builder.set(2, units=2)
    [problem] = builder.problems
    [row] = [row for row in builder.page.part("layers")["rows"] if row["problems"]] or [None]
    told = [*(row["problems"] if row else []), *builder.page.part("compile")["problems"]]
    assert [(one["says"], one["change"]) for one in told] == [(problem.says, None)]
    assert len(builder.datasets["says"]["text"]) > 0
    assert len(builder.datasets["changes"]["text"]) == 0
    with pytest.raises(dlw.UnknownNameError):
        builder.page.press("mend_next")
    builder.mend()
    assert builder.problems == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_program_keeps_its_line_ends_through_edits_of_blocks_and_of_the_page(end):
    text = SPEC.to_code().replace("\n", end)
    builder = dlw.LayerBuilder(code=text)
    assert builder.code == text
    assert "\r" not in builder.page.part("code")["text"]  # a text area knows line feeds only
    assert ast.literal_eval(builder.code_arguments()["code"]) == text
    builder.write(builder.page.part("code")["text"])
    assert builder.code == text
    assert not builder._history.past
    builder.write(SPEC.to_code().replace("10", "11"))
    assert builder.code == text.replace("10", "11")
    builder.add("Dropout", index=2)
    assert set(re.findall(r"\r\n|\r|\n", builder.code)) == {end}
    builder.undo()
    assert builder.code == text.replace("10", "11")


def test_on_a_narrow_page_the_line_has_more_rows_and_nothing_reaches_over_the_border(builder):
    builder._receive_room({"widths": {"width": 262}})  # as the page of a phone says it

    stations = builder.datasets["stations"]
    assert len({*stations["y"]}) == -(-len(stations["y"]) // 2)
    assert max(stations["x"]) < 262
    builder._receive_room({"widths": {"width": 5000}})
    assert len({*builder.datasets["stations"]["y"]}) == 2
