"""Buttons pressed at random: what is recorded, what is shown and what is trained stay one.

A thousand sequences, other ones each time: ``pytest -n 0 --hypothesis-profile=thousand tests/training/test_trainer_by_chance.py``
"""

import math
import tempfile
import threading
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Dense, Dropout, Input, NetworkSpec, OptimizerSpec, RegularizerSpec
from dlwidgets.training.run import Run
from tests.training.networks import two_classes

X, Y = two_classes(20)
BATCH, N_STEPS = 8, 2  # 16 rows are trained on
START = {"learning_rate": 0.1, "l1": 0.001, "l2": 0.01, "dropout": 0.2}
# As few variables as have something to remember of each kind: every press copies them.
PRICE = RegularizerSpec("L1L2", l1=0.001, l2=0.01)
SPEC = NetworkSpec(
    [Input((2,)), Dropout(0.2), Dense(1, "sigmoid", kernel_regularizer=PRICE)],
    CompileSpec(OptimizerSpec("SGD", learning_rate=0.1, momentum=0.9), "binary_crossentropy"),
)
NUMBERS = st.floats(0, 0.5, width=32)
TRAINER = []


def trainer():
    """One trainer for all sequences, which costs one engine; each sequence begins at the start of a run."""
    if not TRAINER:
        TRAINER.append(dlw.Trainer(SPEC, X, Y, batch_size=BATCH, validation_split=0.2, path="loop", seed=0))
    TRAINER[0].change(**START)
    TRAINER[0].reset(seed=0)
    del TRAINER[0].runs[:-1]
    return TRAINER[0]


def same(a, b):
    return all(np.array_equal(one, two) for one, two in zip(a, b, strict=True))


def held(numbers):
    """Numbers as a variable holds them."""
    return {name: float(np.float32(value)) for name, value in numbers.items()}


class Buttons(RuleBasedStateMachine):
    """A learner who presses whatever there is."""

    @initialize()
    def begin(self):
        self.ours = trainer()
        self.numbers = dict(START)
        self.seen = {}
        """Weights at the ends of epochs of the present run, as they were when training came there."""

    def trained(self, first):
        """Note the end of an epoch; what was recorded after the epoch it began from is written anew."""
        self.seen = {epoch: weights for epoch, weights in self.seen.items() if epoch <= first}
        if self.ours.latest.batch == 0 and self.ours._session.row == 0:
            self.seen[self.ours.epoch] = self.ours.weights

    @rule(unit=st.sampled_from(["example", "batch", "epoch"]), n=st.integers(1, 3))
    def step(self, unit, n):
        first, before = self.ours.epoch, self.ours.latest.n_steps
        after = self.ours.step(unit, n)
        assert after.n_steps > before
        self.trained(first)

    @rule(n=st.integers(0, 3))
    def train(self, n):
        first = self.ours.epoch
        self.ours.train(n)
        assert (self.ours.epoch, self.ours.state) == (first + n, "done")
        if n:
            self.trained(first)

    @rule(n=st.integers(1, 40), presses_twice=st.booleans())
    def play_and_pause(self, n, presses_twice):
        first = self.ours.epoch
        self.ours.play(n)
        if presses_twice:
            self.ours.play()
        self.ours.pause()
        self.ours.wait()
        # The second press begins anew if all was done before it.
        assert first <= self.ours.epoch <= (math.inf if presses_twice else first + n)
        if self.ours.latest.n_steps > first * N_STEPS:
            self.trained(first)

    @rule(loss=st.floats(0.2, 0.9))
    def until(self, loss):
        first = self.ours.epoch
        run = self.ours.until(f"loss < {loss:.3f}", epochs=3)
        reached = [
            epoch
            for epoch in range(first + 1, run.last_epoch + 1)
            if run.reports[epoch - 1]["loss"] < float(f"{loss:.3f}")
        ]
        assert reached == ([run.last_epoch] if run.ending == "goal reached" else [])
        self.trained(first)

    @rule(name=st.sampled_from([*START]), value=NUMBERS)
    def move(self, name, value):
        self.ours.change(**{name: value})
        self.numbers[name] = value

    @rule(name=st.sampled_from([*START]), value=NUMBERS)
    def move_while_it_plays(self, name, value):
        first = self.ours.epoch
        self.ours.play(20)
        self.move(name, value)
        self.ours.pause()
        self.ours.wait()
        self.ours.change(**{name: value})  # if it ended before it heard
        self.trained(first)

    @rule(share=st.floats(0, 1))
    def scrub(self, share):
        epoch = round(share * self.ours.run.last_epoch)
        self.ours.goto(epoch)
        assert (self.ours.epoch, self.ours.latest.batch) == (epoch, 0)
        assert epoch not in self.seen or same(self.ours.weights, self.seen[epoch])
        self.numbers = self.ours.settings

    @rule(seed=st.one_of(st.none(), st.integers(0, 2)))
    def reset(self, seed):
        self.ours.reset(seed)
        assert (self.ours.epoch, self.ours.run.epochs) == (0, [])
        self.seen = {0: self.ours.weights}

    @rule()
    def save_and_load(self):
        # Only ends of epochs are kept in a file.
        if self.ours._session.row:
            self.step("epoch", 1)
        epoch, before = self.ours.epoch, self.ours.weights
        with tempfile.TemporaryDirectory() as folder:
            self.ours.run.save(Path(folder) / "run.npz")
            self.ours.resume(Run.load(Path(folder) / "run.npz"), epoch)
        assert same(self.ours.weights, before)
        self.numbers = self.ours.settings
        del self.ours.runs[:-1]

    @invariant()
    def everything_agrees(self):
        ours, run = self.ours, self.ours.run
        assert run.epochs == list(range(1, len(run.epochs) + 1))
        assert len(run.reports) == len(run.epochs)
        assert all(len(values) == len(run.epochs) for values in run.history.values())
        assert 0 <= ours.epoch <= run.last_epoch
        assert (ours.latest.epoch, ours.latest.batch) == (ours.epoch, ours._session.batch)
        assert ours.state in {"ready", "paused", "done"}
        assert held(ours.settings) == held(self.numbers)
        assert run.moments.nbytes <= 32e6
        assert [thread for thread in threading.enumerate() if thread.name == "dlwidgets-trainer"] == []

    def teardown(self):
        """The same numbers come again from the start alone, without any moment between."""
        last = self.ours.run.last_epoch
        self.ours.goto(last)
        weights, numbers = self.ours.weights, self.ours.settings
        assert last not in self.seen or same(weights, self.seen[last])
        del self.ours.run.moments._kept[1:]
        self.ours.goto(last)
        assert same(self.ours.weights, weights)
        assert held(self.ours.settings) == held(numbers)


TestButtons = Buttons.TestCase
TestButtons.settings = settings(
    stateful_step_count=6,
    suppress_health_check=list(HealthCheck),
    # The suite presses the same hundred sequences each time.
    derandomize=settings.get_current_profile_name() != "thousand",
)
