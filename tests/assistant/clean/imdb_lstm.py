"""Good or bad reviews with a recurrent network over word numbers."""

from tensorflow import keras
from tensorflow.keras.datasets import imdb
from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding, Input
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.sequence import pad_sequences

vocab_size = 5000
max_len = 80
batch_size = 32

(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=vocab_size)
print(len(x_train), "train sequences")
print(len(x_test), "test sequences")
x_train = pad_sequences(x_train, maxlen=max_len)
x_test = pad_sequences(x_test, maxlen=max_len)
print("x_train shape:", x_train.shape)

model = Sequential()
model.add(Input(shape=(max_len,)))
model.add(Embedding(vocab_size, 32))
model.add(Bidirectional(LSTM(16, return_sequences=True)))
model.add(Dropout(0.3))
model.add(Bidirectional(LSTM(16)))
model.add(Dense(1, activation="sigmoid"))

model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
checkpoint = keras.callbacks.ModelCheckpoint("reviews.keras", save_best_only=True)
history = model.fit(
    x_train,
    y_train,
    batch_size=batch_size,
    epochs=3,
    validation_split=0.2,
    callbacks=[checkpoint],
)
score, acc = model.evaluate(x_test, y_test, batch_size=batch_size)
print("Test score:", score)
print("Test accuracy:", acc)
best = keras.models.load_model("reviews.keras")
for probability in best.predict(x_test[:3]):
    print("good" if probability[0] > 0.5 else "bad")
