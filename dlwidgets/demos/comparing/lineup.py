"""Who takes part in a comparison, with the numbers that its controls give them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dlwidgets.compare.contestants import NAMES, Contestant, read_contestants
from dlwidgets.errors import InvalidValueError

MOST = 6
OF_THE_SVM = ("C", "gamma")
OF_THE_NETWORK = ("n_layers", "neurons", "activation", "learning_rate", "epochs")
CONTROLS: Mapping[str, Sequence[str]] = {
    "keras": OF_THE_NETWORK,
    "svm": ("kernel", *OF_THE_SVM),
    "svm_linear": ("C",),
    "svm_rbf": OF_THE_SVM,
    "svm_poly": OF_THE_SVM,
    "knn": ("n_neighbors",),
}
"""Settings that tell a contestant how to learn, by the name under which it takes part."""


def read_lineup(given: Any) -> dict[str, Any]:
    """Return who takes part as the reader gave it, by name.

    Parameters
    ----------
    given : object
        As ``dlw.race`` takes contestants.

    Returns
    -------
    dict
        A name that stands for itself, or a `Contestant` that is taken as it is.

    Raises
    ------
    UnknownNameError
        For a name that is not known, with the nearest.
    InvalidValueError
        If nobody takes part, or more than there is room for.
    """
    given = [*given] if isinstance(given, Iterator) else given
    listed = [given] if isinstance(given, str) else given
    by_name = {one for one in listed if isinstance(one, str)} if isinstance(listed, list | tuple) else set()
    found = [one.name for one in read_contestants(given, "none", None)]
    if len(found) > MOST:
        raise InvalidValueError(f"{len(found)} contestants came; there is room for {MOST}. Leave some out.")
    own = {one.name: one for one in read_contestants(given, "none", None)}
    return {name: name if name in by_name & {*NAMES} else own[name] for name in found}


def unused_controls(lineup: Mapping[str, Any]) -> set[str]:
    """Return the settings that none of those who take part looks at."""
    used = {setting for name, one in lineup.items() if one == name for setting in CONTROLS.get(name, ())}
    return {setting for settings in CONTROLS.values() for setting in settings} - used


def contestants(lineup: Mapping[str, Any], state: Mapping[str, Any], features: Any) -> tuple[Contestant, ...]:
    """Make the contestants for settings as they are.

    Parameters
    ----------
    lineup : dict
        As `read_lineup` returns it.
    state : dict
        The settings.
    features : object
        How features are made, as ``dlw.race`` takes it.

    Returns
    -------
    tuple of Contestant
        Each with its pipeline; none has learned.
    """
    given = [(name, one if one == name else _bare(one)) for name, one in lineup.items()]
    made = read_contestants(given, "standard" if state["scaling"] else "none", features)
    for one in made:
        if lineup[one.name] == one.name:
            one.estimator.set_params(**{f"model__{name}": value for name, value in _numbers(one.name, state).items()})
    return made


def _bare(contestant: Contestant) -> Any:
    """Return a contestant's estimator without the pipeline that reading has put around it."""
    steps = getattr(contestant.estimator, "steps", [])
    return steps[0][1] if [name for name, _ in steps] == ["model"] else contestant.estimator


def _numbers(name: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an estimator is told."""
    told = {setting: state[setting] for setting in CONTROLS.get(name, ())}
    if name == "keras":
        told["network"] = (told.pop("neurons"),) * told.pop("n_layers")
    if told.get("kernel") == "poly":
        told["coef0"] = 1.0  # as in svm_poly: without it, only products of three features count
    return told
