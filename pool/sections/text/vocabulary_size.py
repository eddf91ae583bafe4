"""What 10 programs share: VOCABULARY_SIZE."""


# %% Configuration
# Most words that are told apart; 0 is padding, 1 an unknown word.
VOCABULARY_SIZE = 20000
