"""What 4 programs share: file_key."""


# %% Data
def file_key(path, root, ending=""):
    """Returns a file's path below a root in lower case, without its extension and ending."""
    return path.relative_to(root).with_suffix("").as_posix().removesuffix(ending).lower()
