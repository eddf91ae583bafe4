"""What 4 programs share: find_class_names."""


# %% Data
def find_class_names(labels):
    """Returns the sorted class names of labels [n]; numbers sort by value."""
    names = sorted(labels.dropna().unique())
    if len(names) < 2:
        raise SystemExit(f"expected two or more classes in the target, found: {names}")
    try:
        return sorted(names, key=float)
    except ValueError:
        return names
