"""What the program image-transfer alone has."""


# %% Imports
from keras import layers
import keras


# %% Configuration
# "imagenet" where the weights can be had; None trains the backbone from scratch, never frozen.
WEIGHTS = None
# With pretrained weights: epochs for the new head alone, then the rate for fine-tuning all layers.
HEAD_EPOCHS = 5
FINE_TUNING_RATE = 0.00001


# %% Model
def quicken_statistics(model):
    """Lets batch normalisation of an untrained backbone settle in few steps, in place."""
    parts = [model, *(layer for layer in model.layers if isinstance(layer, keras.Model))]
    for layer in (layer for part in parts for layer in part.layers):
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = min(layer.momentum, 0.9)


def build_model(class_count=CLASS_COUNT, learning_rate=LEARNING_RATE):
    """Returns the compiled network: images [n, height, width, channels] 0-255 -> classes [n, k]."""
    inputs = keras.Input((*IMAGE_SIZE, CHANNELS))
    # This backbone was trained on pixels from -1 to 1.
    features = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    features = keras.applications.MobileNetV2(include_top=False, weights=WEIGHTS)(features)
    features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dropout(0.3)(features)
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    if WEIGHTS is None:
        quicken_statistics(model)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% Training
def train_head(model, prepared, class_weight=None):
    """Trains the new layers on frozen pretrained features, then frees all but the statistics."""
    backbone = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    backbone.trainable = False
    model.compile_from_config(model.get_compile_config())
    model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=HEAD_EPOCHS,
        class_weight=class_weight,
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    backbone.trainable = True
    for layer in backbone.layers:  # few images would spoil the statistics of many
        layer.trainable = not isinstance(layer, layers.BatchNormalization)
    model.compile_from_config(model.get_compile_config())
    model.optimizer.learning_rate = FINE_TUNING_RATE


def train_model(
    data_dir,
    output_dir,
    epochs=EPOCHS,
    batch_size=BATCH_SIZE,
    learning_rate=LEARNING_RATE,
    limit=None,
):
    """Trains, writes model, state, history, configuration and curves, returns the history."""
    keras.utils.set_random_seed(SEED)
    output_dir.mkdir(parents=True, exist_ok=True)
    prepared = prepare(data_dir, batch_size, limit)
    write_json(output_dir / "preprocessing.json", prepared.state)
    model = build_model(**prepared.state["sizes"], learning_rate=learning_rate)
    if WEIGHTS is not None:
        train_head(
            model, prepared, class_weight=dict(enumerate(prepared.state["class_weights"]))
        )
    history = model.fit(
        prepared.train,
        validation_data=prepared.validation,
        epochs=epochs,
        class_weight=dict(enumerate(prepared.state["class_weights"])),
        callbacks=make_callbacks(output_dir),
        shuffle=False,  # the dataset shuffles itself
        verbose=2,
    )
    config = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    config |= {"limit": limit, "seed": SEED, "keras": keras.__version__}
    write_json(output_dir / "config.json", config)
    plot_curves(history.history, output_dir)
    return history.history
