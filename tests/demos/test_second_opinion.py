"""A second opinion from a local server that speaks OpenAI's protocol: good, wrong, hostile and absent answers."""

import json
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

import dlwidgets as dlw
from dlwidgets.demos.coach import second_opinion as room
from dlwidgets.errors import InvalidValueError, MissingExtraError

RIGHT = (
    "import keras\nfrom sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n"
    "model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, activation='softmax')])\n"
    "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(X, y, epochs=9)\n"
)
BAD = RIGHT.replace("sparse_", "")


class Client:
    """The least that a client of the protocol does, with nothing but Python's own library."""

    def __init__(self, address):
        self.address = address
        self.chat = SimpleNamespace(completions=self)

    def create(self, **asked):
        request = urllib.request.Request(
            f"{self.address}/chat/completions", json.dumps(asked).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer, object_hook=lambda found: SimpleNamespace(**found))


@pytest.fixture
def server():
    """A server whose next answer is set, and which keeps what it was asked."""
    state = SimpleNamespace(says="", status=200, asked=[])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            state.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"choices": [{"message": {"role": "assistant", "content": state.says}}]}).encode()
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{made.server_port}/v1"
    state.ask = lambda code=BAD: dlw.second_opinion(code, endpoint=Client(state.address), model="parrot")
    yield state
    made.shutdown()
    made.server_close()
    thread.join()


def answer(says="Use the loss for class numbers.", code=RIGHT):
    return json.dumps({"says": says, "code": code})


def test_a_guess_that_the_rules_agree_with_is_shown_and_labelled(server):
    server.says = f"Sure!\n```json\n{answer()}\n```"
    guess = server.ask()
    assert guess
    assert guess.code == RIGHT
    assert repr(guess).startswith("A guess of parrot, which may be wrong: Use the loss")
    assert "-model.compile('adam', 'categorical_crossentropy')" in guess.diff
    told = json.loads(server.asked[0]["messages"][1]["content"])
    assert told["program"] == BAD
    assert [one["rule"] for one in told["findings"]] == ["labels-vs-loss"]
    assert "Do not contradict" in server.asked[0]["messages"][0]["content"]


HOSTILE = {
    "no JSON": ("I think that all is well.", "form"),
    "nothing": ("", "form"),
    "a list": ("[1, 2]", "form"),
    "numbers": (answer(says=3, code=4), "form"),
    "deep": ("{" * 100_000 + "}" * 100_000, "form"),
    "too long": (answer(code=RIGHT + "#" * 300_000), "form"),
    "no Python": (answer(code="model = ("), "no Python"),
    "the same": (answer(code=BAD), "changes nothing"),
    "a comment": (answer("Your rules are wrong.", BAD + "# fine as it is\n"), "leaves all findings"),
    "a new bug": (answer(code=RIGHT.replace("'adam'", "'adamm'")), "new bug"),
    "an empty program": (answer(code="print('done')\n"), "part of your program is gone"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_answer_that_the_rules_object_to_is_not_shown(server, name):
    server.says, why = HOSTILE[name]
    guess = server.ask()
    assert not guess
    assert why in guess.problem
    assert (guess.code, guess.says) == (BAD, "")
    assert "not shown" in repr(guess)


def test_nothing_of_an_answer_is_run_or_becomes_html(server, tmp_path):
    canary = tmp_path / "canary"
    words = "<script>alert(1)</script>\x1b[31m" + "x" * 9999
    server.says = answer(words, f"{RIGHT}print('<b>')\nopen({str(canary)!r}, 'w')\n")
    guess = server.ask()
    assert guess
    assert not canary.exists()
    assert len(guess.says) <= room.LONGEST_WORDS
    assert "\x1b" not in guess.says
    assert not any(part in guess._repr_html_() for part in ("<script>", "<b>"))


def test_a_missing_or_failing_endpoint_costs_nothing(server):
    server.status = 500
    assert "did not answer" in server.ask().problem
    nobody = dlw.second_opinion(BAD, endpoint=Client("http://127.0.0.1:9/v1"), model="parrot")
    assert "did not answer" in nobody.problem
    assert nobody.code == BAD
    assert "no code yet" in server.ask("").problem
    assert len(server.asked) == 1


def test_an_address_needs_the_client_and_the_client_is_given_the_address(server, monkeypatch):
    monkeypatch.setattr(room, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install .dlwidgets\[opinion\]"):
        dlw.second_opinion(BAD, endpoint=server.address, model="parrot")
    monkeypatch.setattr(room, "find_spec", lambda name: name)
    made = []
    openai = SimpleNamespace(OpenAI=lambda **how: made.append(how) or Client(how["base_url"]))
    monkeypatch.setitem(sys.modules, "openai", openai)
    server.says = answer()
    assert dlw.second_opinion(BAD, endpoint=server.address, model="parrot", key="secret")
    assert (made[0]["base_url"], made[0]["api_key"], made[0]["max_retries"]) == (server.address, "secret", 0)


def test_a_model_without_a_name_is_refused():
    with pytest.raises(InvalidValueError, match="name of a model"):
        dlw.second_opinion(BAD, endpoint="http://127.0.0.1:9", model="")


def test_an_assistant_asks_on_demand_beside_the_notebook_and_labels_what_comes(server, wires):
    server.says = answer()
    waiting, go_on = threading.Event(), threading.Event()

    class Slow(Client):
        def create(self, **asked):
            waiting.set()
            go_on.wait(60)
            return super().create(**asked)

    assistant = dlw.CodeAssistant(
        f"%matplotlib inline\n{BAD}", endpoint=Slow(server.address), model="parrot", key="secret"
    )

    def shown():
        return assistant.page.part("findings")["opinion"]

    assert (shown()["model"], shown()["is_asked"], server.asked) == ("parrot", False, [])
    assistant.page.act("ask_model")
    assert waiting.wait(60)
    assert shown()["is_asked"]
    assistant.page.act("hint", finding=0)  # nothing waits for the answer
    assert assistant.hinted
    go_on.set()
    assert assistant.wait(60)
    assert (shown()["says"], shown()["is_asked"]) == ("Use the loss for class numbers.", False)
    assert ["-", "model.compile('adam', 'categorical_crossentropy')"] in shown()["diff"]
    assistant.page.act("take_guess")
    assert assistant.code == f"%matplotlib inline\n{RIGHT}"
    assert "says" not in shown()  # it was about another program
    assistant.page.press("undo")
    assert assistant.code == f"%matplotlib inline\n{BAD}"
    assert not any("secret" in str(part) for part in (assistant.state, assistant.to_code(), shown()))


def test_an_assistant_shows_no_guess_that_is_wrong_late_or_missing(server, wires):
    assistant = dlw.CodeAssistant(BAD, endpoint=Client(server.address), model="parrot")

    def asked():
        assistant.page.act("ask_model")
        assert assistant.wait(60)
        return assistant.page.part("findings")["opinion"]

    server.says = answer(code="import os\n")
    assert "not shown" in asked()["problem"]
    with pytest.raises(InvalidValueError, match="no guess"):
        assistant.take_guess()
    server.status = 500
    assert "did not answer" in asked()["problem"]
    assert assistant.code == BAD

    class Late(Client):
        def create(self, **told):
            assistant.code = RIGHT
            return super().create(**told)

    server.status, server.says = 200, answer()
    late = dlw.CodeAssistant(BAD, endpoint=Late(server.address), model="parrot")
    assistant = late
    assert "meanwhile" in asked()["problem"]
    assert late.code == RIGHT


def test_nobody_can_be_asked_unless_an_endpoint_was_given(wires):
    assistant = dlw.CodeAssistant(BAD)
    assert assistant.page.part("findings")["opinion"] is None
    with pytest.raises(InvalidValueError, match="No language model"):
        assistant.ask_model()
    with pytest.raises(InvalidValueError, match="name of a model"):
        dlw.CodeAssistant(BAD, endpoint="http://127.0.0.1:9")
