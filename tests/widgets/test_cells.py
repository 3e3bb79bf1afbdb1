"""A cell that runs again closes what its last run left; what nobody shows costs nothing."""

import gc
import weakref

import altair as alt
import pytest

from dlwidgets.widgets import cells, lazy_widget
from dlwidgets.widgets.cells import CellRegistry, CellRun, current_run
from dlwidgets.widgets.chart_view import ChartView
from dlwidgets.widgets.controls import slider
from dlwidgets.widgets.demo import Demo


class Small(Demo):
    """What is small?"""

    size = slider(1.0, 0, 2, label="Size", help="How large it is.")

    def chart(self):
        return alt.Chart(alt.NamedData("dot")).mark_point().encode(x="x:Q")

    def frame(self):
        return {"dot": {"x": [self.size]}}


class Notebook:
    """A shell that runs cells, as ipykernel tells of them."""

    def __init__(self, *, with_ids):
        self.with_ids, self.runs, self.request = with_ids, 0, {}

    def get_parent(self):
        return self.request

    def run(self, cell, action):
        """Run a cell whose text is its name."""
        self.runs += 1
        metadata = {"cellId": cell} if self.with_ids else {}
        self.request = {"content": {"code": cell}, "metadata": metadata, "header": {"msg_id": f"run {self.runs}"}}
        return action()


@pytest.fixture(params=[True, False], ids=["with cell ids", "without cell ids"])
def notebook(request, monkeypatch, wires):
    notebook = Notebook(with_ids=request.param)
    monkeypatch.setattr(cells, "get_ipython", lambda: notebook)
    lazy_widget.cell_registry.cache_clear()
    return notebook


def shown(demo):
    demo._repr_mimebundle_()
    return demo


def test_a_hundred_unshown_demos_leave_nothing_behind(wires, registry):
    before = registry()
    alive = [weakref.ref(Small(size=n / 100)) for n in range(100)]
    gc.collect()
    assert wires == []
    assert registry() == before
    assert [ref() for ref in alive] == [None] * 100


def test_a_cell_that_runs_a_hundred_times_leaves_the_registry_level(notebook, registry, threads, wires):
    notebook.run("A", lambda: shown(Small()))
    level = registry()
    demos = [weakref.ref(notebook.run("A", lambda: shown(Small()))) for _ in range(100)]
    assert registry() == level
    assert threads() == []
    wires.clear()  # the test's own record holds the channels and with them the demos
    gc.collect()
    assert [ref() is None for ref in demos] == [True] * 99 + [False]


def test_a_chart_that_runs_again_takes_its_layout_with_it(notebook, registry):
    chart = alt.Chart(alt.NamedData("dot")).mark_point()
    notebook.run("A", lambda: shown(ChartView(chart)))
    level = registry()
    for _ in range(10):
        notebook.run("A", lambda: shown(ChartView(chart)))
    assert registry() == level


def test_two_demos_of_one_run_both_stay(notebook):
    first, second = notebook.run("A", lambda: (shown(Small()), shown(Small())))
    assert (first.is_open, second.is_open) == (True, True)
    third, fourth = notebook.run("A", lambda: (shown(Small()), shown(Small())))
    assert [demo.is_open for demo in (first, second, third, fourth)] == [False, False, True, True]


def test_a_demo_that_another_cell_made_survives_when_the_showing_cell_runs_again(notebook):
    demo = notebook.run("A", Small)
    for _ in range(3):
        notebook.run("B", lambda: shown(demo))
    assert demo.is_open


def test_a_demo_shown_elsewhere_is_closed_when_its_maker_has_run_again_and_its_successor_is_shown(notebook):
    old = notebook.run("A", Small)
    notebook.run("B", lambda: shown(old))
    new = notebook.run("A", Small)
    assert old.is_open
    notebook.run("B", lambda: shown(new))
    assert (old.is_open, new.is_open) == (False, True)


def test_other_cells_keep_their_demos(notebook):
    first = notebook.run("A", lambda: shown(Small()))
    second = notebook.run("B", lambda: shown(Small()))
    notebook.run("A", lambda: shown(Small()))
    assert (first.is_open, second.is_open) == (False, True)


def test_a_cell_is_known_by_its_id_although_its_text_was_edited(notebook):
    notebook.run("A", lambda: None)
    before = current_run()
    notebook.request["content"]["code"] = "A  # edited"
    assert (current_run() == before) == notebook.with_ids


def test_outside_of_a_notebook_there_is_no_cell_and_nothing_is_closed(wires):
    assert current_run() is None
    demos = [shown(Small()) for _ in range(2)]
    assert all(demo.is_open for demo in demos)


def test_the_callback_of_a_widget_is_no_cell(notebook):
    notebook.request = {"content": {"comm_id": "1", "data": {}}, "header": {"msg_id": "2"}}
    assert current_run() is None


def test_the_registry_keeps_no_widget_alive(notebook):
    class Thing:
        def close(self):
            pass

    thing, known = Thing(), CellRegistry()
    known.add(thing, CellRun("A", "1"))
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None


def test_a_shown_demo_is_found_by_its_model_and_a_closed_one_shows_a_new_one(wires):
    demo = Small()
    (first, second) = (demo._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"] for _ in range(2))
    assert first == second == {"version_major": 2, "version_minor": 0, "model_id": demo.comm.comm_id}
    demo.close()
    assert not demo.is_open
    demo._repr_mimebundle_()
    assert demo.is_open


def test_ipywidgets_seven_would_show_nothing_by_its_own_hook():
    # Colab's ipywidgets asks for it first, and it would show a widget that was never opened.
    assert Small()._ipython_display_ is None
