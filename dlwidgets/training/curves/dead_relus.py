"""ReLUs that are 0 for all examples: found in what was recorded of the layers."""

from dlwidgets.training.curves.finding import Finding, Kind
from dlwidgets.training.looks import Look
from dlwidgets.training.run import Run

MANY = 0.5
"""From this share of a layer on it is told: some are dead in many a healthy network."""
KILLED = "a tenth of the learning rate with a fresh start, or leaky ReLU, whose units can't die."
STILLBORN = "look at the inputs, their scale, and the first weights and biases; units of leaky ReLU can't die."


def blocked(run: Run) -> Finding | None:
    """Find a layer in which every ReLU is dead: nothing before it can learn any more.

    Parameters
    ----------
    run : Run
        Running or ended, with looks at its layers.

    Returns
    -------
    Finding or None
        None also where no activations were recorded.
    """
    return _found(run, 1.0)


def many_dead(run: Run) -> Finding | None:
    """Find a layer in which at least half of the ReLUs are dead.

    Parameters
    ----------
    run : Run
        Running or ended, with looks at its layers.

    Returns
    -------
    Finding or None
        None also where no activations were recorded.
    """
    return _found(run, MANY)


def _found(run: Run, share: float) -> Finding | None:
    looks = [*run.looks]
    if not run.epochs or not looks or not looks[-1].dead:
        return None
    name, (n_dead, n) = max(looks[-1].dead.items(), key=lambda item: item[1][0] / item[1][1])
    if n_dead / n < share:
        return None
    since = looks[-1].epoch
    for look in reversed(looks):
        if _share(look, name) < share:
            break
        since = look.epoch
    when = f"since epoch {since}" if since else "from the start"
    words = f"{n_dead} of {n} ReLUs of layer {name} are 0 for all examples looked at, {when}"
    effect = "nothing before it can learn" if n_dead == n else "they get no gradient"
    return Finding(
        Kind.DEAD, f"{words}: dead ReLUs, {effect}.", KILLED if since else STILLBORN, max(1, since), run.last_epoch
    )


def _share(look: Look, name: str) -> float:
    n_dead, n = look.dead.get(name, (0, 1))
    return n_dead / n
