"""Comprehensions of a program: lists that are made round by round."""

import ast
from collections.abc import Callable
from typing import Any

from dlwidgets.assistant.reading.bindings import Bindings
from dlwidgets.assistant.values import UNKNOWN

MOST_ROUNDS = 64
"""Longer loops are followed once, with what they change unknown; so are loops in loops with more rounds in all."""


class Comprehensions(Bindings):
    """Follows comprehensions."""

    _times = 1

    def _on_listcomp(self, node: ast.ListComp) -> Any:
        return self._comprehended(node.generators, lambda: self.value(node.elt))

    def _on_generatorexp(self, node: ast.GeneratorExp) -> Any:
        return self._comprehended(node.generators, lambda: self.value(node.elt))

    def _on_setcomp(self, node: ast.SetComp) -> Any:
        self._comprehended(node.generators, lambda: self.value(node.elt))
        return UNKNOWN

    def _on_dictcomp(self, node: ast.DictComp) -> Any:
        pairs = self._comprehended(node.generators, lambda: (self.value(node.key), self.value(node.value)))
        known = isinstance(pairs, list) and all(isinstance(key, str | int) for key, _ in pairs)
        return dict(pairs) if known else UNKNOWN

    def _comprehended(self, generators: list[ast.comprehension], made: Callable[[], Any]) -> Any:
        """Make a list, round by round where the rounds are known."""
        first, before, times = generators[0], self.names, self._times
        rounds = self.rounds(self.value(first.iter))
        self.names = dict(before)
        try:
            if rounds is None or len(rounds) * times > MOST_ROUNDS or len(generators) > 1 or first.ifs:
                for one in generators:
                    self.bind(one.target, UNKNOWN)
                made()
                return UNKNOWN
            found = []
            self._times = times * max(len(rounds), 1)
            for one in rounds:
                self.bind(first.target, one)
                found.append(made())
            return found
        finally:
            self.names, self._times = before, times

    @staticmethod
    def rounds(value: Any) -> list[Any] | None:
        """List what a loop goes over; None if that is not known, or too much."""
        if not isinstance(value, range | list | tuple | dict) or len(value) > MOST_ROUNDS:
            return None
        listed = list(value)
        return None if any(one is UNKNOWN for one in listed) and len(listed) == 1 else listed
