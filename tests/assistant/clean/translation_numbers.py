"""One sequence into another: an encoder hands its states to a decoder."""

import numpy as np
from tensorflow.keras.layers import LSTM, Dense, Input
from tensorflow.keras.models import Model

n_features, n_steps, latent_dim = 12, 6, 24
rng = np.random.default_rng(0)
source = rng.integers(1, n_features, size=(200, n_steps))
target = source[:, ::-1]
encoder_input_data = np.eye(n_features)[source]
decoder_target_data = np.eye(n_features)[target]
decoder_input_data = np.zeros_like(decoder_target_data)
decoder_input_data[:, 1:] = decoder_target_data[:, :-1]
decoder_input_data[:, 0, 0] = 1.0

encoder_inputs = Input(shape=(None, n_features))
encoder = LSTM(latent_dim, return_state=True)
encoder_outputs, state_h, state_c = encoder(encoder_inputs)
encoder_states = [state_h, state_c]

decoder_inputs = Input(shape=(None, n_features))
decoder_lstm = LSTM(latent_dim, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
decoder_dense = Dense(n_features, activation="softmax")
decoder_outputs = decoder_dense(decoder_outputs)

model = Model([encoder_inputs, decoder_inputs], decoder_outputs)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(
    [encoder_input_data, decoder_input_data],
    decoder_target_data,
    batch_size=32,
    epochs=4,
    validation_split=0.2,
)

encoder_model = Model(encoder_inputs, encoder_states)
decoder_state_input_h = Input(shape=(latent_dim,))
decoder_state_input_c = Input(shape=(latent_dim,))
decoder_states_inputs = [decoder_state_input_h, decoder_state_input_c]
decoder_outputs, state_h, state_c = decoder_lstm(decoder_inputs, initial_state=decoder_states_inputs)
decoder_outputs = decoder_dense(decoder_outputs)
decoder_model = Model([decoder_inputs] + decoder_states_inputs, [decoder_outputs, state_h, state_c])

states_value = encoder_model.predict(encoder_input_data[:1], verbose=0)
symbol = np.zeros((1, 1, n_features))
symbol[0, 0, 0] = 1.0
written = []
for _ in range(n_steps):
    output, h, c = decoder_model.predict([symbol] + states_value, verbose=0)
    index = int(np.argmax(output[0, -1, :]))
    written.append(index)
    symbol = np.zeros((1, 1, n_features))
    symbol[0, 0, index] = 1.0
    states_value = [h, c]
print(source[0], written)
