"""The playground: speed while it draws, first movement, answers while it trains, and which data sets it learns."""

import time
from collections.abc import Iterator
from statistics import median
from unittest import mock

import comm
from jupyter_client.session import Session

import dlwidgets as dlw
from dlwidgets.widgets.vega_library import vega_library
from tests.benchmarks.table import Row
from tests.browser.lab import Lab
from tests.browser.notebook import NotebookPage
from tests.widgets.wire import Wire

SPIRAL = {"layers": [8, 8], "activation": "relu", "optimizer": "adam", "learning_rate": 0.01}
CLASSICS = {"circle": {}, "quadrants": {}, "gaussians": {}, "spiral": SPIRAL}
"""Settings with which the classic sets are learnt: the first ones, but a larger network for the spirals."""
EPOCHS = 500
DRAWN = 1.18
PLAYED_S = 2.0
FIRST_MS, ANSWER_MS, FRAME_MS = 50, 50, 33
TITLE = "playground, spiral 2-8-8-1"
SHOW = f"""
import time
import dlwidgets as dlw

demo = dlw.Playground("spiral", **{SPIRAL!r}, speed=0)
demo
"""
RATES = """
def epochs_a_second(playing, seconds=2):
    getattr(playing, "trainer", playing).begins_slowly = False
    before, began = playing.epoch, time.perf_counter()
    time.sleep(seconds)
    return (playing.epoch - before) / (time.perf_counter() - began)

def frame_ms(n=20):
    began = time.perf_counter()
    for _ in range(n):
        demo._seen = None  # as if the weights were others
        demo.frame()
    return 1000 * (time.perf_counter() - began) / n
"""
CLICKED = """([name, then]) => new Promise((done) => {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
  const text = document.querySelector('.dlw-text');
  const is = () => (then ? button.textContent.trim() === then : !text.textContent.startsWith('Epoch 0.'));
  const began = performance.now();
  const watch = new MutationObserver(() => { if (is()) { watch.disconnect(); done(performance.now() - began); } });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  button.click();
})"""


class Channel(Wire):
    """A channel that makes of each message the bytes that travel, and counts the frames."""

    session = Session(key=b"key")
    n_frames = 0

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):  # noqa: ARG002 - its base's
        """Do what a kernel does until the bytes are handed to the socket."""
        if (data or {}).get("method") != "custom":
            super().publish_msg(msg_type, data, metadata, buffers)
            return
        content = {"comm_id": self.comm_id, "data": data}
        self.session.serialize(self.session.msg(msg_type, content=content, metadata=metadata or {}))
        self.n_frames = max(self.n_frames, data["content"].get("frame", 0))

    def paint(self, draw_ms=1.0, page="page"):
        """Say, as a page does, that the newest frame is painted."""
        self.receive(kind="painted", page=page, frame=self.n_frames, draw_ms=draw_ms)


def unseen_row(rounds: int) -> Row:
    """Measure a playing playground whose every frame is computed and sent, without a page, against its trainer alone.

    The page draws in another process; here is what it costs the kernel that trains.
    """
    channels: list[Channel] = []
    vega_library().close()
    with mock.patch.object(comm, "create_comm", lambda **keys: channels.append(Channel(**keys)) or channels[-1]):
        demo = dlw.Playground("spiral", **SPIRAL, speed=0)
        demo.open()
        demo.step()
        alone = demo.trainer.again(on_snapshot=None)
        alone.step()
        (channel,) = (one for one in channels if one.n_frames)
        rates = [(_played(demo.trainer, demo, channel), _played(alone)) for _ in range(rounds)]
        alone.close()
        demo.close()
    drawn, undrawn, frames = zip(*((a, c, b) for (a, b), (c, _none) in rates), strict=True)
    what = f"{TITLE}: one epoch, {median(frames):.0f} frames a second made and sent, no page"
    return Row(what, "ms", 1e3 / median(drawn), "not drawn", 1e3 / median(undrawn), target=DRAWN)


def _played(
    trainer: dlw.Trainer, demo: dlw.Playground | None = None, channel: Channel | None = None
) -> tuple[float, float]:
    """Play from the start for a while; return epochs and frames a second."""
    (demo or trainer).reset()
    (demo or trainer).play()
    trainer = demo.trainer if demo else trainer
    trainer.begins_slowly = False
    time.sleep(0.3)
    epoch, frame, began = trainer.standing[0].epoch, channel.n_frames if channel else 0, time.perf_counter()
    while (seconds := time.perf_counter() - began) < PLAYED_S:
        time.sleep(1 / 60)
        if channel:
            channel.paint()
    rate = (trainer.standing[0].epoch - epoch) / seconds
    assert trainer.is_playing, "it came to its end before its speed was measured"
    (demo or trainer).pause()
    trainer.wait()
    return rate, ((channel.n_frames - frame) if channel else 0) / seconds


def playground_rows(lab: Lab, rounds: int) -> Iterator[Row]:
    """Measure the playground in a page, with every neuron's map drawn, against its own trainer alone."""
    notebook = lab.open([SHOW, RATES], "playground.ipynb")
    notebook.run_all()
    notebook.execute("demo.step(); demo.reset(); demo.step(); demo.reset()", timeout_s=300)
    first, answers, drawn, alone = zip(*(_round(notebook) for _ in range(rounds)), strict=True)
    frame = notebook.value("frame_ms()")
    notebook.close()
    yield unseen_row(rounds)
    yield Row(
        f"{TITLE}: one epoch, drawn in a page",
        "ms",
        1e3 / median(drawn),
        "not drawn",
        1e3 / median(alone),
        target=DRAWN,
    )
    yield Row(f"{TITLE}: Play to first movement in the page", "ms", median(first), limit=FIRST_MS)
    yield Row(f"{TITLE}: click on Pause to its answer while training", "ms", median(answers), limit=ANSWER_MS)
    yield Row(f"{TITLE}: a frame with the map of every neuron, 100 x 100", "ms", frame, limit=FRAME_MS)


def _round(notebook: NotebookPage) -> tuple[float, float, float, float]:
    """Return milliseconds to the first movement and to the answer, and epochs a second drawn and alone."""
    first = notebook.page.evaluate(CLICKED, ["Play", ""])
    drawn = notebook.value("epochs_a_second(demo)")
    answer = notebook.page.evaluate(CLICKED, ["Pause", "Play"])
    notebook.execute(
        "demo.wait(); alone = demo.trainer.again(on_snapshot=None); alone.step(); alone.play()", timeout_s=300
    )
    rate = notebook.value("epochs_a_second(alone)")
    notebook.execute("alone.close(); demo.reset()")
    return first, answer, drawn, rate


def classic_scores() -> Iterator[tuple[str, int, float, float]]:
    """Train on each of the classic sets; yield its name, weights and biases, and the shares of right answers."""
    for data, settings in CLASSICS.items():
        demo = dlw.Playground(data, **settings)
        demo.train(EPOCHS)
        yield data, demo.spec.summary().total, *demo.scores
        demo.close()  # the next one takes over its engine


def classic_table() -> str:
    """Lay out how well each of the classic sets is learnt."""
    lines = [f"{'data':12}{'numbers':>8}{'training':>10}{'test':>8}   after {EPOCHS} epochs, without noise"]
    lines += [f"{data:12}{n:8}{train:10.1%}{test:8.1%}" for data, n, train, test in classic_scores()]
    return "\n".join(lines)
