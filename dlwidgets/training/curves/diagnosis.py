"""What the curves of a run show: a finding with its measured reason, the epochs that show it, and what to try."""

import math

import numpy as np

from dlwidgets.training.curves.dead_relus import blocked, many_dead
from dlwidgets.training.curves.finding import Curves, Finding, Kind, curves_of
from dlwidgets.training.curves.shape import Curve, end, jitter, levels, roughness, smooth, trend, turns, window
from dlwidgets.training.curves.too_good import too_good
from dlwidgets.training.curves.unseen_classes import unseen_classes
from dlwidgets.training.run import Ending, Run
from dlwidgets.training.words import rounded

FEWEST_EPOCHS = 5
"""Epochs before which only a loss that is no number is told."""
CLEAR = 2.5
"""From here on a trend is no chance."""
ROUGH = 0.06
"""From this roughness on a curve is shaken by its steps: healthy runs stay below 0.05."""
LESS = "a tenth of the learning rate."


def diagnose(run: Run) -> Finding | None:
    """Say what the curves of a run show, and nothing if that is not clear.

    Parameters
    ----------
    run : Run
        Running or ended. Only what was reported is read, never data or model.

    Returns
    -------
    Finding or None
        The gravest one; None where there is too little to tell.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/overfitting/interpreting-loss-curves

    Examples
    --------
    >>> run = Run(1, n_epochs=2)
    >>> run.record(1, {"loss": 0.7})
    >>> run.record(2, {"loss": float("nan")})
    >>> diagnose(run).kind.value
    'not a number'
    """
    since = run.undefined_since() or (run.last_epoch + 1 if run.ending is Ending.UNDEFINED else None)
    if since is not None:
        return _undefined(run, since)
    if (finding := blocked(run)) is not None:
        return finding
    curves = curves_of(run)
    if curves is None or curves.n < FEWEST_EPOCHS:
        return None
    # A loss below 0 has no height of which to take a part.
    found = (rule(curves) for rule in (_RULES if curves.loss.min() >= 0 else _OF_ANY_SIGN))
    finding = next((finding for finding in found if finding), None)
    return finding if finding and finding.is_alarm else many_dead(run) or finding


def _undefined(run: Run, since: int) -> Finding:
    at_once = not run.epochs or since == run.epochs[0]
    cause = (
        "the data have gaps, or the learning rate is too high" if at_once else "the learning rate is probably too high"
    )
    sentence = f"The loss is not a finite number since epoch {since}: {cause}."
    look = "look for gaps with np.isnan(X).any(), then " if at_once else ""
    return Finding(Kind.UNDEFINED, sentence, f"{look}a tenth of the learning rate.", since, max(since, run.last_epoch))


def _climbs(c: Curves) -> Finding | None:
    """Find a training loss that rises beyond where it began."""
    v, level = c.loss, end(c.loss)
    lowest = int(np.argmin(smooth(v)))
    rises = trend(v[lowest:]) > CLEAR or v[-1] > 10 * v[lowest]
    if not rises or level < max(1.3 * v[0], 1.5 * v[lowest]) or level - v[lowest] < 4 * jitter(v[lowest:]):
        return None
    words = f"Training loss has risen from {rounded(v[lowest])} to {rounded(level)} since epoch {c.epochs[lowest]}"
    return c.finding(Kind.TOO_HIGH, lowest, f"{words}: the learning rate is too high.", LESS)


def _overshoots(c: Curves) -> Finding | None:
    """Find a training loss that was worse than any guess, and has not recovered well."""
    worst = int(np.argmax(c.worst))
    held_out = -np.inf if c.validation is None else end(c.validation)
    # Blind guessing costs ln(1000) = 6.9 even with a thousand classes.
    if c.accuracy is None or c.worst[worst] < 8 or max(end(c.loss), held_out) < 0.5:
        return None
    words = f"Training loss was {rounded(c.worst[worst])} in epoch {c.epochs[worst]}, more than blind guessing costs"
    cause = "steps overshoot, so the learning rate is too high, or the inputs are not scaled."
    return c.finding(Kind.TOO_HIGH, 0, f"{words}: {cause}", LESS)


def _jumps_back(c: Curves) -> Finding | None:
    """Find a training loss that was much lower before."""
    v, low = c.loss, smooth(c.loss).min()
    lowest, lately = int(np.argmin(smooth(v))), float(np.median(v[-(v.size // 3) :]))
    if v.size < 10 or lowest >= 2 * v.size // 3 or lately <= 1.7 * low:
        return None
    if lately - low < max(0.04 * v[0], 3 * jitter(v[: v.size // 2])):
        return None
    words = f"Training loss was {rounded(v[lowest])} at epoch {c.epochs[lowest]} and is about {rounded(lately)} now"
    return c.finding(Kind.TOO_HIGH, lowest, f"{words}: it jumps back, so the learning rate is too high.", LESS)


def _shakes(c: Curves) -> Finding | None:
    """Find losses that jump up and down from epoch to epoch."""
    since = c.n // 4
    tail = c.loss[since:]
    if tail.size < 6 or turns(tail) < 0.35:
        return None
    shake = roughness(c.loss, since)
    words = f"Training loss jumps up and down by about {rounded(jitter(tail))} from epoch to epoch"
    if c.validation is not None:
        # Dropout and the draw of batches shake the training loss too, but only moving weights what is held back.
        held_out = c.validation[since:]
        moved = roughness(c.validation, since) if turns(held_out) >= 0.35 else 0.0
        shake = max(shake / 3, math.sqrt(shake * moved))
        words += f", validation loss by {rounded(jitter(held_out))}"
    if shake < ROUGH:
        return None
    return c.finding(Kind.TOO_HIGH, since, f"{words}: the learning rate is too high.", LESS)


def _stuck(c: Curves) -> Finding | None:
    """Find a loss that does not move at all."""
    same = np.abs(c.loss - c.loss[-1]) <= 2e-6 * abs(c.loss[-1])
    since = c.n - int(np.argmin(same[::-1])) if not same.all() else 0
    n = c.n - since
    # Who comes to rest softly has arrived where it can get to, as the fit of a straight line does.
    has_learnt = since > 1 and abs(c.loss[since - 1] - c.loss[-1]) < 1e-4 * abs(c.loss[-1])
    if has_learnt or n < max(FEWEST_EPOCHS - 1, c.n // 3) or abs(c.loss[-1]) < 1e-6:
        return None
    sentence = (
        f"Training loss is exactly {rounded(c.loss[-1])} for {c.lasted(since) + 1} epochs: no weight moves, "
        "as when every ReLU is dead."
    )
    return c.finding(
        Kind.STUCK,
        since,
        sentence,
        "leaky ReLU and a fresh start; check that the learning rate is not 0 and that layers are trainable.",
    )


def _not_learning(c: Curves) -> Finding | None:
    """Find a loss that stays where blind guessing is."""
    return _blind(c, min(2, c.n // 5)) or _blind(c, c.n // 2) if c.n >= 8 else None


def _blind(c: Curves, since: int) -> Finding | None:
    """Find a loss that is flat since an epoch, and no better than a guess."""
    v = c.loss[since:]
    level = float(np.median(v))
    if trend(v) < -2 * CLEAR and turns(v) < 0.1:
        return None  # slow as it may be, it learns
    if level <= 0 or abs(end(v) - np.median(v[: max(1, v.size // 3)])) > 0.02 * level + jitter(v):
        return None
    if c.accuracy is not None:
        n_classes = max(2, math.floor(1.03 * math.exp(min(level, 20))))
        share = float(np.median(c.accuracy[since:]))
        over = level / math.log(n_classes) - 1
        # A straight line through rings is right about more than half of them, and as unsure as any guess.
        near = 0.15 if abs(over) < 0.01 else 0.08
        is_blind = -0.03 < over < 0.12 and abs(share - 1 / n_classes) < near
        words = f"Training loss stays at {rounded(level)} and accuracy at {rounded(share)}"
        words += f", as if guessing among {n_classes} classes"
    else:
        is_blind = bool(c.first_batches.size) and level > 0.9 * c.first_batches.mean()
        words = f"Training loss stays at {rounded(level)}, where it was at the first batches"
    check = "fit ten examples only; if that fails too, look at scaling, labels, learning rate and dead ReLUs."
    return c.finding(Kind.NOT_LEARNING, since, f"{words}: the network is not learning.", check) if is_blind else None


def _over_fitting(c: Curves) -> Finding | None:
    """Find a validation loss that rises while the training loss falls."""
    if c.validation is None:
        return None
    val, level = smooth(c.validation), end(c.validation)
    turn = _lowest(c.validation, val)
    n, since = c.n - 1 - turn, c.validation[turn:]
    fall = end(c.loss) / (smooth(c.loss)[turn] or 1)
    # Where it goes on and on, less is clear already.
    share = 0.12 if (n >= 15 and fall < 0.5) or trend(since) > 2 * CLEAR else 0.2
    enough = max(share * abs(val[turn]), 0.06 * (c.validation[0] - val[turn]), 3 * jitter(since))
    if n < 4 or level - val[turn] < enough or trend(since) < CLEAR or fall > 0.95:
        return None
    words = (
        f"Validation loss has risen for {c.lasted(turn)} epochs since epoch {c.epochs[turn]}, from "
        f"{rounded(since[0])} to {rounded(level)}, while training loss still falls: over-fitting."
    )
    less = f"stop near epoch {c.epochs[turn]}, more data, dropout, or a smaller network."
    return c.finding(Kind.OVER_FITTING, turn, words, less)


def _memorises(c: Curves) -> Finding | None:
    """Find a validation loss that stays while the training loss goes to almost nothing."""
    if c.validation is None:
        return None
    turn = _lowest(c.validation, smooth(c.validation))
    n, level, known = c.n - 1 - turn, end(c.validation), end(c.loss)
    if n < max(8, c.n // 2) or known >= 0.05 * min(level, smooth(c.loss)[turn]):
        return None
    words = (
        f"Validation loss has not fallen for {c.lasted(turn)} epochs since epoch {c.epochs[turn]}, at "
        f"{rounded(level)}, while training loss went down to {rounded(known)}: over-fitting."
    )
    return c.finding(Kind.OVER_FITTING, turn, words, f"stop near epoch {c.epochs[turn]}, or more data.")


def _lowest(curve: Curve, smoothed: Curve) -> int:
    """Return where a curve is lowest, near where it is lowest when smoothed."""
    about, half = int(np.argmin(smoothed)), window(curve.size) // 2
    start = max(0, about - half)
    return start + int(np.argmin(curve[start : about + half + 1]))


def _too_low(c: Curves) -> Finding | None:
    """Find a training loss that falls slowly, always at the same pace."""
    v, middle = smooth(c.loss), c.n // 2
    total, late = v[0] - v[-1], v[middle] - v[-1]
    early = v[0] - v[middle]
    final = v[-1] - c.n_left * late / (c.n - middle)
    if c.n < 8 or total <= 0 or v[0] <= 0 or late < 0.55 * early or final < 0.6 * v[0]:
        return None
    if trend(c.loss) > -CLEAR or late < 4 * jitter(c.loss) or total < 0.001 * v[0]:
        return None
    if c.validation is not None and trend(c.validation) > CLEAR:
        return None  # faster steps would only learn faster what does not hold for other examples
    percent = 100 * total / v[0]
    sentence = (
        f"Training loss falls steadily but slowly, by {rounded(percent)} % in {c.lasted(0) + 1} epochs, and is "
        "far from flat: the learning rate is probably too low."
    )
    return c.finding(Kind.TOO_LOW, 0, sentence, "ten times the learning rate.")


def _finished(c: Curves) -> Finding | None:
    """Find curves that have fallen and are flat now."""
    followed = c.loss if c.validation is None else c.validation
    since = 2 * c.n // 3
    tail = followed[since:]
    if c.n < 12 or end(followed) > 0.9 * followed[0]:
        return None
    if abs(np.median(tail[: tail.size // 2]) - end(followed)) > 0.02 * abs(end(followed)) + 1e-9:
        return None
    what = "Training" if c.validation is None else "Validation"
    sentence = (
        f"{what} loss has hardly moved for {c.lasted(since)} epochs, at {rounded(end(followed))}: the fit has settled."
    )
    return c.finding(
        Kind.FINISHED, since, sentence, "fewer epochs, or a larger network to see whether it can do better."
    )


def _healthy(c: Curves) -> Finding | None:
    """Find curves that fall as they should."""
    falls = [v for v in (c.loss, c.validation) if v is not None and (trend(v) < -CLEAR or end(v) < 0.7 * v[0])]
    rises_again = c.validation is not None and end(c.validation) > 1.05 * levels(c.validation).min()
    if rises_again or len(falls) < 1 + (c.validation is not None):
        return None
    names = "Training loss falls" if c.validation is None else "Training and validation loss fall together"
    return c.finding(Kind.HEALTHY, 0, f"{names}: no sign of trouble.", "more epochs, as long as it goes on.")


_RULES = (
    _climbs,
    _overshoots,
    _jumps_back,
    _shakes,
    _stuck,
    unseen_classes,
    _not_learning,
    _memorises,
    _over_fitting,
    _too_low,
    too_good,
    _finished,
    _healthy,
)
_OF_ANY_SIGN = (_stuck, _finished, _healthy)
