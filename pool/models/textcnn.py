"""A text CNN: convolutions over three, four and five words side by side, the largest of each kept.

Kim (2014), Convolutional Neural Networks for Sentence Classification, arXiv:1408.5882.

Architecture: TextCNN
Fits:
    text-table for class, labels, number
    text-folders for class
Layers:
    Embedding(10000, 300)
    Conv1D(100, 3, padding='same', activation='relu')
    GlobalMaxPooling1D()
    Conv1D(100, 4, padding='same', activation='relu')
    GlobalMaxPooling1D()
    Conv1D(100, 5, padding='same', activation='relu')
    GlobalMaxPooling1D()
    Concatenate()
    Dropout(0.5)
Holes:
    EMBEDDING_SIZE = Embedding.output_dim
    FILTERS = Conv1D.filters
    DROPOUT = Dropout.rate
"""

# %% Imports
from keras import layers

# %% Configuration
EMBEDDING_SIZE = 300
FILTERS = 100
# Words that a convolution sees at once.
KERNEL_SIZES = (3, 4, 5)
DROPOUT = 0.5


# %% Model
def convolve_words(words, size):
    """Returns the largest answer of each filter [n, FILTERS] over word vectors [n, words, units]."""
    features = layers.Conv1D(FILTERS, size, padding="same", activation="relu")(words)
    return layers.GlobalMaxPooling1D()(features)


def build_features(words, vocabulary_size):
    """Returns features [n, filters] of word numbers [n, words]."""
    vectors = layers.Embedding(vocabulary_size, EMBEDDING_SIZE)(words)
    features = layers.Concatenate()([convolve_words(vectors, size) for size in KERNEL_SIZES])
    return layers.Dropout(DROPOUT)(features)
