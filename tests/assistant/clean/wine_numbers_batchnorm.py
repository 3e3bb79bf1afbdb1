"""Wines with batch normalization in place of a scaler."""

from keras import Sequential
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.layers import Activation, BatchNormalization, Dense, Input
from keras.optimizers import Adam
from sklearn.datasets import load_wine
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

wine = load_wine()
x_train, x_test, y_train, y_test = train_test_split(
    wine.data, wine.target, test_size=0.3, shuffle=True, random_state=12
)
names = list(wine.target_names)
print(names, x_train.shape)

model = Sequential(name="wine")
model.add(Input(shape=(13,)))
model.add(BatchNormalization())
model.add(Dense(32, use_bias=False))
model.add(BatchNormalization())
model.add(Activation("relu"))
model.add(Dense(16, use_bias=False))
model.add(BatchNormalization())
model.add(Activation("relu"))
model.add(Dense(len(names), activation="softmax"))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=Adam(learning_rate=0.01),
    metrics=["accuracy"],
)
callbacks = [
    EarlyStopping(monitor="val_accuracy", patience=20, restore_best_weights=True),
    ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=5, min_lr=1e-5),
]
history = model.fit(x_train, y_train, epochs=60, batch_size=16, validation_split=0.2, callbacks=callbacks, verbose=0)
print("epochs", len(history.epoch))
scores = model.evaluate(x_test, y_test, verbose=0)
print("accuracy", scores[1])
answers = model.predict(x_test, verbose=0).argmax(axis=-1)
print(classification_report(y_test, answers, target_names=names, zero_division=0))
