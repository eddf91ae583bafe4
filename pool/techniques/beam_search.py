"""Gives search_beams: writes the likeliest of several texts instead of the likeliest next words."""

# %% Imports
import numpy as np

# %% Configuration
# Texts that are kept at each word; 1 writes the likeliest next word.
BEAM_WIDTH = 3


# %% Evaluation
def search_beams(predict, count, start, end, length):
    """Returns the likeliest word numbers [count, length + 1] from the start mark on.

    predict(words [count * BEAM_WIDTH, length + 1], place) returns the probabilities of the word
    behind a place [count * BEAM_WIDTH, k]. Of the last texts the best by mean log-probability is
    taken; 0 pads behind the end mark.
    """
    beams = np.zeros((count, BEAM_WIDTH, length + 1), dtype="int32")
    beams[:, :, 0] = start
    chances = np.full((count, BEAM_WIDTH), -np.inf)
    chances[:, 0] = 0  # all beams begin alike
    for place in range(length):
        scores = predict(beams.reshape(-1, length + 1), place)
        scores = np.log(np.maximum(scores, 1e-12)).reshape(count, BEAM_WIDTH, -1)
        ended = (beams == end).any(axis=2)
        if ended.all():
            break
        scores[ended] = -np.inf
        scores[ended, 0] = 0
        joined = (chances[:, :, None] + scores).reshape(count, -1)
        best = np.argsort(-joined, axis=1, kind="stable")[:, :BEAM_WIDTH]
        rows, words = np.divmod(best, scores.shape[2])
        beams = np.take_along_axis(beams, rows[:, :, None], axis=1)
        beams[:, :, place + 1] = words
        chances = np.take_along_axis(joined, best, axis=1)
    likeliest = (chances / np.maximum(1, (beams[:, :, 1:] != 0).sum(axis=2))).argmax(axis=1)
    return beams[np.arange(count), likeliest]
