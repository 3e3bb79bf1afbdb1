"""What each method has to say about the chosen example, on its sheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlwidgets.charts.explanations import HEIGHT_PX, WIDTH_PX
from dlwidgets.charts.network_map import CLASS_INKS
from dlwidgets.charts.theme import CLASS_SHAPES
from dlwidgets.compare.reasons import decision_path, neighbours, occlusion, saliency, windows
from dlwidgets.compare.svm_votes import support_votes
from dlwidgets.data import Split
from dlwidgets.demos.diagram.scene import cut
from dlwidgets.demos.explaining.learned import METHODS, N_TREES, Learned
from dlwidgets.demos.explaining.sheet import LINE, TOP, Array, Sheet, number
from dlwidgets.demos.hidden.plane import View

FIRST = TOP + 2.3 * LINE
"""Middle of the first row below title and head."""
MOST_ROWS = 9
MOST_TILES = 8
WINDOW = 3
"""Side of the square that is hidden in a picture; odd."""
LABELS_PX = 118
ITS_OWN = "forest's own"


@dataclass(frozen=True, eq=False)
class Case:
    """The example about which all are asked.

    Parameters
    ----------
    split : Split
        What was learned from.
    row : int
        Its place in the test part.
    state : dict
        The settings.
    view : View
        The plane on which examples are drawn.
    side : int
        Of a picture; 0 for a table.
    """

    split: Split
    row: int
    state: Mapping[str, Any]
    view: View
    side: int

    @property
    def x(self) -> Array:
        """Its features."""
        return np.asarray(self.split.test.X[self.row])

    @property
    def mean(self) -> Array:
        """What stands for a hidden feature."""
        return np.asarray(self.split.train.X.mean(axis=0))

    def name(self, kind: int) -> str:
        """Return what a class is called."""
        return str(self.split.test.class_names[kind])

    def tile(self, row: int) -> Array:
        """Return a training example as a picture."""
        return self.split.train.X[row].reshape(self.side, self.side)

    def answer(self, one: Learned) -> tuple[int, float]:
        """Return what a method says, and the share that it gives to it: 1 where it gives none."""
        kind = int(one.model.predict(self.x[None])[0])
        return kind, float(one.score(kind)(self.x[None])[0]) if hasattr(one.model, "predict_proba") else 1.0


def case_sheet(case: Case, learned: Mapping[str, Learned]) -> Sheet:
    """Show the example among those that were learned from, and what each method takes it for."""
    test = case.split.test
    truth = case.name(test.y[case.row])
    sheet = Sheet(f"Test example {case.row}: {truth}")
    if case.side:
        sheet.picture(case.x.reshape(case.side, case.side), 0, 32, 180, is_signed=False)
    else:
        _scatter(case, learned, sheet)
    for i, (method, title) in enumerate(METHODS.items()):
        y = 44 + i * 2.2 * LINE
        sheet.text(205, y, title, align="left", bold=True)
        one = learned.get(method)
        if one is None or one.error:
            sheet.line(y + 16, "has failed" if one else "learns …", x=205)
            continue
        kind, share = case.answer(one)
        judged = "right" if kind == test.y[case.row] else "wrong"
        sheet.line(y + 16, f"{judged}: {cut(case.name(kind), 11)}{f', {share:.0%}' if method != 'svm' else ''}", x=205)
    return sheet


def network_sheet(case: Case, one: Learned) -> Sheet:
    """Show where the network's answer would move, and what it loses when a part is hidden."""
    kind, share = case.answer(one)
    sheet = Sheet(f"Network: {case.name(kind)}, {share:.1%} sure")
    slope = saliency(one.model, case.x, one.place(kind))
    patches = windows(case.side, WINDOW) if case.side else [[j] for j in range(len(case.x))]
    lost = 100 * occlusion(one.score(kind), case.x, case.mean, patches)
    if case.side:
        for place, (values, title) in enumerate(((slope, "gradient of its log-odds"), (lost, "lost when hidden"))):
            sheet.text(172 * place + 78, TOP + 22, title, size=11)
            # What is lost is measured in points: less than one in all is not blown up to full colour.
            reach = max(float(np.abs(values).max()), 1.0 * place)
            sheet.picture(values.reshape(case.side, case.side), 172 * place, 46, 156, is_signed=True, reach=reach)
        sheet.line(216, f"Strongest: {number(_strongest(slope))} log-odds per deviation of a pixel;")
        sheet.line(233, f"{number(_strongest(lost), 1)} points when {WINDOW} × {WINDOW} pixels are at their mean.")
        return sheet
    order = np.argsort(-np.abs(slope), kind="stable")[:MOST_ROWS]
    width = (WIDTH_PX - LABELS_PX) / 2
    sheet.text(LABELS_PX + width / 2, TOP + 24, "gradient: log-odds", size=10)
    sheet.text(LABELS_PX + 1.5 * width, TOP + 24, "hidden: points lost", size=10)
    _labels(sheet, [case.split.train.feature_names[j] for j in order])
    sheet.bars(LABELS_PX, width, FIRST, slope[order], [number(slope[j]) for j in order])
    sheet.bars(LABELS_PX + width, width, FIRST, lost[order], [number(lost[j], 1) for j in order], least=1)
    return sheet


def svm_sheet(case: Case, one: Learned) -> Sheet:
    """Show the support vectors with the strongest votes, and how far away they lie."""
    votes = support_votes(one.model, case.x)
    said, rival = map(case.name, votes.kinds)
    sheet = Sheet(f"SVM: {said}, decision {number(votes.decision)} against {rival}")
    border = f"the border is {abs(votes.distance):.2f} away." if votes.length else "that is all."
    sheet.line(TOP + 21, f"{len(votes.rows)} vectors vote, {number(votes.intercept)} is added; {border}")
    y = case.split.train.y
    if case.side:
        shown = range(min(MOST_TILES, len(votes.rows)))
        captions = [
            (f"{number(votes.votes[i])}: a {case.name(y[votes.rows[i]])}", f"distance {votes.distances[i]:.1f}")
            for i in shown
        ]
        sheet.gallery([case.tile(votes.rows[i]) for i in shown], captions, 46)
        return sheet
    rows = range(min(MOST_ROWS, len(votes.rows)))
    _labels(sheet, [f"{case.name(y[votes.rows[i]])} (no. {votes.rows[i]})" for i in rows])
    sheet.bars(LABELS_PX, 130, FIRST, votes.votes[: len(rows)], [number(votes.votes[i]) for i in rows])
    for i in rows:
        sheet.line(FIRST + i * LINE, f"dist. {votes.distances[i]:.2f}", x=LABELS_PX + 138)
    return sheet


def knn_sheet(case: Case, one: Learned) -> Sheet:
    """Show the examples that have voted, the nearest first."""
    near, y = neighbours(one.model, case.x), case.split.train.y
    kind, _ = case.answer(one)
    n_agree = int((y[near.rows] == kind).sum())
    sheet = Sheet(f"Neighbours: {n_agree} of {len(near.rows)} say {case.name(kind)}")
    sheet.line(TOP + 21, "Training examples, the nearest first, with their distance:")
    if case.side:
        captions = [
            (f"a {case.name(y[row])}", f"{away:.2f}") for row, away in zip(near.rows, near.distances, strict=True)
        ]
        sheet.gallery([case.tile(row) for row in near.rows[:MOST_TILES]], captions, 46)
        return sheet
    rows = near.rows[:MOST_ROWS]
    _labels(sheet, [f"{case.name(y[row])} (no. {row})" for row in rows])
    reach = float(near.distances[: len(rows)].max(initial=0.0)) or 1.0
    for i, (row, away) in enumerate(zip(rows, near.distances, strict=False)):
        at, length = FIRST + i * LINE, 150 * away / reach
        sheet.area((LABELS_PX + 14, at - 6, LABELS_PX + 14 + length, at + 6), fill="faint")
        sheet.point(LABELS_PX + 6, at, ink=_ink(y[row]), shape=_shape(y[row]), size=40)
        sheet.text(LABELS_PX + 20 + length, at, f"{away:.2f}", size=10, align="left")
    return sheet


def forest_sheet(case: Case, one: Learned) -> Sheet:
    """Show how the trees vote, and the questions that one of them has asked."""
    *before, forest = [step for _, step in one.model.steps]
    z = case.x[None]
    for step in before:
        z = step.transform(z)
    kind, _ = case.answer(one)
    # Straight from the trees: asking each through scikit-learn's checks takes longer than a frame.
    leaves = [tree.tree_.predict(z.astype(np.float32)) for tree in forest.estimators_]
    said = [int(forest.classes_[leaf.argmax()]) for leaf in leaves]
    n_agree = said.count(kind)
    sheet = Sheet(f"Forest: {n_agree} of {N_TREES} trees say {case.name(kind)}")
    tree = case.state["tree"]
    path = decision_path(forest.estimators_[tree - 1], case.x, before)
    sheet.line(TOP + 21, f"Tree {tree} asks {len(path)} questions and says {case.name(said[tree - 1])}:")
    names = case.split.train.feature_names
    room = MOST_ROWS if len(path) <= MOST_ROWS else MOST_ROWS - 1
    for i, asked in enumerate(path[:room]):
        answer = "yes" if asked.is_yes else "no"
        text = f"{cut(names[asked.feature], 22)} at most {asked.threshold:.4g}? It is {asked.value:.4g}: {answer}"
        sheet.line(FIRST + i * LINE, text)
    if len(path) > room:
        sheet.line(FIRST + room * LINE, f"and {len(path) - room} more questions")
    return sheet


def all_sheet(case: Case, learned: Mapping[str, Learned]) -> Sheet:
    """Show what each method relies on: points of accuracy lost when a feature is shuffled, and the forest's own."""
    sheet = Sheet("Asked alike: points lost by shuffling a feature")
    columns = {title: 100 * learned[method].drops for method, title in METHODS.items() if _has_drops(learned, method)}  # type: ignore[operator]
    forest = learned.get("forest")
    if forest is not None and forest.model is not None:
        columns[ITS_OWN] = 100 * forest.model.steps[-1][1].feature_importances_
    if not columns:
        sheet.line(TOP + 24, "not measured yet")
        return sheet
    asked = [values for title, values in columns.items() if title != ITS_OWN]
    matter = np.max(asked or [*columns.values()], axis=0)
    if case.side:
        _maps(sheet, case, columns, float(max(np.abs(values).max() for values in asked or columns.values())) or 1.0)
        return sheet
    order = np.argsort(-matter, kind="stable")[:MOST_ROWS]
    _labels(sheet, [case.split.train.feature_names[j] for j in order])
    width = (WIDTH_PX - LABELS_PX) / 5
    reach = float(np.abs(matter).max()) or 1.0
    for place, (title, values) in enumerate(columns.items()):
        x = LABELS_PX + place * width
        sheet.text(x + width / 2, TOP + 24, title, size=9)
        for i, j in enumerate(order):
            at, strength = FIRST + i * LINE, min(1.0, abs(values[j]) / reach)
            ink = "negative" if values[j] < 0 else "positive"
            sheet.area((x + 1, at - 9, x + width - 1, at + 9), fill=ink, opacity=0.6 * strength)
            sheet.text(x + width / 2, at, f"{values[j]:.1f}".replace("-", "−"), size=10, halo=0)
    return sheet


SHEETS: dict[str, Callable[[Case, Learned], Sheet]] = {
    "network": network_sheet,
    "svm": svm_sheet,
    "knn": knn_sheet,
    "forest": forest_sheet,
}


def _maps(sheet: Sheet, case: Case, columns: Mapping[str, Array], reach: float) -> None:
    """Show importances of pixels as pictures."""
    for place, (title, values) in enumerate(columns.items()):
        x, y = 114 * (place % 3), 46 + 104 * (place // 3)
        sheet.text(x + 38, y - 10, title, size=10)
        own = float(np.abs(values).max()) or 1.0
        sheet.picture(
            values.reshape(case.side, case.side), x, y, 76, is_signed=True, reach=own if title == ITS_OWN else reach
        )
    sheet.line(HEIGHT_PX - 6, f"Full colour: {reach:.1f} points; in the forest's own, the largest.")


def _scatter(case: Case, learned: Mapping[str, Learned], sheet: Sheet) -> None:
    """Draw the training examples on a plane; the example is tied to its neighbours, and support vectors are larger."""
    train = case.split.train
    places, here = case.view.of(train.X), case.view.of(case.x[None])[0]
    both = np.vstack([places, here])
    low, high = both.min(axis=0), both.max(axis=0)
    low, high = np.where(high > low, low, low - 0.5), np.where(high > low, high, high + 0.5)

    def at(place: Array) -> tuple[float, float]:
        share = (place - low) / (high - low)
        return 8 + 174 * float(share[0]), 38 + 174 * (1 - float(share[1]))

    sheet.area((0, 30, 190, 220), edge="faint")
    voters = set()
    if _is_there(learned, "svm"):
        voters = {*support_votes(learned["svm"].model, case.x).rows.tolist()}
    if _is_there(learned, "knn"):
        for row in neighbours(learned["knn"].model, case.x).rows:
            sheet.tie(at(here), at(places[row]))
    for row, place in enumerate(places):
        kind = train.y[row]
        tip = f"no. {row}: {case.name(kind)}"
        sheet.point(*at(place), ink=_ink(kind), shape=_shape(kind), size=46 if row in voters else 14, tip=tip)
    sheet.point(*at(here), ink="accent", shape="diamond", size=150, tip="the example")
    axes = "two components" if case.view.shares else " and ".join(train.feature_names[:2])
    sheet.text(95, 231, cut(axes, 34), size=10)


def _labels(sheet: Sheet, names: list[str]) -> None:
    for i, name in enumerate(names):
        sheet.text(0, FIRST + i * LINE, cut(name, 20), size=10.5, align="left", tip=name)


def _strongest(values: Array) -> float:
    return float(values[np.abs(values).argmax()])


def _is_there(learned: Mapping[str, Learned], method: str) -> bool:
    return method in learned and not learned[method].error


def _has_drops(learned: Mapping[str, Learned], method: str) -> bool:
    return _is_there(learned, method) and learned[method].drops is not None


def _ink(kind: int) -> str:
    return CLASS_INKS[kind % len(CLASS_INKS)]


def _shape(kind: int) -> str:
    return CLASS_SHAPES[kind % len(CLASS_SHAPES)]
