"""News in 46 topics from which words they have."""

import numpy as np
from tensorflow.keras import layers, models
from tensorflow.keras.datasets import reuters
from tensorflow.keras.utils import to_categorical

(train_data, train_labels), (test_data, test_labels) = reuters.load_data(num_words=2000)


def vectorize_sequences(sequences, dimension=2000):
    results = np.zeros((len(sequences), dimension))
    for i, sequence in enumerate(sequences):
        results[i, sequence] = 1.0
    return results


x_train = vectorize_sequences(train_data)
x_test = vectorize_sequences(test_data)
one_hot_train_labels = to_categorical(train_labels, 46)
one_hot_test_labels = to_categorical(test_labels, 46)

model = models.Sequential()
model.add(layers.Dense(64, activation="relu", input_shape=(2000,)))
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(46, activation="softmax"))
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])

x_val = x_train[:100]
partial_x_train = x_train[100:]
y_val = one_hot_train_labels[:100]
partial_y_train = one_hot_train_labels[100:]
history = model.fit(partial_x_train, partial_y_train, epochs=9, batch_size=512, validation_data=(x_val, y_val))
loss = history.history["loss"]
val_loss = history.history["val_loss"]
for epoch, (one, other) in enumerate(zip(loss, val_loss), start=1):
    print(epoch, one, other)
results = model.evaluate(x_test, one_hot_test_labels)
print(results)
predictions = model.predict(x_test)
print(np.sum(predictions[0]), np.argmax(predictions[0]))
