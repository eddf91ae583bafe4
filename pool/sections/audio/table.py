"""A table names the clips and their targets. Needs files/locate and table/target."""

# %% Configuration
AUDIO_FOLDER = "audio"
AUDIO_COLUMN = "filename"
# What the column leaves out of the file name.
AUDIO_SUFFIX = ""


# %% Data
def read_examples(data_dir):
    """Returns the paths of the clips [n] that the table names, and their targets [n]."""
    folder = data_dir / AUDIO_FOLDER
    path = find_table(data_dir)
    table = read_file_rows(path, folder, AUDIO_COLUMN, AUDIO_SUFFIX, named_targets())
    table = table.drop_duplicates("path", ignore_index=True)
    targets = read_targets(table, find_targets(table, (AUDIO_COLUMN, "path")))
    return keep_labelled(table["path"].to_numpy(dtype=str), targets)


# %% Inference
def find_example(data_dir):
    """Returns one .wav file of the data."""
    return next(path for path in list_files(data_dir / AUDIO_FOLDER) if is_readable(str(path)))
