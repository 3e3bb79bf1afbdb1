"""Right programs that the gym breaks: each is whole, short, and of a form of its own."""

FLOWERS = """\
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# Which of three kinds of iris is it?
X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = keras.Sequential([
    layers.Input(shape=(4,)),
    layers.Dense(16, activation="relu"),
    layers.Dense(16, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=50, batch_size=16, validation_split=0.2, verbose=0)

loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
kinds = np.argmax(model.predict(X_test, verbose=0), axis=1)
print(accuracy, kinds[:5])
"""

TUMOURS = """\
import keras
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# Is a tumour benign? Yes or no.
X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = Sequential()
model.add(Input(shape=(30,)))
model.add(Dense(24, activation="relu"))
model.add(Dropout(0.3))
model.add(Dense(12, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
history = model.fit(X_train, y_train, epochs=40, batch_size=32, validation_split=0.2, verbose=0)
print(history.history["accuracy"][-1])
print((model.predict(X_test, verbose=0) > 0.5).astype(int)[:5])
"""

DIABETES = """\
from keras import Sequential, layers
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

# How far will the illness go? A number from 25 to 346, learned in hundreds.
X, y = load_diabetes(return_X_y=True)
y = y / 100
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)

model = Sequential([
    layers.Input((10,)),
    layers.Dense(32, activation="relu"),
    layers.Dense(16, activation="relu"),
    layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(X_train, y_train, epochs=60, batch_size=32, verbose=0)
print(model.evaluate(X_test, y_test, verbose=0))
model.save("diabetes.keras")
"""

DIGITS = """\
import numpy as np
import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

# Which digit is in the picture?
images, labels = load_digits(return_X_y=True)
images = images.reshape(-1, 8, 8, 1) / 16.0
labels = keras.utils.to_categorical(labels, 10)
x_train, x_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, random_state=0)

model = keras.Sequential([
    layers.Input(shape=(8, 8, 1)),
    layers.Conv2D(16, (3, 3), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Flatten(),
    layers.Dropout(0.2),
    layers.Dense(32, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=8, batch_size=32, validation_split=0.1, verbose=0)

first = model.predict(x_test[:1], verbose=0)
print(np.argmax(first, axis=1), model.evaluate(x_test, y_test, verbose=0))
"""

CLOTHES = """\
import keras
from keras.callbacks import EarlyStopping
from keras.layers import Dense, Flatten, Input
from keras.models import Model

# What piece of clothing is in the picture?
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train = x_train / 255
x_test = x_test / 255

inputs = Input(shape=(28, 28))
flat = Flatten()(inputs)
hidden = Dense(64, activation="relu")(flat)
outputs = Dense(10, activation="softmax")(hidden)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

stopping = EarlyStopping(monitor="val_loss", patience=2)
model.fit(x_train, y_train, epochs=10, batch_size=128, validation_split=0.1, callbacks=[stopping])
print(model.evaluate(x_test, y_test))
"""

WAVES = """\
import numpy as np
from tensorflow.keras.layers import Dense, Input, LSTM
from tensorflow.keras.models import Sequential

# What comes next in a noisy wave?
rng = np.random.default_rng(0)
wave = np.sin(np.arange(600) / 8) + 0.1 * rng.normal(size=600)
X = np.zeros((580, 20, 1))
y = np.zeros((580, 1))
for start in range(580):
    X[start, :, 0] = wave[start:start + 20]
    y[start, 0] = wave[start + 19]

model = Sequential([
    Input(shape=(20, 1)),
    LSTM(16, return_sequences=True),
    LSTM(8),
    Dense(1),
])
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
model.fit(X[:480], y[:480], epochs=5, batch_size=32, verbose=0)
print(model.predict(X[480:], verbose=0)[:3])
"""

REVIEWS = """\
import keras
from keras.layers import Dense, Embedding, GlobalAveragePooling1D, Input
from keras.utils import pad_sequences

# Does a review praise the film?
(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=5000)
x_train = pad_sequences(x_train, maxlen=200)
x_test = pad_sequences(x_test, maxlen=200)

model = keras.Sequential()
model.add(Input(shape=(200,)))
model.add(Embedding(5000, 16))
model.add(GlobalAveragePooling1D())
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5, batch_size=128, validation_data=(x_test, y_test))
model.save("reviews.keras")
"""

PROGRAMS = (FLOWERS, TUMOURS, DIABETES, DIGITS, CLOTHES, WAVES, REVIEWS)
"""All of them."""
