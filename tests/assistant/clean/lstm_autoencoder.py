"""Sequences rebuilt from one vector each."""

import numpy as np
from keras.layers import LSTM, Dense, Input, RepeatVector, TimeDistributed
from keras.models import Model, Sequential

timesteps = 9
n_features = 2
sequence = np.random.rand(120, timesteps, n_features)

model = Sequential()
model.add(LSTM(24, activation="relu", input_shape=(timesteps, n_features), return_sequences=True))
model.add(LSTM(12, activation="relu", return_sequences=False))
model.add(RepeatVector(timesteps))
model.add(LSTM(12, activation="relu", return_sequences=True))
model.add(LSTM(24, activation="relu", return_sequences=True))
model.add(TimeDistributed(Dense(n_features)))
model.compile(optimizer="adam", loss="mse")
model.summary()
model.fit(sequence, sequence, epochs=5, batch_size=12, verbose=0)
yhat = model.predict(sequence[:1], verbose=0)
print(np.round(yhat[0, :, 0], 2), np.round(sequence[0, :, 0], 2))

visible = Input(shape=(timesteps, n_features))
encoder = LSTM(16)(visible)
decoder1 = RepeatVector(timesteps)(encoder)
decoder1 = LSTM(16, return_sequences=True)(decoder1)
decoder1 = TimeDistributed(Dense(n_features))(decoder1)
decoder2 = RepeatVector(timesteps - 1)(encoder)
decoder2 = LSTM(16, return_sequences=True)(decoder2)
decoder2 = TimeDistributed(Dense(n_features))(decoder2)
both = Model(inputs=visible, outputs=[decoder1, decoder2])
both.compile(optimizer="adam", loss="mse")
both.fit(sequence, [sequence, sequence[:, 1:, :]], epochs=3, verbose=0)
first, second = both.predict(sequence[:4], verbose=0)
print(first.shape, second.shape)
