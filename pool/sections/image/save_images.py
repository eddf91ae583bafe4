"""What 3 programs share: save_images."""


# %% Imports
from PIL import Image


# %% Evaluation
def save_images(images, folder):
    """Writes images [n, height, width, channels] 0-255 as PNG files, returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04d}.png" for number in range(len(images))]
    for path, image in zip(paths, images, strict=True):
        Image.fromarray(image.squeeze()).save(path)
    return paths
