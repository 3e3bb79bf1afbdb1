"""JupyterLab in Chromium, cut off from the network: opens notebooks for the tests and the benchmarks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.notebook import VIEWPORT, NotebookPage
from tests.browser.server import JupyterServer

# Without it JupyterLab asks which kernel to start.
PYTHON_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Lab:
    """Opens notebooks in a running JupyterLab.

    Attributes
    ----------
    server : JupyterServer
        The server behind it.
    context : playwright.sync_api.BrowserContext
        Where its pages live.
    pages : list of NotebookPage
        What has been opened and not been closed.
    """

    def __init__(self, server: JupyterServer, context: BrowserContext) -> None:
        self.server = server
        self.context = context
        self.pages: list[NotebookPage] = []
        self._kept: NotebookPage | None = None

    def open(self, cells: Sequence[str | NotebookNode], name: str = "notebook.ipynb") -> NotebookPage:
        """Write a notebook, open it and wait for its kernel; nothing is run yet.

        Parameters
        ----------
        cells : sequence of str or nbformat cells
            Text makes a code cell.
        name : str
            The file's name. A file of that name is overwritten.

        Returns
        -------
        NotebookPage
            In the light theme.

        Raises
        ------
        ValueError
            A notebook of that name is open; the two would share a kernel.
        """
        if any(notebook.name == name for notebook in self.pages):
            raise ValueError(f"{name} is open; give the second notebook another name")
        nbformat.write(new_notebook(cells=_nodes(cells), metadata=PYTHON_KERNEL), self.server.notebooks / name)
        return self._show(name)

    def open_again(self, cells: Sequence[str | NotebookNode]) -> NotebookPage:
        """Show cells in the tab and the kernel of the last test that asked so: what is loaded there is loaded.

        Parameters
        ----------
        cells : sequence of str or nbformat cells
            Text makes a code cell. Names that earlier cells defined are still defined.

        Returns
        -------
        NotebookPage
            As ``open`` returns it; nothing is run yet.
        """
        if self._kept is None:
            self._kept = self.open(cells, name="kept.ipynb")
        else:
            self._kept.replace_cells(_nodes(cells))
        return self._kept

    def open_file(self, path: Path) -> NotebookPage:
        """Open a copy of an existing notebook, such as a lesson, as ``open`` does."""
        (self.server.notebooks / path.name).write_bytes(path.read_bytes())
        return self._show(path.name)

    def open_tab(self, notebook: NotebookPage) -> NotebookPage:
        """Open a second browser tab on the same notebook and kernel, as saved just now."""
        notebook.save()
        return self._show(notebook.name)

    def close(self, notebook: NotebookPage) -> None:
        """Close the tab and shut its kernel down, so that memory does not pile up."""
        self.pages.remove(notebook)
        if notebook is self._kept:
            self._kept = None
        notebook.page.close()
        if all(other.name != notebook.name for other in self.pages):
            self.server.shut_down_kernels(notebook.name)

    def close_all(self, *, keep: bool = False) -> None:
        """Close every open notebook; with ``keep`` leave the one for ``open_again``."""
        for notebook in list(self.pages):
            if not (keep and notebook is self._kept):
                self.close(notebook)

    def _show(self, name: str) -> NotebookPage:
        """Open the notebook in a tab and a workspace of its own."""
        notebook = NotebookPage(self.context.new_page(), name, close=self.close)
        self.pages.append(notebook)
        workspace = f"lab/workspaces/tab-{len(self.pages)}/tree/{quote(name)}?reset"
        notebook.page.goto(f"{self.server.url}/{workspace}")
        notebook.wait_until_ready()
        notebook.theme("JupyterLab Light")
        return notebook


def _nodes(cells: Sequence[str | NotebookNode]) -> list[NotebookNode]:
    return [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]


@contextmanager
def run_lab(folder: Path, chromium: Path) -> Iterator[Lab]:
    """Run JupyterLab and a headless Chromium that reaches nothing but this machine.

    Parameters
    ----------
    folder : Path
        An empty folder for the server.
    chromium : Path
        The browser, from ``chromium.locate``.

    Yields
    ------
    Lab
        Logged in.
    """
    with JupyterServer(folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        try:
            context = browser.new_context(viewport=VIEWPORT)
            context.request.get(f"{server.url}/lab?token={server.token}")
            yield Lab(server, context)
        finally:
            browser.close()
