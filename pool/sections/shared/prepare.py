"""What 2 programs share: prepare."""


# %% Data
def prepare(data_dir, batch_size=BATCH_SIZE, limit=None, state=None):
    """Returns the three splits as batches and the state; limit is the most items per split."""
    class_names = state["class_names"] if state else find_class_names(data_dir)
    splits = split_files(data_dir, class_names, limit)
    state = state or {"class_names": class_names, "sizes": {"class_count": len(class_names)}}
    train = make_dataset(*splits["train"], batch_size, training=True)
    validation = make_dataset(*splits["validation"], batch_size)
    test = make_dataset(*splits["test"], batch_size)
    return Prepared(train, validation, test, state)
