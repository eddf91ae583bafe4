"""A deep convolutional adversarial network of images of wanted classes.

Needs models/adversarial.
"""

# %% Imports
import keras

# %% Configuration
CLASS_COUNT = 3


# %% Model
def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled pair of networks: class numbers [n] -> new images 0-255."""
    model = join_networks(class_count)
    model.compile(
        # One optimizer serves both networks: Adam keeps its moments for each weight anyway.
        optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss="binary_crossentropy",
    )
    return model
