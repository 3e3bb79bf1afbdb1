"""What the messages of Keras, TensorFlow, NumPy, pandas and scikit-learn mean, each in the numbers that it names."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a message says to a learner.

    Parameters
    ----------
    pattern : str
        A regular expression that finds the message; its named groups fill the other texts.
    what, why, fix : str
        What is wrong, why the program stops there, and what to do.
    rules : str
        Rules whose findings are the cause of this error, if they are there.
    """

    pattern: str
    what: str
    why: str
    fix: str
    rules: str = ""

    def find(self, message: str) -> re.Match[str] | None:
        """Find the message that it explains.

        Parameters
        ----------
        message : str
            The message with the kind of the error behind it.

        Returns
        -------
        re.Match or None
            None if it is another one.
        """
        return re.search(self.pattern, message, re.IGNORECASE)


_SHAPES = r"target\.shape=\((?P<target>[^)]*)\), output\.shape=\((?P<output>[^)]*)\)"
_LABELS = "labels-vs-loss units-vs-classes softmax-with-bce one-unit-multiclass missing-flatten silent-broadcast regression-loss-for-classes"
_DATA = "input-vs-data batch-in-input-shape wrong-rank channel-axis return-sequences missing-flatten predict-batch dataset-args xy-split"
MEANINGS = tuple(Meaning(*one) for one in (
    # Targets and outputs.
    (r"target\.ndim - 1.*target\.shape=\((?P<target>\w+, [1-9]\d*)\), output\.shape=\((?P<output>\w+, \d+)\)",
     "The targets are rows of numbers, of shape ({target}), but this loss wants one class number for each example.",
     "sparse_categorical_crossentropy counts the classes itself and takes 0, 1, 2; one-hot rows are for the loss without sparse.",
     "Write loss='categorical_crossentropy', or give it y.argmax(axis=1).", _LABELS),
    (rf"target\.ndim - 1.*{_SHAPES}",
     "The model answers ({output}) for a batch whose targets have the shape ({target}).",
     "One class number for each example needs one row of shares for each example, with no further axes.",
     "Put Flatten (pictures) in front of the first Dense, or leave return_sequences out of the last recurrent layer.", _LABELS),
    (r"must have the same rank.*target\.shape=\((?P<target>\w+,?)\), output\.shape=\((?P<output>\w+, \d+)\)",
     "Each target is 1 number, of shape ({target}), but the model answers ({output}).",
     "This loss compares the numbers one by one, so it wants as many in the targets as in the outputs.",
     "For class numbers 0, 1, 2 write loss='sparse_categorical_crossentropy'; for yes/no or one number give the last layer 1 unit.", _LABELS),
    (r"must have the same (?:rank|shape).*target\.shape=\(\w+, (?P<columns>\d+)\), output\.shape=\(\w+, (?P<units>\d+)\)",
     "The targets have {columns} columns, but the model gives {units} numbers for each example.",
     "This loss compares column by column, so each column of y needs a unit of its own.",
     "Give the last layer {columns} units, or look at how y was made.", _LABELS),
    (rf"must have the same (?:rank|shape).*{_SHAPES}",
     "The targets have the shape ({target}), but the model answers ({output}).",
     "The loss compares them number by number, so both need the same shape.",
     "Compare model.output_shape with y.shape; a Flatten or a last layer with other units makes them equal.", _LABELS),
    (r"label value of (?P<label>-?\d+) which is outside the valid range of \[0, (?P<count>\d+)\)",
     "A target is class {label}, but the last layer has {count} units.",
     "Unit 0 answers for class 0, and so on up to class {last}: there is no unit for class {label}.",
     "Give the last layer one unit per class, and let the class numbers start at 0.", f"{_LABELS} label-range"),
    (r"indices\[[\d, ]+\] = (?P<value>-?\d+) is not in \[0, (?P<count>\d+)\)",
     "Number {value} came to an Embedding that has {count} rows.",
     "It has a row for each of the numbers from 0 to {last}, and none for {value}.",
     "Give the Embedding an input_dim of the largest number + 1, or cut the vocabulary to {count}.", "embedding-input"),
    (r"Dimensions must be equal.*\{\{node Equal.*input shapes: \[(?P<one>[\d,?]*)\], \[(?P<other>[\d,?]*)\]",
     "A metric compares targets and outputs of different shapes: [{one}] and [{other}].",
     "Only 'accuracy' finds out by itself whether class numbers or one-hot rows come.",
     "Write metrics=['accuracy'].", "metric-mismatch labels-vs-loss softmax-with-bce"),
    (r"(?:Dimensions must be equal.*compile_loss.*input shapes|Incompatible shapes): \[(?P<one>[\d,?]*)\](?:,| vs\.) \[(?P<other>[\d,?]*)\]",
     "Targets and outputs have different shapes: [{one}] and [{other}].",
     "The loss subtracts one from the other, and these two do not fit together.",
     "Give the last layer as many units as a target has numbers: 1 for a single number; or choose a loss for classes.", _LABELS),
    # What goes into a model and its layers.
    (r"layer '(?P<layer>\w+)' is incompatible.*expected axis (?P<axis>-?\d+) of input shape to have value (?P<wanted>\d+), but received input with shape \((?P<came>[^)]*)\)",
     "{layer} was made for {wanted} numbers on the last axis, but a batch of shape ({came}) came.",
     "A layer's weights are made for one size: {wanted} rows here.",
     "Compare X.shape with the Input of the model: write Input(X.shape[1:]), or give the model the columns that it learned from.", _DATA),
    (r"layer '(?P<layer>(?:bidirectional_)?(?:lstm|gru|simple_rnn|bidirectional)\w*)' is incompatible.*expected ndim=3, found ndim=2\. Full shape received: \((?P<came>[^)]*)\)",
     "{layer} wants (examples, steps, features), but ({came}) came.",
     "A recurrent layer goes through steps, and here there is no axis for them.",
     "Write return_sequences=True in the recurrent layer before it; if there is none, X = X.reshape(len(X), steps, features).", _DATA),
    (r"layer '(?P<layer>(?:conv2d|max_pooling2d|average_pooling2d)\w*)' is incompatible.*found ndim=3\. Full shape received: \((?P<came>[^)]*)\)",
     "{layer} wants (examples, height, width, colours), but ({came}) came.",
     "Grey pictures need the axis of colours too, with 1 in it.",
     "Write X = X[..., None], and Input((height, width, 1)).", _DATA),
    (r"layer '(?P<layer>\w+)' is incompatible.*expected (?P<least>min_)?ndim=(?P<wanted>\d+), found ndim=(?P<found>\d+)\. Full shape received: \((?P<came>[^)]*)\)",
     "{layer} wants {wanted} axes, but ({came}) came, with {found}.",
     "The axis of the examples counts too: a table has 2 axes, sequences 3, pictures 4.",
     "Print X.shape and model.summary(); a reshape before, or a Flatten in front of Dense, gives it the axes that it wants.", _DATA),
    (r"Expected shape \((?P<wanted>None(?:, \w+)*)(?:,?)\), but input has incompatible shape \((?P<came>[^)]*)\)",
     "The model wants ({wanted}), but ({came}) came.",
     "The first axis, None, counts the examples, and the others are those of one example.",
     "If it is one example, add that axis: x[None]. A tf.data set needs .batch(32). Else compare X.shape[1:] with the Input.", _DATA),
    (r"Kernel shape must have the same length as input",
     "The picture has another number of axes than the convolution was made for.",
     "input_shape is the shape of one example, such as (28, 28, 1), without the number of examples.",
     "Write Input(X.shape[1:]).", _DATA),
    (r"output size would be zero or negative.*?shape=[\[(](?P<came>[^\])]*)[\])]",
     "Of pictures of shape ({came}) nothing is left in this layer.",
     "Each convolution cuts the border off and each pooling halves the picture, until the window is larger than the picture.",
     "Take a pooling out, or write padding='same'. If the colours stand in front, move them behind: np.moveaxis(X, 1, -1).", "shrinks-to-zero"),
    (r"total size of the tensor must be unchanged\. Received: input_shape=\((?P<came>[^)]*)\), target_shape=\((?P<wanted>[^)]*)\)",
     "Reshape can't make ({wanted}) of ({came}).",
     "It keeps every number: {came_size} come in, and ({wanted}) has room for {wanted_size}.",
     "Write a target shape whose sizes multiplied give {came_size}; one of them may be -1.", "reshape-merge"),
    (r"(?:Inputs have incompatible shapes\. Received shapes|Operands could not be broadcast together with shapes) \((?P<one>[^)]*)\) (?:and )?\((?P<other>[^)]*)\)",
     "({one}) and ({other}) can't be put together number by number.",
     "Each size has to be the same in both, or 1.",
     "Print both shapes; bring them to one by the same number of units or by a reshape.", "reshape-merge"),
    (r"`?Concatenate`? layer requires inputs with matching shapes.*input_shape=\[(?P<came>.*?)\]",
     "Concatenate got {came}, which do not lie side by side.",
     "All axes but the last have to be the same, and as many.",
     "Bring them to one number of axes first, such as by Flatten.", "reshape-merge"),
    (r"expects (?P<wanted>\d+) input\(s\), but it received (?P<came>\d+)",
     "The model has {wanted} input{s_wanted}, but {came} came.",
     "A list of arrays is one array for each input.",
     "Give fit and predict one array per input; lists of numbers become one by np.array(X).", "not-an-array"),
    (r"Data cardinality is ambiguous.*?'x' sizes: (?P<x>[\d, ]+?) *'y' sizes: (?P<y>[\d, ]+\d)",
     "X has {x} examples, but y has {y}.",
     "Each example needs its target, so both have to be equally long.",
     "Look where they were cut: train_test_split gives X_train, X_test, y_train, y_test in this order.", "xy-split not-an-array"),
    (r"cardinality", "X and y do not have the same number of examples.", "Each example needs its target.",
     "Print X.shape and y.shape; look at the order of train_test_split.", "xy-split not-an-array"),
    (r"Unrecognized data type: (?P<name>\w+)=", "{name} is no array of numbers.", "fit takes arrays; a list of lists is none.",
     "Write {name} = np.array({name}).", "not-an-array"),
    (r"Invalid dtype: (?:str|<U|string)\w*", "Texts came where the network calculates.", "There is no number for a word.",
     "Make class numbers of words with LabelEncoder, and numbers of texts such as '1.5' with .astype('float32').", "not-encoded"),
    (r"Invalid dtype: object|Unsupported object type|inhomogeneous shape|array element with a sequence",
     "The array holds things of several kinds, or rows of different lengths.",
     "NumPy then keeps objects and no numbers, and Keras can't calculate with them.",
     "Print X.dtype; write X.astype('float32') if all are numbers, pad_sequences(X) if the rows differ in length.", "not-an-array not-encoded"),
    (r"None values not supported", "fit got no targets for some examples.",
     "It has to compare answers with targets, in training and in validation.",
     "Write fit(X, y), and validation_data=(X_test, y_test) with both.", "xy-split"),
    (r"validation_split` is only supported", "validation_split can't cut data that come in batches.",
     "It takes the last part of an array; a tf.data set or a generator has none yet.",
     "Leave it out, and give validation_data a set of its own: data.take(n) and data.skip(n).", "dataset-args"),
    # Compiling, fitting, saving.
    (r"You must call .compile", "The model was not compiled.", "Without compile it has no loss and no optimizer.",
     "Call model.compile(optimizer='adam', loss=...) before.", "not-ready"),
    (r"Could not interpret (?P<kind>\w+)(?: function)? identifier: (?P<name>\S{1,60})", "Keras knows no {kind} called {name}.",
     "Names are compared letter by letter.{near}", "Write it as Keras does; dir(keras.{home}) lists the names.", "unknown-identifier class-not-instance"),
    (r"not recognized: \{'(?P<name>\w+)'|(?P<call>[\w.]+)\(\) got an unexpected keyword argument '(?P<called>\w+)'",
     "There is no argument {name}.", "Keras 3 refuses names that it does not know.{renamed}",
     "Write the new name, or leave it out; help() of the class lists its arguments.", "unknown-argument"),
    (r"missing (?P<count>\d+) required positional arguments?: (?P<name>[^\n]+)", "The call lacks {name}.",
     "Perhaps it has a name of older versions: Dense(output_dim=4) is Dense(units=4) now.", "Give {name}.", "unknown-argument"),
    (r"'?(?P<name>(?:val_)?(?:acc|accuracy|loss|mae|mse))'? KeyError", "The history has no entry {name}.",
     "Its entries have the names of the metrics that compile got, with val_ in front for validation data.",
     "Print history.history.keys(); metrics=['accuracy'] makes 'accuracy', and 'val_accuracy' if there are validation data.", "metric-key"),
    (r"monitor=(?P<name>\w+).*?maximized or minimized", "The callback watches {name}, which fit does not report.",
     "Keras finds no metric of this name, so it can't tell whether more or less is better.",
     "Write monitor='val_loss', or 'val_accuracy' with metrics=['accuracy'].", "metric-key"),
    (r"Expected keys (?P<wanted>\[[^\]]*\]) in (?P<kind>\w+) dict, but found [\w.()]+=(?P<came>\[[^\]]*\])", "{kind} is given for {came}, but the outputs are called {wanted}.",
     "A dict goes by the names of the last layers.", "Use the names {wanted}.", ""),
    (r"filepath extension|must end in `(?P<ending>[\w.]+)`", "Keras 3 does not save to a file of this name.",
     "It sees from the ending what to write: .keras for a model, .weights.h5 for weights alone.",
     "Write model.save('model.keras') or model.save_weights('model.weights.h5').", "save-extension"),
    (r"File not found|No such file|FileNotFoundError", "There is no such file here.",
     "Python looks for it in the folder that os.getcwd() tells.", "Look at the path, and whether the file was saved under this name.", ""),
    (r"Could not deserialize|Could not locate (?:class|function)|Unknown layer", "The file names something that Keras can't find again.",
     "Losses and metrics of old .h5 files are kept by short names, and layers of one's own are not in Keras.",
     "Write load_model(path, compile=False) and compile again; give own layers by custom_objects.", ""),
    # Layers and graphs.
    (r"Expected `trainable` to be a boolean", "The layers of a Sequential stand in a list.",
     "Keras takes the second argument for trainable.", "Write Sequential([first, second]).", "class-not-instance"),
    (r"Cannot convert '(?P<number>\d+)' to a shape", "A shape is a tuple: ({number},), with its comma.",
     "{number} is a number; a shape has one number for each axis.", "Write ({number},).", "batch-in-input-shape"),
    (r"Only input tensors may be passed.*?<(?P<kind>\w+) name", "A {kind} layer was handed on without having been called.",
     "The next layer wants what comes out of it, and gets the layer itself.", "Write x = {kind}(...)(x): made by the first parentheses, called by the second.", "broken-graph"),
    (r"not connected to `?inputs|Graph disconnected", "The outputs need an input that the model was not given.",
     "There is no way from the inputs of this model to its outputs.", "Give Model all inputs: Model([first, second], outputs).", "broken-graph"),
    (r"KerasTensor", "A tensor of the model was taken for numbers.",
     "While a model is put together, there are no numbers yet: what Input and layers give only stands for them.",
     "Use layers or keras.ops on it, such as keras.ops.exp(x); numbers come with model.predict(X).", ""),
    (r"unique names\. Name '(?P<name>[^']*)'", "Two layers are called '{name}'.", "Keras finds layers by their names.", "Give one of them another name.", "broken-graph"),
    (r"not yet been built|isn't built|has never been called|no defined input", "The model has no weights yet.",
     "How many there are depends on the shape of the input, which it does not know.", "Begin it with Input(shape), or call it on data first.", ""),
    (r"invalid value for `(?P<name>\w+)`, expected a positive integer\. Received: \w+=(?P<came>\S+)", "{name} wants a whole number above 0, but {came} came.",
     "It counts units; a text or a fraction is no count.", "Write int({came}), without quotes.", "class-not-instance"),
    (r"argument `rate`.*?rate=(?P<came>[\d.-]+)", "Dropout can't drop {came} of everything.", "The rate is a share from 0 to 1.", "Write 0.5 for half of the numbers.", "dropout-rate"),
    (r"'float' object cannot be interpreted as an integer", "A whole number is wanted, and one with a point came.",
     "In Python 8 / 2 is 4.0; sizes and counts are whole.", "Write // for whole division, or int(...).", "class-not-instance"),
    (r"weight shape \((?P<wanted>[^)]*)\) is not compatible with provided weight shape \((?P<came>[^)]*)\)", "The layer's weights have the shape ({wanted}), those given ({came}).",
     "Weights fit only into a layer of the same sizes.", "Build the model with the same layers as the one whose weights these are.", ""),
    # Python and the libraries around.
    (r"'NoneType' object (?:has no attribute '(?P<name>\w+)'|is not)", "What stands there is None.",
     "compile, add, summary and fit of a scaler change something and give nothing to keep: model = model.compile(...) loses the model.",
     "Write model.compile(...) in a line of its own, without model = in front.", "lost-return"),
    (r"'(?P<owner>\w+)' object has no attribute '(?P<name>\w+)'", "A {owner} has no {name} in this version.",
     "Keras has removed or renamed it, or it belongs to another object.{renamed}", "Write what took its place; dir(...) lists what there is.", "removed-method"),
    (r"No module named '(?P<name>[\w.]+)'|cannot import name '(?P<called>\w+)'", "There is no {name} where the import looks for it.",
     "Keras 3 has moved much of what older programs import, and what is no part of Python has to be installed.",
     "Import layers from keras.layers, to_categorical from keras.utils, Adam from keras.optimizers; install others with pip.", "removed-import"),
    (r"module '(?P<owner>[\w.]+)' has no attribute '(?P<name>\w+)'", "{owner} has no {name}.", "It was moved, removed, or is spelt otherwise.",
     "Look the name up: dir({owner}) lists what there is.", "removed-import removed-method"),
    (r"name '(?P<name>\w+)' is not defined", "{name} has no value here.", "No line before this one gives it one: it is misspelt, not imported, or its cell did not run.",
     "Look at its spelling, import it, or run the cell that makes it.", "unreadable-or-undefined"),
    (r"cannot unpack non-iterable (?P<kind>\w+)", "One {kind} came where several things are wanted.",
     "evaluate gives the loss alone unless compile got metrics.", "Write compile(..., metrics=['accuracy']), or take one name only.", "lost-return"),
    (r"(?P<side>too many|not enough) values to unpack \(expected (?P<wanted>\d+)", "{wanted} names wait for values, and {side} came.",
     "evaluate gives the loss and then each metric; load_data gives two pairs; train_test_split two results for each array.",
     "Print what comes, and write one name for each.", "lost-return"),
    (r"inconsistent numbers of samples: \[(?P<x>\d+), (?P<y>\d+)\]", "X has {x} examples, y has {y}.", "Each example needs its target.",
     "Look where rows were left out: drop the same ones from both.", "xy-split"),
    (r"Expected 2D array, got 1D array", "scikit-learn wants a table: (examples, features).", "A single column is a list of numbers, with no axis for the features.",
     "Write X.reshape(-1, 1) for one feature.", ""),
    (r"mix of (?P<one>[\w-]+) and (?P<other>[\w-]+) targets", "Classes ({one}) are compared with {other} answers.", "predict gives probabilities, not classes.",
     "Write model.predict(X).argmax(axis=1), or > 0.5 with one unit.", "no-decode"),
    (r"cannot reshape array of size (?P<size>\d+) into shape \(?(?P<wanted>[\d, -]+)\)?", "{size} numbers do not fit into the shape ({wanted}).",
     "A reshape keeps every number, and ({wanted}) has room for {wanted_size}.", "Print X.shape, and write -1 for the axis of the examples.", ""),
    (r"could not convert string to float: (?:np\.str_\()?(?P<came>'[^']{0,60}')", "{came} is no number.", "A column of the table holds texts, or a sign for a missing value.",
     "Leave the column out, encode it, or read the file with na_values=[...].", "not-encoded"),
    (r"contains NaN|NaN values", "There are missing values (NaN) in the data.", "No number can be calculated with them.", "Fill or drop them: df.dropna(), or df.fillna(df.mean()).", ""),
    (r"index (?P<at>-?\d+) is out of bounds for axis (?P<axis>\d+) with size (?P<size>\d+)", "Place {at} was asked for on an axis of {size}.",
     "The places go from 0 to {last}; to_categorical needs as many classes as the largest number + 1.", "Let class numbers start at 0, or look at the shape.", "label-range"),
    (r"list index out of range|too many indices", "A place was asked for that is not there.", "The list is shorter than that, or the array has fewer axes.",
     "Print len(...) or .shape of what stands before the brackets; a layer has no weights before it is built.", ""),
    (r"object is not callable", "Something was called that is no function.", "A comma may be missing between two things in a list, or a name was given to a value.",
     "Look for a missing comma before the bracket, and for names such as list = [...].", "unreadable-or-undefined"),
    (r"(?:OOM|ResourceExhausted|Unable to allocate|MemoryError)", "There is not enough memory.", "All examples of a batch, and all that the layers make of them, have to fit in.",
     "Take a smaller batch_size, smaller pictures, or float32 in place of float64.", ""),
    (r"^(?P<name>.+) KeyError$", "There is no entry {name}.", "A dict or a table is asked for a key or a column that it does not have.", "Print its keys() or its columns, and look at the spelling.", "metric-key"),
))  # fmt: skip
"""In this order: the first that fits is told."""
