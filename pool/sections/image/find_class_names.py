"""What 6 programs share: find_class_names."""


# %% Data
def find_class_names(root):
    """Returns the sorted names of the folders that hold at least one image."""
    if not root.is_dir():
        found = ", ".join(sorted(path.name for path in root.parent.glob("*"))[:20]) or "nothing"
        raise SystemExit(f"expected a folder of class folders at {root}, found beside it: {found}")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "."]
    class_names = sorted(folder.name for folder in folders if list_images(folder))
    if len(class_names) < 2:
        raise SystemExit(f"expected two or more class folders in {root}, found: {class_names}")
    return class_names
