"""What 6 programs share: collect, score_baselines, predict_items."""


# %% Imports
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import numpy as np
import pandas as pd


# %% Evaluation
def collect(model, dataset):
    """Returns images, class numbers and model outputs of a dataset; one pass keeps them aligned."""
    images, numbers, scores = [], [], []
    for batch, targets in dataset:
        images.append(batch.numpy().astype("uint8"))
        numbers.append(label_numbers(targets))
        scores.append(model.predict_on_batch(batch))
    return np.concatenate(images), np.concatenate(numbers), np.concatenate(scores)


def score_baselines(train, test_images, test_numbers):
    """Returns the accuracy of the majority class and of logistic regression on thumbnails."""
    pixels, numbers = [], []
    for images, targets in train:
        numbers.append(label_numbers(targets))
        if sum(map(len, pixels)) < REFERENCE_ITEMS:
            pixels.append(thumbnails(images))
    pixels, numbers = np.concatenate(pixels), np.concatenate(numbers)
    majority = np.bincount(numbers).argmax()
    baseline = float(np.mean(test_numbers == majority))
    if len(np.unique(numbers[: len(pixels)])) < 2:
        return baseline, None
    reference = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))
    reference.fit(pixels, numbers[: len(pixels)])
    return baseline, float(reference.score(thumbnails(test_images), test_numbers))


# %% Inference
def predict_items(input_path, output_dir, output_path):
    """Writes a CSV with class and probabilities for one image file or a folder of them."""
    model, state = load_artifacts(output_dir)
    class_names = state["class_names"]
    found = list_images(input_path) if input_path.is_dir() else [input_path]
    paths = [path for path, good in zip(found, keep_readable(found), strict=True) if good]
    if not paths:
        raise SystemExit(f"expected an image or a folder of images at {input_path}, found none")
    scores = []
    for start in range(0, len(paths), BATCH_SIZE):
        images = np.stack([read_image(path) for path in paths[start : start + BATCH_SIZE]])
        scores.append(model.predict_on_batch(images))
    scores = np.concatenate(scores)
    rows = pd.DataFrame({"file": [str(path) for path in paths]})
    rows["prediction"] = [class_names[number] for number in predicted_numbers(scores)]
    rows[[f"probability_{name}" for name in class_names]] = class_scores(scores)
    output_path.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(output_path, index=False)
    return output_path
