"""Writes weights and tokenizer of a preset of KerasHub to a folder: python fetch_preset.py NAME FOLDER.

KerasHub downloads them by the package kagglehub, which is not part of the environment.
"""

import sys

import keras_hub


def main():
    """Downloads the preset and writes it as `from_preset` reads it from a folder."""
    name, folder = sys.argv[1:]
    keras_hub.models.Backbone.from_preset(name).save_to_preset(folder)
    keras_hub.tokenizers.Tokenizer.from_preset(name).save_to_preset(folder)


if __name__ == "__main__":
    main()
