"""One notebook in one browser tab: run its cells, look at what they show."""

import ast
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nbformat import NotebookNode
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

VIEWPORT = {"width": 1280, "height": 1000}
# What JupyterLab itself logs as an error, with nothing of ours on the page.
LAB_NOISE = (
    "Could not restore the debugger state",  # its debugger, whenever a kernel restarts
)
# Gives each snippet its notebook panel; the server exposes the application for this.
PANEL = "const app = window.jupyterapp; const panel = [...(app?.shell.widgets('main') ?? [])]"
PANEL += ".find(widget => widget.context?.path === args.notebook_name);"
# Playwright waits for ever for a promise.
TOO_LATE = """new Promise((_, reject) => setTimeout(
  () => reject(new Error(`not done after ${args.timeout_s} s`)), 1000 * args.timeout_s))"""
READY = """
  const session = panel?.sessionContext;
  const isReady = panel?.context.isReady && session?.isReady && session.session?.kernel?.status === 'idle';
  return Boolean(isReady && panel.content.widgets.every(cell => cell.model.executionState !== 'running'));
"""
# The command is over at the first exception, expected or not: the cells behind an expected one go on after it.
ALL_HAVE_RUN = """
  const cells = panel.content.widgets.map(cell => cell.model.sharedModel.toJSON());
  const isExpected = cell => cell.metadata.tags?.includes('raises-exception');
  const hasFailed = cell => !isExpected(cell) && cell.outputs?.some(output => output.output_type === 'error');
  const hasRun = cell => cell.cell_type !== 'code' || !String(cell.source).trim() || cell.execution_count !== null;
  return cells.some(hasFailed) || cells.every(hasRun);
"""


class NotebookPage:
    """A notebook that is open in JupyterLab; cells are counted from 0, Markdown cells too.

    Attributes
    ----------
    page : playwright.sync_api.Page
        The browser tab, for real mouse and key events.
    name : str
        The notebook's file name.
    console_errors : list of str
        Uncaught errors and ``console.error`` so far, without JupyterLab's own noise.
    requests_outside : list of str
        Addresses asked for that are not on this machine; all of them failed.
    """

    def __init__(self, page: Page, name: str, close: Callable[["NotebookPage"], None]) -> None:
        self.page = page
        self.name = name
        self.console_errors: list[str] = []
        self.requests_outside: list[str] = []
        self._close = close
        page.on("pageerror", lambda error: self._note_error(f"{error}\n{error.stack or ''}"))
        page.on("console", self._note_console)
        page.on("request", self._note_request)
        page.on("websocket", self._note_request)

    def run_all(self, timeout_s: float = 120) -> None:
        """Run every cell and wait until all are done.

        Raises
        ------
        AssertionError
            A cell that is not tagged ``raises-exception`` raised one.
        """
        run = "await app.commands.execute('notebook:run-all-cells'); return panel.content.widgets.length;"
        count = self._javascript(run, timeout_s)
        self._wait_for(ALL_HAVE_RUN, timeout_s)
        self.wait_until_ready(timeout_s)
        self._raise_cell_errors(range(count))

    def run_cell(self, index: int, *, wait: bool = True, timeout_s: float = 60) -> None:
        """Run one cell; without ``wait`` return while it runs. Raises as ``run_all`` does."""
        start = "panel.content.widgets[args.index].model.executionCount = null;"
        start += "panel.content.activeCellIndex = args.index; app.commands.execute('notebook:run-cell');"
        self._javascript(start, index=index)
        if wait:
            self.wait_for_cell(index, timeout_s)

    def wait_for_cell(self, index: int, timeout_s: float = 60) -> None:
        """Wait until a code cell that was started has its execution count. Raises as ``run_all`` does."""
        finished = "return panel.content.widgets[args.index].model.executionCount !== null;"
        self._wait_for(finished, timeout_s, index=index)
        self._raise_cell_errors([index])

    def add_and_run(self, code: str) -> int:
        """Append a code cell, run it to its end and return its index. Raises as ``run_all`` does."""
        add = "panel.content.model.sharedModel.addCell({cell_type: 'code', source: args.code});"
        index = self._javascript(f"{add} return panel.content.widgets.length - 1;", code=code)
        self.run_cell(index)
        return index

    def replace_cells(self, cells: Sequence[NotebookNode]) -> None:
        """Put other cells in the place of all, as in a notebook just opened; the kernel goes on."""
        self.page.set_viewport_size(VIEWPORT)
        self.page.mouse.move(0, 0)
        self.theme("JupyterLab Light")
        swap = """const {sharedModel} = panel.content.model;
          const count = sharedModel.cells.length;
          sharedModel.insertCells(count, args.cells);
          sharedModel.deleteCellRange(0, count);
          sharedModel.clearUndoHistory();
          panel.content.activeCellIndex = 0;"""
        self._javascript(swap, cells=[*cells])
        self.wait_until_ready()

    def cell(self, index: int) -> Locator:
        """Return the whole cell: its input and its output."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index: int) -> Locator:
        """Return the output area of a code cell, prompts such as ``[1]:`` included."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def execute(self, code: str, timeout_s: float = 60) -> None:
        """Run code in the kernel past the cells; ``await`` is allowed in it.

        Raises
        ------
        AssertionError
            The code raised an exception.
        """
        self._request(code, {}, timeout_s)

    def value(self, expression: str) -> Any:
        """Evaluate a Python expression in the kernel and return its value, carried over as JSON."""
        wanted = {"value": f"__import__('json').dumps({expression})"}
        answer = self._request("", wanted, timeout_s=60)["user_expressions"]["value"]
        if answer["status"] != "ok":
            raise AssertionError(f"{expression}: {answer['ename']}: {answer['evalue']}")
        return json.loads(ast.literal_eval(answer["data"]["text/plain"]))

    def restart_kernel(self) -> None:
        """Restart the kernel as a learner does, by JupyterLab's command and its dialog; nothing is run."""
        self._javascript("window.restarted = app.commands.execute('notebook:restart-kernel');")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self._javascript("await window.restarted;")
        self.wait_until_ready()

    def save(self) -> None:
        """Save the notebook with its outputs."""
        self._javascript("await panel.context.save();")

    def reload(self) -> None:
        """Save and load the page again; the kernel lives on."""
        self.save()
        self.page.reload()
        self.wait_until_ready()

    def theme(self, name: str) -> None:
        """Switch to ``"JupyterLab Light"`` or ``"JupyterLab Dark"`` and wait until it shows."""
        if self.page.locator("body").get_attribute("data-jp-theme-name") != name:
            change = "await app.commands.execute('apputils:change-theme', {theme: args.theme});"
            self._javascript(change, theme=name)
            expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name)

    def screenshot(self, path: Path) -> None:
        """Write a PNG of the tab."""
        self.page.screenshot(path=path)

    def close(self) -> None:
        """Close the tab and shut the kernel down."""
        self._close(self)

    def wait_until_ready(self, timeout_s: float = 60) -> None:
        """Wait until the notebook is shown, no cell is running and its kernel is idle."""
        self._wait_for(READY, timeout_s)

    def _javascript(self, body: str, timeout_s: float = 60, **args: object) -> Any:
        """Run a snippet in the page with ``app``, ``panel`` and ``args``, and return what it returns."""
        args |= {"notebook_name": self.name, "timeout_s": timeout_s}
        done = f"(async () => {{ {PANEL} {body} }})()"
        return self.page.evaluate(f"args => Promise.race([{done}, {TOO_LATE}])", args)

    def _wait_for(self, body: str, timeout_s: float, **args: object) -> None:
        """Wait until a snippet returns true."""
        args |= {"notebook_name": self.name}
        self.page.wait_for_function(f"args => {{ {PANEL} {body} }}", arg=args, timeout=1000 * timeout_s)

    def _request(self, code: str, expressions: dict[str, str], timeout_s: float) -> Any:
        """Send an execute request past the cells and return its reply's content."""
        request = "{code: args.code, user_expressions: args.expressions, store_history: false}"
        kernel = "panel.sessionContext.session.kernel"
        reply = f"return (await {kernel}.requestExecute({request}).done).content;"
        content = self._javascript(reply, timeout_s, code=code, expressions=expressions)
        if content["status"] != "ok":
            raise AssertionError(f"{content['ename']}: {content['evalue']}\nin: {code}")
        return content

    def _raise_cell_errors(self, indices: range | list[int]) -> None:
        """Raise for the first of the cells whose outputs hold an exception."""
        script = """return args.indices.map(index => {
          const {metadata, outputs = []} = panel.content.widgets[index].model.sharedModel.toJSON();
          const expected = metadata.tags?.includes('raises-exception');
          return expected ? null : outputs.find(output => output.output_type === 'error') ?? null;
        });"""
        for index, error in zip(indices, self._javascript(script, indices=list(indices)), strict=True):
            if error:
                raise AssertionError(f"cell {index} raised {error['ename']}: {error['evalue']}")

    def _note_console(self, message: ConsoleMessage) -> None:
        """Keep what was logged as an error."""
        if message.type == "error":
            self._note_error(f"{message.text} ({message.location['url']})")

    def _note_error(self, text: str) -> None:
        """Keep an error that is not JupyterLab's own noise."""
        if not any(noise in text for noise in LAB_NOISE):
            self.console_errors.append(text)

    def _note_request(self, request: Request) -> None:
        """Keep an address that is not on this machine."""
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.requests_outside.append(request.url)
