"""What 3 programs share: example_input."""


# %% Inference
def example_input(data_dir):
    """Returns one image file of the data, to try the prediction with."""
    return next(path for path in list_images(data_dir / IMAGE_ROOT) if is_readable(path))
