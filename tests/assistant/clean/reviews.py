"""Film reviews as sequences of words."""

import keras
from keras import layers
from keras.preprocessing.sequence import pad_sequences

max_features = 20000
maxlen = 200
(x_train, y_train), (x_val, y_val) = keras.datasets.imdb.load_data(num_words=max_features)
x_train = pad_sequences(x_train, maxlen=maxlen)
x_val = keras.utils.pad_sequences(x_val, maxlen=maxlen)
inputs = keras.Input(shape=(None,), dtype="int32")
x = layers.Embedding(max_features, 128)(inputs)
x = layers.Bidirectional(layers.LSTM(64, return_sequences=True))(x)
x = layers.Bidirectional(layers.LSTM(64))(x)
outputs = layers.Dense(1, activation="sigmoid")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=2, validation_data=(x_val, y_val))

small = keras.Sequential()
small.add(layers.Embedding(max_features, 16))
small.add(layers.GlobalAveragePooling1D())
small.add(layers.Dense(16, activation="relu"))
small.add(layers.Dense(1, activation="sigmoid"))
small.compile("rmsprop", "binary_crossentropy", metrics=["acc"])
history = small.fit(x_train, y_train, epochs=5, validation_split=0.2)
print(history.history["val_acc"])
