"""Gives list_files. Needs FILE_SUFFIXES."""


# %% Data
def list_files(folder):
    """Returns the files of the wanted suffixes below a folder, sorted; hidden ones are left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in FILE_SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
