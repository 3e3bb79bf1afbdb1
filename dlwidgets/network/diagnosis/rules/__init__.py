"""What can be wrong between data, layers, output, target and loss: one small rule for each.

A rule is quiet about everything that it does not know. The order is that of mending: what comes first changes most of
what comes after.
"""

from dlwidgets.network.diagnosis.rules import hidden, inputs, losses, metrics, outputs, shapes, training, units
from dlwidgets.network.diagnosis.rules.case import Case, Rule

RULES: tuple[Rule, ...] = (
    *shapes.RULES,
    *units.RULES,
    *outputs.RULES,
    *losses.RULES,
    *metrics.RULES,
    *inputs.RULES,
    *training.RULES,
    *hidden.RULES,
)
"""All rules, in the order in which what they find is mended."""

__all__ = ["RULES", "Case", "Rule"]
