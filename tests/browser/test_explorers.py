"""The activations and the losses as a learner meets them: in JupyterLab, by keyboard and by mouse."""

from playwright.sync_api import expect

from dlwidgets.charts.theme import CLASS_COLOURS

PICTURE = "(canvas) => canvas.toDataURL()"
OUTLIER_COLOUR = CLASS_COLOURS[1]
# The middle of all pixels of one colour in the lowest third of the picture, on the screen.
MIDDLE = """(canvas, colour) => {
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const wanted = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const box = canvas.getBoundingClientRect();
  const scale = canvas.width / box.width;
  let [n, x, y] = [0, 0, 0];
  for (let i = 4 * width * Math.round(0.62 * height); i < data.length; i += 4) {
    if (!wanted.every((part, k) => data[i + k] === part)) continue;
    n += 1;
    x += (i / 4) % width;
    y += Math.floor(i / 4 / width);
  }
  return [box.x + x / n / scale, box.y + y / n / scale];
}"""


def shown(lab, imports, second_cell):
    notebook = lab.open_again([f"{imports}\nBUSY = 0\ndemo = {imports.split()[-1]}()\ndemo", second_cell])
    notebook.run_all()
    expect(canvas(notebook)).to_be_visible()
    return notebook


def canvas(notebook):
    return notebook.output(0).locator(".dlw-chart canvas")


def control(notebook, role, name):
    return notebook.output(0).get_by_role(role, name=name, exact=True)


def text(notebook):
    return notebook.output(0).locator(".dlw-text")


def picture(notebook):
    return canvas(notebook).evaluate(PICTURE)


def middle(notebook, colour):
    canvas(notebook).scroll_into_view_if_needed()  # a slider further down may have scrolled it away
    return canvas(notebook).evaluate(MIDDLE, colour)


def moved(notebook, act, patience_s=10):
    """Do something and wait until the picture is another and has come to rest."""
    before = picture(notebook)
    act()
    seen = [before, before]
    for _ in range(20 * patience_s):
        notebook.page.wait_for_timeout(50)
        seen.append(picture(notebook))
        if seen[-1] == seen[-2] != before:
            return seen[-1]
    raise AssertionError("the picture did not move")


def test_activations_move_by_keyboard_while_the_kernel_is_busy_and_python_hears_of_it_afterwards(lab):
    notebook = shown(lab, "from dlwidgets.demos.activations import Activations", "import time; time.sleep(BUSY)")
    expect(text(notebook)).to_contain_text("At z = 1.5, sigmoid gives 0.818 with slope 0.149")
    expect(notebook.output(0).locator("math")).to_have_count(2)
    at_first = picture(notebook)
    notebook.execute("BUSY = 5")
    notebook.run_cell(1, wait=False)
    moved(notebook, lambda: control(notebook, "slider", "Probe z").press("ArrowRight"))
    expect(text(notebook)).to_contain_text("At z = 1.5")  # Python is asleep
    notebook.wait_for_cell(1)
    expect(text(notebook)).to_contain_text("At z = 1.6, sigmoid gives 0.832")
    assert notebook.value("demo.z") == 1.6

    moved(notebook, lambda: control(notebook, "slider", "Probe z").press("ArrowLeft"))
    expect(text(notebook)).to_contain_text("At z = 1.5")
    assert picture(notebook) == at_first
    moved(notebook, lambda: control(notebook, "slider", "Logit 2").press("End"))
    moved(notebook, lambda: control(notebook, "combobox", "Activation").select_option("relu"))
    expect(text(notebook)).to_contain_text("probabilities 0.000335, 1, 5.02e-05 and 1.67e-05")
    moved(notebook, lambda: notebook.execute("demo.z = -2"))
    expect(text(notebook)).to_contain_text("a dead ReLU")
    expect(control(notebook, "slider", "Probe z")).to_have_value("-2")
    assert notebook.value("demo.browser_errors") == []


def test_losses_move_by_keyboard_and_the_outlier_by_mouse_too(lab):
    notebook = shown(lab, "from dlwidgets.demos.losses import Losses", "")
    expect(text(notebook)).to_contain_text("Truth 1, prediction 0.2: binary cross-entropy 1.61 with slope -5")
    moved(notebook, lambda: control(notebook, "slider", "Probability p").press("ArrowLeft"))
    expect(text(notebook)).to_contain_text("prediction 0.19")
    moved(notebook, lambda: control(notebook, "combobox", "Loss").select_option("huber"))
    expect(control(notebook, "slider", "True value")).to_be_enabled()
    expect(control(notebook, "slider", "Probability p")).to_be_disabled()
    moved(notebook, lambda: control(notebook, "slider", "Outlier").press("ArrowLeft"))
    expect(text(notebook)).to_contain_text("With the outlier at 11.9")

    place = middle(notebook, OUTLIER_COLOUR)
    mouse = notebook.page.mouse
    mouse.move(*place)
    mouse.down()
    moved(notebook, lambda: mouse.move(place[0], place[1] + 40, steps=4))
    expect(text(notebook)).not_to_contain_text("With the outlier at 11.9")
    mouse.up()
    dragged = notebook.value("demo.outlier")
    assert dragged < 11
    x, y = middle(notebook, OUTLIER_COLOUR)
    assert abs(x - place[0]) < 1.5
    assert abs(y - place[1] - 40) < 2
    assert notebook.value("demo.browser_errors") == []
