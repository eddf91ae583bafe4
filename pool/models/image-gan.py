"""A deep convolutional adversarial network of images without classes. Needs models/adversarial."""

# %% Imports
import keras


# %% Model
def build_model(learning_rate=LEARNING_RATE):
    """Returns the compiled pair of networks: images 0-255 -> as many new images 0-255."""
    model = join_networks()
    model.compile(
        # One optimizer serves both networks: Adam keeps its moments for each weight anyway.
        optimizer=keras.optimizers.Adam(learning_rate, beta_1=0.5),
        loss="binary_crossentropy",
    )
    return model
