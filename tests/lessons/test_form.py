"""The form that every lesson keeps: what a learner finds in each, and what never is in one."""

import ast
import copy
import json
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import dlwidgets
from dlwidgets.cli.lessons import WIDGET_VIEW
from tests.lessons.notebooks import FOLDER, LESSONS, code_cells, nodes, public_names, read

CELLS = range(20, 36)
CODE_LINES, CODE_WIDTH = 11, 98
OBJECTIVES = range(3, 6)
LOOP = ["Guess", "Measure", "Blame", "Update"]
LIBRARIES = {"dlwidgets", "keras", "numpy"}
UNCOMPARED = {"nbval-ignore-output", "nbval-skip"}
# What changes from run to run or from machine to machine: object addresses, times, and paths.
OF_ONE_RUN = re.compile(r"0x[0-9a-f]{6,}|\d\d:\d\d:\d\d|20\d\d-\d\d-\d\d|(?<![\w.])/(?:home|root|tmp|usr|work|Users)/")


def markdown(lesson):
    """All text of a lesson."""
    return "\n\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")


def is_compared(cell):
    """Whether nbval runs the cell and compares what it prints."""
    return bool(cell.execution_count and cell.outputs and not UNCOMPARED & {*cell.metadata.get("tags", [])})


def size(lesson):
    if len(lesson.cells) not in CELLS:
        yield f"{len(lesson.cells)} cells"


def cell_ids(lesson):
    yield from (f"id {cell.id}" for cell in lesson.cells if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", cell.id))


def counts(lesson):
    found = [cell.execution_count for cell in code_cells(lesson)]
    if found != [*range(1, len(found) + 1)]:
        yield f"counts {found}"


def compared_cells(lesson):
    if not any(is_compared(cell) for cell in code_cells(lesson)):
        yield "nbval compares nothing"


def outputs(lesson):
    if "widgets" in lesson.metadata:
        yield "widget state"
    for cell in code_cells(lesson):
        text = json.dumps([drop_images(output) for output in cell.outputs])
        yield from (f"{cell.id}: {found}" for found in OF_ONE_RUN.findall(text))
        for output in cell.outputs:
            if WIDGET_VIEW in output.get("data", {}):
                yield f"{cell.id}: a widget that no kernel brings back"
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"{cell.id}: an error or a warning"


def drop_images(output):
    """An output without its pictures, whose letters mean nothing."""
    data = {kind: value for kind, value in output.get("data", {}).items() if not kind.startswith("image/")}
    return {**output, "data": data}


def pictures(lesson):
    for cell in code_cells(lesson):
        for output in cell.outputs:
            texts = [text for text in output.get("data", {}).values() if isinstance(text, str)]
            if any(text.startswith("dlw.") for text in texts) and "image/png" not in output.data:
                yield f"{cell.id}: a demo without its picture"
    for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", markdown(lesson)):
        if not (FOLDER / name).is_file():
            yield f"no file {name}"
    yield from (
        f"a picture without a description: {name}" for name in re.findall(r"!\[\s*\]\([^)]+\)", markdown(lesson))
    )


def code_size(lesson):
    for cell in code_cells(lesson):
        lines = cell.source.splitlines()
        if len(lines) > CODE_LINES:
            yield f"{cell.id}: {len(lines)} lines"
        yield from (f"{cell.id}: a line too long for the page: {line}" for line in lines if len(line) > CODE_WIDTH)


def names(lesson):
    for node in nodes(lesson):
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (f"imports {name}" for name in imported if name not in LIBRARIES)
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield f"uses {node.attr}"
    yield from (f"uses dlw.{name}" for name in public_names(lesson) - {*dlwidgets.__all__})


def parts(lesson):
    text = markdown(lesson)
    if not re.match(r"# \d+ · \S", text):
        yield "no title"
    objectives = re.findall(r"^\d\. \*\*[a-z]+\*\* ", text.split("\n## ")[0], re.MULTILINE)
    if len(objectives) not in OBJECTIVES:
        yield f"{len(objectives)} objectives"
    if [heading for heading in re.findall(r"^### (\w+)$", text, re.MULTILINE) if heading in LOOP] != LOOP:
        yield "the learning loop has other headings"
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    if len(sections) < 3:
        yield "fewer than three sections"
    yield from (
        f"no time for {name}" for name in sections if not re.search(r"\((\d+ minutes|as long as you like)\)$", name)
    )
    if "### Self-check" not in text or text.split("### Self-check")[-1].count("<details>") != len(objectives):
        yield "the self-check does not ask for each objective"


def predictions(lesson):
    text = markdown(lesson)
    if text.count("**Predict:**") < 3:
        yield "fewer than three predictions"
    if text.count("<details>") != text.count("</details>") or text.count("<details>") < text.count("**Predict:**"):
        yield "a prediction without a folded answer"


RULES = (size, cell_ids, counts, compared_cells, outputs, pictures, code_size, names, parts, predictions)


@pytest.fixture
def lesson():
    """A lesson that keeps every rule."""
    return copy.deepcopy(read(LESSONS[0]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_keeps_the_form(path, rule):
    assert [*rule(read(path))] == []


def test_no_lesson_uses_an_id_twice_and_each_has_notes_for_the_teacher():
    for path in LESSONS:
        ids = [cell.id for cell in read(path).cells]
        assert len({*ids}) == len(ids)
        assert (FOLDER / "teacher" / f"{path.stem}.md").is_file()


def change_text(lesson, old, new):
    """Replace a text in all cells; it must be there."""
    assert any(old in cell.source for cell in lesson.cells)
    for cell in lesson.cells:
        cell.source = cell.source.replace(old, new)


def first_output(lesson, **data):
    """Give the first code cell one more output."""
    code_cells(lesson)[0].outputs.append(new_output("display_data", data))


def strip(lesson):
    for cell in code_cells(lesson):
        cell.update(execution_count=None, outputs=[])


def ignore_all(lesson):
    for cell in code_cells(lesson):
        cell.metadata.tags = ["nbval-ignore-output"]


BROKEN = {
    "stripped counts": (counts, strip),
    "stripped outputs": (compared_cells, strip),
    "all cells ignored": (compared_cells, ignore_all),
    "a gap in the counts": (counts, lambda lesson: code_cells(lesson)[1].update(execution_count=7)),
    "a long lesson": (size, lambda lesson: lesson.cells.extend(new_markdown_cell(id=f"x-{i}") for i in range(20))),
    "a random id": (cell_ids, lambda lesson: lesson.cells[0].update(id="8A1f-00")),
    "a live widget": (outputs, lambda lesson: first_output(lesson, **{WIDGET_VIEW: {}})),
    "saved widgets": (outputs, lambda lesson: lesson.metadata.update(widgets={})),
    "an address": (outputs, lambda lesson: first_output(lesson, **{"text/plain": "<object at 0x7f3a5c>"})),
    "a path": (outputs, lambda lesson: first_output(lesson, **{"text/plain": "'/tmp/x'"})),
    "a time": (outputs, lambda lesson: first_output(lesson, **{"text/plain": "2026-11-22"})),
    "a demo without picture": (pictures, lambda lesson: first_output(lesson, **{"text/plain": "dlw.Perceptron()"})),
    "a missing picture": (pictures, lambda lesson: change_text(lesson, "images/", "pictures/")),
    "a long cell": (code_size, lambda lesson: lesson.cells.append(new_code_cell("1\n" * 12))),
    "a wide cell": (code_size, lambda lesson: lesson.cells.append(new_code_cell(f"print('{'x' * 91}')"))),
    "another library": (names, lambda lesson: lesson.cells.append(new_code_cell("import altair"))),
    "a part of the machinery": (names, lambda lesson: lesson.cells.append(new_code_cell("import dlwidgets.nn"))),
    "a private name": (names, lambda lesson: lesson.cells.append(new_code_cell("demo._frames"))),
    "an unknown name": (names, lambda lesson: lesson.cells.append(new_code_cell("dlw.Perzeptron()"))),
    "no title": (parts, lambda lesson: change_text(lesson, "# 1 · ", "")),
    "objectives that are no verbs": (parts, lambda lesson: change_text(lesson, "**explain** ", "an explanation of ")),
    "another word for the loop": (parts, lambda lesson: change_text(lesson, "### Blame", "### Backpropagation")),
    "no minutes": (parts, lambda lesson: change_text(lesson, " minutes)", ")")),
    "no self-check": (parts, lambda lesson: change_text(lesson, "### Self-check", "### The end")),
    "no predictions": (predictions, lambda lesson: change_text(lesson, "**Predict:**", "Run this:")),
    "an open fold": (predictions, lambda lesson: change_text(lesson, "</details>", "")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_lesson_that_breaks_the_form_is_refused(lesson, name):
    rule, spoil = BROKEN[name]
    assert [*rule(lesson)] == []
    spoil(lesson)
    assert [*rule(lesson)] != []


def test_an_empty_notebook_is_no_lesson():
    empty = new_notebook()
    assert all([*rule(empty)] for rule in (size, compared_cells, parts, predictions))
