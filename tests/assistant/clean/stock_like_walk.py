"""A random walk, guessed a step ahead, beside the guess that nothing changes."""

import math

import numpy as np
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense, Dropout, Input
from tensorflow.keras.models import Sequential

np.random.seed(7)
prices = 100 + np.cumsum(np.random.normal(0, 1, 900))
dataset = prices.reshape(-1, 1).astype("float32")
train_size = int(len(dataset) * 0.67)
scaler = MinMaxScaler(feature_range=(0, 1))
train = scaler.fit_transform(dataset[:train_size])
test = scaler.transform(dataset[train_size:])


def create_dataset(dataset, look_back=1):
    dataX, dataY = [], []
    for i in range(len(dataset) - look_back - 1):
        a = dataset[i : (i + look_back), 0]
        dataX.append(a)
        dataY.append(dataset[i + look_back, 0])
    return np.array(dataX), np.array(dataY)


look_back = 10
trainX, trainY = create_dataset(train, look_back)
testX, testY = create_dataset(test, look_back)
trainX = np.reshape(trainX, (trainX.shape[0], trainX.shape[1], 1))
testX = np.reshape(testX, (testX.shape[0], testX.shape[1], 1))

model = Sequential()
model.add(Input(shape=(look_back, 1)))
model.add(LSTM(16, return_sequences=True))
model.add(Dropout(0.2))
model.add(LSTM(16))
model.add(Dropout(0.2))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(trainX, trainY, epochs=5, batch_size=16, verbose=2)

testPredict = scaler.inverse_transform(model.predict(testX))
truth = scaler.inverse_transform([testY])
print("network: %.2f RMSE" % math.sqrt(mean_squared_error(truth[0], testPredict[:, 0])))
last = scaler.inverse_transform(testX[:, -1])
print("no change: %.2f RMSE" % math.sqrt(mean_squared_error(truth[0], last[:, 0])))
