"""A demo that lives in its picture: nothing of it is computed in Python."""

import altair as alt

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import choice, slider, toggle
from dlwidgets.widgets.demo import Demo


class Wave(Demo):
    """How often does a wave <turn>?"""

    rate = slider(1.0, 0, 5, step=0.5, label="Rate", help="How often it turns.", in_picture=True)
    shape = choice("sin", {"sin": "Sine", "cos": "Cosine"}, label="Shape", help="Which wave.", in_picture=True)
    thick = toggle(value=False, label="Thick", help="Whether the line is thick.", in_picture=True)
    plain = slider(0, 0, 9, step=1, label="Plain", help="Not in the picture.")

    def chart(self):
        first = {"rate": 1, "shape": "sin", "thick": False}
        wave = alt.Chart(alt.sequence(0, 10, 0.1, as_="x"))
        wave = wave.transform_calculate(y="shape == 'sin' ? sin(rate * datum.x) : cos(rate * datum.x)")
        wave = wave.mark_line(strokeWidth=alt.expr("thick ? 6 : 2")).encode(x="x:Q", y="y:Q")
        return wave.add_params(*(alt.param(name=name, value=value) for name, value in first.items()))

    def settle(self, changed):
        if "rate" in changed and self.rate == 4:
            raise InvalidValueError("A rate of 4 is out of fashion.")

    def sentence(self):
        return f"It turns {self.rate} times & more."
