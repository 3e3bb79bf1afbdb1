"""Short messages sorted with the tokenizer of tensorflow.keras."""

import numpy as np
from tensorflow.keras.layers import Dense, Dropout, Input
from tensorflow.keras.models import Sequential
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import to_categorical

messages = {
    "sport": ["the team won the match", "a great goal in the game", "the player scored again"],
    "food": ["the soup was hot and good", "fresh bread with butter", "a recipe for apple cake"],
    "weather": ["rain and wind all day", "the sun shines in the south", "snow falls in the north"],
}
texts, labels = [], []
names = list(messages)
for label, name in enumerate(names):
    for text in messages[name] * 8:
        texts.append(text)
        labels.append(label)

num_words = 100
tokenizer = Tokenizer(num_words=num_words)
tokenizer.fit_on_texts(texts)
x = tokenizer.texts_to_matrix(texts, mode="tfidf")
y = to_categorical(np.array(labels), num_classes=len(names))
indices = np.arange(len(x))
np.random.seed(1)
np.random.shuffle(indices)
x, y = x[indices], y[indices]
train_size = int(len(x) * 0.8)
x_train, y_train = x[:train_size], y[:train_size]
x_test, y_test = x[train_size:], y[train_size:]

model = Sequential()
model.add(Input(shape=(num_words,)))
model.add(Dense(32, activation="relu"))
model.add(Dropout(0.3))
model.add(Dense(len(names), activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=8, epochs=15, verbose=0, validation_split=0.1)
score = model.evaluate(x_test, y_test, batch_size=8, verbose=0)
print("Test accuracy:", score[1])

question = tokenizer.texts_to_matrix(["the team scored a goal"], mode="tfidf")
answer = model.predict(question, verbose=0)[0]
for name, share in sorted(zip(names, answer), key=lambda pair: -pair[1]):
    print(name, round(float(share), 3))
