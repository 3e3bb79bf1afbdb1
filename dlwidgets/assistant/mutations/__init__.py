"""Operators that put a mistake into a right program: each makes what one rule finds."""

from dlwidgets.assistant.mutations import data, endings, models, names, shapes, workflow
from dlwidgets.assistant.mutations.mutation import MUTATIONS, Mutation

__all__ = ["MUTATIONS", "Mutation", "data", "endings", "models", "names", "shapes", "workflow"]
