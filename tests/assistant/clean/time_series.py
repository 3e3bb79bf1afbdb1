"""The next value of a wave from the twenty before."""

import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow.keras.layers import LSTM, Dense, Dropout
from tensorflow.keras.models import Sequential

df = pd.read_csv("prices.csv", usecols=["Close"])
values = df.values.astype("float32")
scaler = MinMaxScaler(feature_range=(0, 1))
train_size = int(len(values) * 0.67)
train, test = values[:train_size], values[train_size:]
train = scaler.fit_transform(train)
test = scaler.transform(test)


def create_dataset(dataset, look_back=20):
    data_x, data_y = [], []
    for i in range(len(dataset) - look_back):
        data_x.append(dataset[i : i + look_back, 0])
        data_y.append(dataset[i + look_back, 0])
    return np.array(data_x), np.array(data_y)


look_back = 20
x_train, y_train = create_dataset(train, look_back)
x_test, y_test = create_dataset(test, look_back)
x_train = np.reshape(x_train, (x_train.shape[0], x_train.shape[1], 1))
x_test = np.reshape(x_test, (x_test.shape[0], x_test.shape[1], 1))
model = Sequential()
model.add(LSTM(50, return_sequences=True, input_shape=(look_back, 1)))
model.add(Dropout(0.2))
model.add(LSTM(50))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam")
model.fit(x_train, y_train, epochs=20, batch_size=32, verbose=2, shuffle=False)
predicted = scaler.inverse_transform(model.predict(x_test))
print(np.sqrt(np.mean((predicted - scaler.inverse_transform(y_test.reshape(-1, 1))) ** 2)))
