"""What is learned from: plane sets, logic gates, real tables and the learner's own; split, noise, scaling."""

from dlwidgets.data.catalogue import load, names
from dlwidgets.data.dataset import Dataset
from dlwidgets.data.handed_in import data_or_pair, is_own, own_dataset, refuse_target
from dlwidgets.data.scaler import Scaler
from dlwidgets.data.selection import require_two_classes
from dlwidgets.data.split import Split

__all__ = [
    "Dataset",
    "Scaler",
    "Split",
    "data_or_pair",
    "is_own",
    "load",
    "names",
    "own_dataset",
    "refuse_target",
    "require_two_classes",
]
