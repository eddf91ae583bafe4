"""Gives describe_inputs of images with targets. Needs image/read and name_targets."""


# %% Data
def describe_inputs(items, targets, output_dir):
    """Prints the sizes of image files; saves nine of them with their targets."""
    print_sizes(items)
    show_items(items, name_targets(targets), output_dir, "samples")
