"""The sheet of a network diagram, filled for the depth that is looked at."""

from dlwidgets.demos.diagram.layer import draw_layer
from dlwidgets.demos.diagram.network import NetworkScene
from dlwidgets.demos.diagram.neuron import draw_neuron
from dlwidgets.demos.diagram.outputs import draw_outputs
from dlwidgets.demos.diagram.places import NetworkPlaces
from dlwidgets.demos.diagram.scene import Scene
from dlwidgets.demos.diagram.view import DiagramView

CRUMB_PX, LETTER_PX = 12, 6.6


def picture_of(view: DiagramView) -> Scene:
    """Draw what is looked at.

    Parameters
    ----------
    view : DiagramView
        What there is to show.

    Returns
    -------
    Scene
        The sheet.
    """
    scene = Scene()
    if view.place.depth == "layer":
        draw_layer(view, scene)
    elif view.place.depth == "neuron":
        draw_neuron(view, scene)
    else:
        places = NetworkPlaces(view)
        NetworkScene(places, scene).draw()
        draw_outputs(places, scene)
    _draw_crumbs(view, scene)
    return scene


def _draw_crumbs(view: DiagramView, scene: Scene) -> None:
    """Write where in the network one is; a click goes up or down."""
    crumbs = {"network": "Whole network", "layer": view.column.title}
    if view.column.is_dense:
        crumbs["neuron"] = f"Neuron {view.place.neuron}"
    x = 0.0
    for depth, text in crumbs.items():
        if x:
            scene.text(x + 4, CRUMB_PX, "›", size=14, align="left")
            x += 18
        is_here, width = depth == view.place.depth, LETTER_PX * len(text)
        box = (max(0, x - 3), 2, x + width + 3, CRUMB_PX + 9)  # easier to hit than the letters
        scene.area(box, fill="paper", opacity=0.0, part=f"d:{depth}", tip=f"Go to: {text}")
        scene.text(x, CRUMB_PX, text, size=12, align="left", bold=is_here, part=f"d:{depth}", tip=f"Go to: {text}")
        ink, line = ("accent", 2.5) if is_here else ("faint", 1)
        scene.outline([(x, CRUMB_PX + 10), (x + width, CRUMB_PX + 10)], ink=ink, width=line)
        x += width + 4
