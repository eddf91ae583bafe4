"""A small network."""
import keras
from keras import layers

CLASSES = 4  # diseases


def build(units=32, rate=0.001):
    """Gives a compiled model."""
    model = keras.Sequential([layers.Dense(units, activation="relu"), layers.Dense(CLASSES)])
    optimizer = keras.optimizers.Adam(rate)
    model.compile(optimizer=optimizer, loss="mse")
    return model


model = build(units=64)
history = model.fit([[0.0]], [[1.0]], epochs=3)
print(history.history["loss"][-1])
