"""What the table of removed names says is so in the libraries that are installed here, and its edits mend programs."""

import builtins
import importlib
import importlib.util
import inspect
import re
import warnings

import pytest

from dlwidgets.assistant import find_bugs
from dlwidgets.assistant.removed_names import (
    ARGUMENTS,
    GRAPH,
    KERAS_MODULES,
    KERAS_NAMES,
    METHODS,
    REMOVED,
    WORDS,
    heir,
)

ALIASES = {"numpy": "np", "pandas": "pd", "tensorflow": "tf", "scipy": "scipy", "sklearn": "sklearn"}
GRAPHS = "import tensorflow as tf\nx = tf.placeholder(tf.float32, [None, 3])\ny = tf.log(x)\nwith tf.Session() as s:\n    s.run(y, {x: z})\n"


def found(path):
    """Look a whole name up in what is installed; None if it is not there."""
    parts = path.split(".")
    if len(parts) == 1 and hasattr(builtins, path):
        return getattr(builtins, path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        held = importlib.import_module(parts[0]) if importlib.util.find_spec(parts[0]) else None
        for count, name in enumerate(parts[1:], 2):
            try:
                held = getattr(held, name)
            except (AttributeError, ImportError):
                held = imported(".".join(parts[:count]))
    return held


def imported(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def rules(code):
    return [one.rule for one in find_bugs(code)]


def test_what_is_removed_is_gone_and_what_took_its_place_is_there():
    assert [old for old in (*REMOVED, *GRAPH, *KERAS_MODULES, *KERAS_NAMES) if found(old) is not None] == []
    assert [new for new in {*REMOVED.values(), *KERAS_MODULES.values()} if new and found(new) is None] == []
    assert [old for old in GRAPH if found(old.replace("tensorflow", "tensorflow.compat.v1", 1)) is None] == []
    assert {old for old, new in REMOVED.items() if not new} == set(WORDS)
    assert found("numpy.bool") is not None  # it came back with NumPy 2
    assert heir("numpy.bool") is None


def test_removed_arguments_and_methods_are_gone_and_their_new_names_are_there():
    import pandas as pd

    for (path, old), new in ARGUMENTS.items():
        taken = inspect.signature(found(path)).parameters
        assert old not in taken
        assert not new or new in taken
    for old, new in METHODS.items():
        assert not hasattr(pd.DataFrame, old)
        assert not new or hasattr(pd.DataFrame, new)
    assert inspect.signature(pd.DataFrame.drop).parameters["axis"].kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("library", ALIASES)
def test_a_removed_name_is_found_behind_dots_and_in_an_import_and_mended(library):
    head = f"import {library}\n" if ALIASES[library] == library else f"import {library} as {ALIASES[library]}\n"
    for old, new in REMOVED.items():
        if not old.startswith(f"{library}."):
            continue
        dotted = f"{head}a = {ALIASES[library]}{old.removeprefix(library)}\n"
        module, _, name = old.rpartition(".")
        for code, line in ((dotted, 2), (f"from {module} import {name}\nprint({name})\n", 1)):
            report = find_bugs(code)
            assert [(one.rule, one.line, one.stops) for one in report] == [("removed-import", line, True)], code
            assert (new or WORDS[old]).rpartition(".")[2].split("(")[0] in report[0].fix.words
            if report[0].fix.edits:
                mended = report.fixed(report[0])
                assert rules(mended) == []
                written = re.sub(rf"^{ALIASES[library]}\b", library, mended.split()[-1])
                assert found(written if line == 2 else new) is not None


def test_a_program_of_sessions_gets_one_finding_and_one_way_back():
    report = find_bugs(GRAPHS)
    assert [(one.rule, one.line) for one in report] == [("removed-import", 2)]
    mended = report.fixed(report[0])
    assert "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()" in mended
    assert rules(mended) == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    from sklearn.cross_validation import KFold\nexcept ImportError:\n    from sklearn.model_selection import KFold\n",
        "import tensorflow as tf\nif tf.__version__.startswith('1'):\n    s = tf.Session()\n",
        "import numpy as np\nkind = np.int if hasattr(np, 'int') else int\n",
        "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\ns = tf.Session()\n",
        "import numpy as np\na = np.zeros(3, dtype=np.bool)\nb = np.int64(3) + np.int_(2)\n",
        "from mine import np\na = np.int\n",
        "import keras.backend as K\nprint(K.epsilon(), K.floatx(), K.image_data_format())\n",
        "from tensorflow.keras import backend as K\ndef f(a, b):\n    return K.mean(K.abs(a - b))\n",
        "names = []\nnames.append(3)\nlog = mine.read()\nlog.append(3)\nlog.drop('a', 1)\n",
    ],
)
def test_what_is_there_or_asked_for_first_is_left_alone(code):
    assert rules(code) == []


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("from keras import backend as K\ndef f(a):\n    return K.mean(a)\n", "from tensorflow.keras import backend as K\ndef f(a):\n    return K.mean(a)\n"),
        ("import keras\nloss = keras.losses.mse\n", "import keras\nloss = keras.losses.mean_squared_error\n"),
        ("import keras\nrule = keras.optimizers.adam()\n", "import keras\nrule = keras.optimizers.Adam()\n"),
        ("from keras.optimizers import adam\n", "from keras.optimizers import Adam\n"),
        ("import pandas as pd\nt = pd.read_csv('a')\nX = t.drop('y', 1)\n", "import pandas as pd\nt = pd.read_csv('a')\nX = t.drop('y', axis=1)\n"),
        ("import pandas as pd\nt = pd.read_csv('a')\nt = t.append(pd.read_csv('b'))\n", "import pandas as pd\nt = pd.read_csv('a')\nt = pd.concat([t, pd.read_csv('b')])\n"),
        ("import pandas as pd\nX = pd.read_csv('a').as_matrix()\n", "import pandas as pd\nX = pd.read_csv('a').to_numpy()\n"),
        ("from sklearn.preprocessing import OneHotEncoder\ne = OneHotEncoder(sparse=False)\n", "from sklearn.preprocessing import OneHotEncoder\ne = OneHotEncoder(sparse_output=False)\n"),
        ("from sklearn.preprocessing import Imputer, StandardScaler\ni = Imputer()\n", "from sklearn.impute import SimpleImputer\nfrom sklearn.preprocessing import StandardScaler\ni = SimpleImputer()\n"),
        ("from sklearn.externals import joblib\njoblib.dump(m, 'a')\n", "import joblib\njoblib.dump(m, 'a')\n"),
        ("from sklearn.metrics import plot_confusion_matrix as p\np(m, X, y)\n", None),
    ],
)  # fmt: skip
def test_an_edit_writes_the_name_of_today(line, mended):
    report = find_bugs(line)
    assert report[0].stops
    assert (report.fixed(report[0]) if report[0].fix.edits else None) == mended
