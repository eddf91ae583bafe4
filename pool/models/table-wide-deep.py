"""A wide (linear) and a deep part, trained together, of rows for classes."""

# %% Imports
import keras
from keras import layers

# %% Configuration
# Units of the hidden layers of the deep part.
HIDDEN_UNITS = (64, 32)
DROPOUT = 0.3


# %% Model
def make_wide(inputs, category_sizes):
    """Returns numbers and one-hot categories side by side [n, width]: what the linear part sees."""
    if CATEGORIES == ():
        return inputs["numeric"]
    parts = [inputs["numeric"]] if "numeric" in inputs else []
    for number, size in enumerate(category_sizes):
        encoding = layers.CategoryEncoding(size, output_mode="one_hot")
        parts.append(encoding(inputs[f"category_{number}"]))
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]


def build_model(
    numeric_count=NUMERIC_COUNT,
    category_sizes=CATEGORY_SIZES,
    class_count=CLASS_COUNT,
    learning_rate=LEARNING_RATE,
):
    """Returns the compiled network: {input name: values [n, ...]} -> class probabilities [n, k].

    The wide part is linear and learns rules from single values; the deep part generalises.
    """
    inputs = make_inputs(numeric_count, category_sizes)
    features = join_inputs(inputs, category_sizes)
    for units in HIDDEN_UNITS:
        features = layers.Dense(units, activation="relu")(features)
        features = layers.BatchNormalization(momentum=0.9)(features)
        features = layers.Dropout(DROPOUT)(features)
    features = layers.Concatenate()([make_wide(inputs, category_sizes), features])
    outputs = layers.Dense(class_count, activation="softmax")(features)
    model = keras.Model(inputs, outputs)
    optimizer = keras.optimizers.Adam(learning_rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
