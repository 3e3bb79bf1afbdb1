"""Three kinds of wine, layer by layer with add."""

from keras.layers import Activation, Dense, Input
from keras.models import Sequential
from keras.optimizers import SGD
from keras.utils import to_categorical
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

wine = load_wine()
X = wine.data
Y = to_categorical(wine.target, num_classes=3)
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.25, random_state=1)

scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

n_features = X_train.shape[1]
n_classes = Y_train.shape[1]

model = Sequential()
model.add(Input(shape=(n_features,)))
model.add(Dense(20))
model.add(Activation("relu"))
model.add(Dense(20))
model.add(Activation("relu"))
model.add(Dense(n_classes))
model.add(Activation("softmax"))
model.summary()

model.compile(
    loss="categorical_crossentropy",
    optimizer=SGD(learning_rate=0.05, momentum=0.9),
    metrics=["accuracy"],
)
model.fit(X_train, Y_train, batch_size=16, epochs=40, verbose=2, validation_data=(X_test, Y_test))
score = model.evaluate(X_test, Y_test, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])
predicted = model.predict(X_test).argmax(axis=1)
truth = Y_test.argmax(axis=1)
print((predicted == truth).mean())
