"""Tomorrow's warmth from a week of several measures, with a frame shifted by hand."""

import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense, Dropout
from keras.models import Sequential
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler


def series_to_supervised(data, n_in=1, n_out=1):
    frame = pd.DataFrame(data)
    cols = [frame.shift(i) for i in range(n_in, 0, -1)]
    cols += [frame.shift(-i) for i in range(n_out)]
    agg = pd.concat(cols, axis=1)
    agg.dropna(inplace=True)
    return agg


days = np.arange(700)
rng = np.random.default_rng(5)
values = np.column_stack(
    [
        10 + 10 * np.sin(days / 58) + rng.normal(0, 1, 700),
        1010 + rng.normal(0, 8, 700),
        rng.gamma(2, 3, 700),
    ]
).astype("float32")
n_days, n_features = 7, 3
train_values, test_values = values[:500], values[500:]
scaler = MinMaxScaler(feature_range=(0, 1))
train = series_to_supervised(scaler.fit_transform(train_values), n_days, 1).values
test = series_to_supervised(scaler.transform(test_values), n_days, 1).values

n_obs = n_days * n_features
train_X, train_y = train[:, :n_obs], train[:, -n_features]
test_X, test_y = test[:, :n_obs], test[:, -n_features]
train_X = train_X.reshape((train_X.shape[0], n_days, n_features))
test_X = test_X.reshape((test_X.shape[0], n_days, n_features))
print(train_X.shape, train_y.shape, test_X.shape, test_y.shape)

model = Sequential()
model.add(LSTM(32, input_shape=(train_X.shape[1], train_X.shape[2])))
model.add(Dropout(0.1))
model.add(Dense(1))
model.compile(loss="mae", optimizer="adam")
history = model.fit(
    train_X, train_y, epochs=10, batch_size=72, validation_data=(test_X, test_y), verbose=0, shuffle=False
)
yhat = model.predict(test_X)
print("RMSE", np.sqrt(mean_squared_error(test_y, yhat[:, 0])))
