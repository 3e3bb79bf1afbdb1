"""Cases about text that is no Python, and names that Keras does not have."""

from tests.assistant.cases.building import (
    HEAD,
    INTS3,
    SOFT3,
    SPARSE,
    UNSEEN,
    added,
    chain,
    digits,
    program,
    subclassed,
    tumours,
    wine,
)

BAD = {
    "unknown-argument": [
        digits("model.fit(x_train, y_train, nb_epoch=10, verbose=2)"),
        added("Dense(64, input_dim=8, activation='relu')", "Dropout(p=0.5)", "Dense(1)"),
        tumours().replace("'adam'", "keras.optimizers.Adam(lr=0.01)"),
    ],
    "unknown-identifier": [
        chain("Dense(4, activation='Relu')"),
        program(INTS3, SOFT3, "'categorical_cross_entropi'"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "'adamm'"),
        program(INTS3, SOFT3, "'sparse_categorical_cross_entropy'"),
        program(INTS3, SOFT3, SPARSE, metrics="['accuracy', 'rmse']"),
        program(INTS3, SOFT3[:-1] + ", kernel_initializer='gaussian')", SPARSE),
    ],
    "class-not-instance": [
        chain("Input((8, 8))", "Flatten", "Dense(1)"),
        f"{HEAD}m = keras.Sequential()\nm.add(Flatten)\n",
        f"{HEAD}m = keras.Sequential(Dense(4), Dense(1))\n",
        program(INTS3, SOFT3, SPARSE, metrics="'accuracy'"),
    ],
    "removed-import": [
        (
            "from keras.datasets import mnist\nfrom keras.utils import np_utils\n(X, y), _ = mnist.load_data()\n"
            "Y = np_utils.to_categorical(y, 10)\n"
        ),
        (
            "from keras.models import Sequential\nfrom keras.layers.convolutional import Conv2D, MaxPooling2D\n"
            "model = Sequential([Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)), MaxPooling2D()])\n"
        ),
        "from tensorflow.keras.utils import np_utils as utils\nY = utils.to_categorical([0, 2, 1])\n",
        "from keras.preprocessing.image import ImageDataGenerator\nflow = ImageDataGenerator(rescale=1 / 255)\n",
        "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier\nclf = KerasClassifier(build_fn=build)\n",
    ],
    "removed-method": [
        digits("model.fit_generator(batches(x_train, y_train), steps_per_epoch=100, epochs=5)"),
        tumours("chances = model.predict_proba(X)", "print(chances[:5])"),
        subclassed("print(model.evaluate_generator(batches(X, y), steps=10))"),
    ],
    "unreadable-or-undefined": [
        digits("plt.plot(model.fit(x_train, y_train, epochs=5).history['loss'])"),
        digits("history = model.fit(x_train, y_train, epochs=5)", "print(histroy.history['loss'])"),
        added("Dense(8, input_dim=4, activation='relu'", "Dense(1)"),
    ],
}
SILENT = {
    "unknown-argument": [
        "from tf_keras.optimizers import Adam\nAdam(lr=0.1)\n",
        "from mylayers import Dense\nDense(3, init='zeros')\n",
    ],
    "unknown-identifier": [
        chain("Dense(4, activation='gelu')"),
        program(INTS3, SOFT3, "'MSE'"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "'RMSprop'"),
        program(INTS3, SOFT3, "'MSE'", metrics="['acc', 'AUC']").replace("'adam'", "'RMSProp'"),
        program(INTS3, SOFT3[:-1] + ", kernel_initializer='HeNormal')", SPARSE),
        program(UNSEEN, SOFT3, "name_of_a_loss"),
    ],
    "class-not-instance": [
        program(INTS3, SOFT3, SPARSE, metrics="('accuracy',)"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.Adam(1e-3)"),
    ],
    "removed-import": [
        "from keras.preprocessing.sequence import pad_sequences\n",
        "from tensorflow.keras.preprocessing.text import Tokenizer\n",
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator\nflow = ImageDataGenerator(rescale=1 / 255)\n",
    ],
    "removed-method": [
        (
            "from sklearn.linear_model import LogisticRegression\n"
            + wine("model = LogisticRegression().fit(X_train, y_train)", "print(model.predict_proba(X_test))")
        ),
        (
            f"{HEAD}class Net(keras.Model):\n    def predict_classes(self, x):\n        return self.predict(x).argmax(axis=1)\n"
            "net = Net()\nnet.predict_classes(load())\n"
        ),
        digits("model.fit(batches(x_train, y_train), steps_per_epoch=100, epochs=5)"),
    ],
    "unreadable-or-undefined": [
        "%matplotlib inline\n!pip install keras\n" + digits("model.fit(x_train, y_train, epochs=5)"),
        ">>> import keras\n>>> model = keras.Sequential([keras.layers.Dense(1)])\n>>> model.compile('adam', 'mse')\n",
        "from keras.layers import *\nfrom keras.models import *\nmodel = Sequential([Dense(4), Dense(1)])\n",
        digits("def train():", "    model.fit(x_train, y_train, epochs=rounds)", "rounds = 5", "train()"),
    ],
}
