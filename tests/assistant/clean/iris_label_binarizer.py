"""Flowers with their names turned into rows of 0 and 1."""

import numpy as np
from keras import Input, Sequential
from keras.layers import Dense
from sklearn.datasets import load_iris
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, StandardScaler

iris = load_iris()
names = np.array(iris.target_names)[iris.target]
binarizer = LabelBinarizer()
labels = binarizer.fit_transform(names)
print(binarizer.classes_, labels[:2])

trainX, testX, trainY, testY = train_test_split(iris.data, labels, test_size=0.25, random_state=42)
scaler = StandardScaler()
trainX = scaler.fit_transform(trainX)
testX = scaler.transform(testX)

model = Sequential(
    [
        Input(shape=(4,)),
        Dense(3 * 4, activation="sigmoid"),
        Dense(3, activation="softmax"),
    ]
)
model.compile(loss="categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
H = model.fit(trainX, trainY, validation_data=(testX, testY), epochs=60, batch_size=16, verbose=0)

predictions = model.predict(testX, batch_size=16, verbose=0)
print(
    classification_report(
        testY.argmax(axis=1),
        predictions.argmax(axis=1),
        target_names=list(binarizer.classes_),
        zero_division=0,
    )
)
best_epoch = int(np.argmin(H.history["val_loss"]))
print("best epoch", best_epoch, H.history["val_accuracy"][best_epoch])
guess = binarizer.inverse_transform(predictions[:3])
print(guess)
