"""Features that a person has made beside those that a network has learned: who does the work?"""

from collections.abc import Sequence
from typing import Any

from dlwidgets.compare.contestants import prepared
from dlwidgets.compare.hidden import HiddenFeatures
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.compare.race import race
from dlwidgets.compare.result import RaceResult
from dlwidgets.data import Dataset, Split
from dlwidgets.errors import clear_call
from dlwidgets.network import NetworkSpec


@clear_call
def feature_race(
    data: str | Dataset | Split = "spiral",
    made_by_hand: Any = "unwound",
    *,
    network: NetworkSpec | Sequence[int] = (32, 32),
    epochs: int | None = None,
    **how: Any,
) -> RaceResult:
    """Give one linear SVM the features as they are, those that a person has made, and those that a network has learned.

    Whether a straight border is enough then depends on the features alone. The table also says what each way costs: a
    formula of a person's has no numbers to learn, but somebody had to find it.

    Parameters
    ----------
    data : str, Dataset, Split or (X, y), default "spiral"
        As `race` takes it.
    made_by_hand : {"unwound", "polar", "polynomial"}, transformer or callable, default "unwound"
        Features as `race` takes them.
    network : NetworkSpec or sequence of int, default (32, 32)
        As `NetworkClassifier` takes it; what its layer before the last puts out is what it has learned.
    epochs : int, optional
        How often the network sees each example.
    **how
        Other settings of `race`, such as ``seeds``.

    Returns
    -------
    RaceResult
        With the rows ``"as they are"``, ``"made by hand"``, ``"learned"``, all three judged by the SVM, and
        ``"network"``, which judges by its own last layer.

    Raises
    ------
    UnknownNameError, DataError, InvalidValueError
        As `race`.

    References
    ----------
    Y. Bengio, A. Courville and P. Vincent (2013), Representation learning, https://arxiv.org/abs/1206.5538
    """
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    def svm(features: Any) -> Any:
        return prepared(SVC(kernel="linear"), "standard", features)

    learned = Pipeline([("before", StandardScaler()), *svm(HiddenFeatures(network, epochs=epochs)).steps])
    itself = prepared(NetworkClassifier(network, epochs=epochs), "standard", None)
    ways = {"as they are": svm(None), "made by hand": svm(made_by_hand), "learned": learned, "network": itself}
    return race(data, ways, **how)
