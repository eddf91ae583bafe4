"""The target is new images like the given ones, of wanted classes.

Needs condition_numbers and an adversarial model. Gives what driver asks of a target; images without
classes count as one class.
"""

# %% Imports
import numpy as np
import pandas as pd
from PIL import Image

# %% Configuration
# Generated images are compared with at most so many train images.
COMPARED_ITEMS = 2000
# How many images of each class a prediction makes.
GENERATED_COUNT = 16


# %% Model
def generate(model, numbers):
    """Returns images uint8 [n, height, width, channels] 0-255 for class numbers [n]."""
    # Seeded: the same classes give the same images, whatever the model is.
    noise = np.random.default_rng(SEED).normal(size=(len(numbers), LATENT_SIZE)).astype("float32")
    images = []
    for start in range(0, len(numbers), BATCH_SIZE):
        batch = slice(start, start + BATCH_SIZE)
        inputs = [noise[batch], np.asarray(numbers[batch], "int32")]
        images.append(model.generator.predict_on_batch(inputs[: len(model.generator.inputs)]))
    return ((np.concatenate(images) + 1) * 127.5).round().astype("uint8")


# %% Evaluation
def class_noise(train_images, train_numbers, numbers):
    """Returns images that have their class's mean and deviation at each pixel, and nothing else."""
    generator = np.random.default_rng(SEED)
    images = []
    for number in numbers:
        members = train_images[train_numbers == number]
        # A class may be missing where train was limited.
        members = members if len(members) else train_images
        images.append(generator.normal(members.mean(axis=0), members.std(axis=0)))
    return np.stack(images).clip(0, 255).astype("uint8")


def nearest_distances(images, others):
    """Returns the index of the nearest other image [n] and its root mean square difference [n]."""
    others = others.reshape(len(others), -1).astype("float32")
    nearest, distances = [], []
    for image in images.reshape(len(images), -1).astype("float32"):
        differences = np.sqrt(np.mean((others - image) ** 2, axis=1))
        nearest.append(int(differences.argmin()))
        distances.append(float(differences.min()))
    return np.array(nearest), np.array(distances)


def score_results(results):
    """Returns the mean over classes of the distance between true and generated images.

    Results are rows of a class number, the pixels of a true and those of a generated image.
    """
    distances = []
    for number in np.unique(results[:, 0]):
        pixels = np.split(results[results[:, 0] == number, 1:], 2, axis=1)
        images = [half.reshape(-1, *IMAGE_SIZE, CHANNELS) for half in pixels]
        distances.append(sliced_distance(*images))
    return np.mean(distances)


def spread(images):
    """Returns the mean deviation of a pixel over the images, in grey levels; 0 is all the same."""
    return float(images.std(axis=0).mean())


def measure_test(model, splits, state, output_dir):
    """Returns the metrics of generated images beside test images; saves them with the nearest."""
    paths, targets = (part[:COMPARED_ITEMS] for part in splits["train"])
    train, train_numbers = read_images(paths), condition_numbers(targets, state)
    test, numbers = read_images(splits["test"][0]), condition_numbers(splits["test"][1], state)
    images = generate(model, numbers)
    nearest, distances = nearest_distances(images, train)
    made = {"model": images, "baseline": class_noise(train, train_numbers, numbers)}
    show_grid(images, [state["class_names"][number] for number in numbers], output_dir, "generated")
    plot_compared({"generated": images, "nearest train": train[nearest]}, output_dir, "nearest")
    details = {
        # Where classes are told apart, the nearest train image is of the wanted class.
        "nearest_is_of_class": float(np.mean(train_numbers[nearest] == numbers)),
        # Generated images much nearer to train than test images are, are copies.
        "generated_to_train": float(distances.mean()),
        "test_to_train": float(nearest_distances(test, train)[1].mean()),
        "generated_spread": spread(images),
        "test_spread": spread(test),
    }

    known = np.column_stack([numbers.astype("uint16"), test.reshape(len(test), -1)])
    results = {
        name: np.column_stack([known, found.reshape(len(test), -1)]) for name, found in made.items()
    }
    names = {"metric": "sliced_wasserstein_distance", "higher_is_better": False}
    names |= {"baseline_name": "noise with the mean and deviation of each pixel of the class"}
    names |= {"reference_name": None}
    return compare_results(score_results, results, names, details)


# %% Inference
def answer_items(model, items, state, output_path):
    """Writes new images of each class into a folder; returns their paths and what is nearest.

    Items are the real images that they are compared with.
    """
    folder = output_path.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    numbers = np.repeat(np.arange(len(state["class_names"])), GENERATED_COUNT)
    images = generate(model, numbers)
    paths = [folder / f"{number:04d}.png" for number in range(len(images))]
    for path, image in zip(paths, images, strict=True):
        Image.fromarray(image.squeeze()).save(path)
    nearest, distances = nearest_distances(images, read_images(items))
    answers = pd.DataFrame({"file": [str(path) for path in paths]})
    answers["class"] = [state["class_names"][number] for number in numbers]
    answers["nearest"] = [str(items[index]) for index in nearest]
    return answers.assign(distance=distances.round(2))


def read_items(input_path, state):
    """Returns no names, as new images have none yet, and the paths of the given images."""
    return pd.DataFrame(), read_paths(input_path)
