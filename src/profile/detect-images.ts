import type { DataChoice, Facts, TargetKind } from '../artifacts/index.ts';
import { targetsOf } from '../targets/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import {
  classFiles,
  classRoot,
  countClasses,
  findSplit,
  type Split,
  splitRole,
  unlabelledReason,
} from './class-folders.ts';
import { classDoubt, DOUBTFUL } from './class-doubt.ts';
import { findClassLevels, levelFindings } from './class-level.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { type LabelledFile, sharedGroups, withFileGroups } from './find-groups.ts';
import { allFolders, countUnder, filesUnder, type Folder } from './folder.ts';
import {
  CLASS_SIZE,
  DENSE_SIZE,
  type ImageSample,
  SAMPLE_SIZE,
  sampleImages,
} from './image-sample.ts';

/** Folders train, validation, test with a folder per class in each. */
export const detectImageSplit: Detector = async (context) => {
  const split = findSplit(context.folder, 'image');
  if (split === null) return NOTHING;
  const names = countClasses(split.train, 'image').map(({ name }) => name);
  const doubt = await classDoubt(context, 'image', names);
  const parts = {
    kind: 'image-split-folders',
    why: `${names.length} class folders in ${split.train.path}`,
    place: split.train.path,
    count: countUnder(split.train, 'image'),
    classNames: names,
  } as const;
  const settle = async (choice: DataChoice): Promise<Detected> =>
    settleSplit(context, split, choice);
  return found(
    [
      candidateOf(
        context,
        { ...parts, targets: ['class', 'same'], fit: doubt === null ? 0.8 : DOUBTFUL },
        settle,
      ),
      candidateOf(context, { ...parts, targets: ['sample'], fit: 0.1 }, settle),
    ],
    doubt === null ? [] : [lacks('image-split-folders', ['class'], doubt)],
  );
};

async function settleSplit(
  context: ProfileContext,
  { train, validation, test }: Split,
  { target = 'class', reason }: DataChoice,
): Promise<Detected> {
  const classes = countClasses(train, 'image');
  const files = filesUnder(train, 'image');
  const sample = await sampleImages(context, files, CLASS_SIZE);
  const parts = [train, validation, test].filter((part) => part !== null);
  const count = parts.reduce((sum, part) => sum + countUnder(part, 'image'), 0);
  const names = new Set(classes.map(({ name }) => name));
  const strange = [validation, test].flatMap((part) =>
    part === null ? [] : countClasses(part, 'image').filter(({ name }) => !names.has(name)),
  );
  const detected: Detected = {
    data: {
      kind: 'image-split-folders',
      target,
      facts: {
        IMAGE_ROOT: '',
        TRAIN_FOLDER: train.path,
        VALIDATION_FOLDER: validation?.path ?? null,
        TEST_FOLDER: test?.path ?? null,
        ...imageFacts(sample),
        CLASS_COUNT: classes.length,
      },
    },
    targetReason: `${classes.length} class folders in ${train.path}`,
    count,
    columns: [],
    classes,
    attributes:
      `The dataset consists of ${count} images of ${classes.length} classes: ${listNames(classes)}. ` +
      `It is divided into ${parts.map((part) => `${part.path} (${countUnder(part, 'image')} images)`).join(', ')}, with one folder per class in each. ` +
      `Images are ${sample.words}. The target label is the class.`,
    findings: [
      ...sample.findings,
      ...itemFindings(classes),
      ...levelFindings(findClassLevels(train, 'image'), 1, reason),
      ...[validation, test].flatMap((part) =>
        part === null ? [] : sharedGroups(filesBelow(train), filesBelow(part), part.path),
      ),
      ...strange.map(({ name }) => ({
        code: 'UNKNOWN_CLASS',
        path: name,
        message: `The class folder ${name} is missing from ${train.path}.`,
      })),
    ],
  };
  const cut = validation === null || test === null;
  return cut && target !== 'same' ? withFileGroups(detected, classFiles(train, 'image')) : detected;
}

/** Files of class folders, by their paths below the folder that holds these. */
function filesBelow(root: Folder): readonly LabelledFile[] {
  return classFiles(root, 'image').map(({ file, label }) => ({
    file: file.slice(root.path.length + 1),
    label,
  }));
}

/** One folder per class; with folders below them those of the first level. */
export const detectImageFolders: Detector = async (context) => {
  const root = classRoot(context.folder, 'image');
  if (root === null) return NOTHING;
  const { natural, levels } = findClassLevels(root, 'image');
  const names = levels[0]?.names ?? [];
  const parts = {
    kind: 'image-folders',
    why: `${names.length} class folders${root.path === '' ? '' : ` in ${root.path}`}`,
    place: root.path,
    count: countUnder(root, 'image'),
    classNames: names,
  } as const;
  const doubt = await classDoubt(context, 'image', names);
  const fit = doubt !== null ? DOUBTFUL : natural === 1 ? 0.75 : 0.5;
  const settle = async (choice: DataChoice): Promise<Detected> =>
    settleFolders(context, root, choice);
  return found(
    [
      candidateOf(context, { ...parts, targets: ['class', 'same'], fit }, settle),
      candidateOf(context, { ...parts, targets: ['sample'], fit: 0.1 }, settle),
    ],
    doubt === null ? [] : [lacks('image-folders', ['class'], doubt)],
  );
};

async function settleFolders(
  context: ProfileContext,
  root: Folder,
  { target = 'class', reason }: DataChoice,
): Promise<Detected> {
  const classes = countClasses(root, 'image');
  const files = filesUnder(root, 'image');
  const sample = await sampleImages(context, files, CLASS_SIZE);
  const count = classes.reduce((sum, { count: each }) => sum + each, 0);
  const detected: Detected = {
    data: {
      kind: 'image-folders',
      target,
      facts: { IMAGE_ROOT: root.path, ...imageFacts(sample), CLASS_COUNT: classes.length },
    },
    targetReason: `${classes.length} class folders${root.path === '' ? '' : ` in ${root.path}`}`,
    count,
    columns: [],
    classes,
    attributes:
      `The dataset consists of ${count} images of ${classes.length} classes, one folder per class: ${listNames(classes)}. ` +
      `Images are ${sample.words}. The target label is the class.`,
    findings: [
      ...sample.findings,
      ...itemFindings(classes),
      ...levelFindings(findClassLevels(root, 'image'), 1, reason),
    ],
  };
  // Pairs of the same are made of classes, which are never spread over the splits.
  return target === 'same' ? detected : withFileGroups(detected, classFiles(root, 'image'));
}

/** Images without labels; that they have none is what is missing for classes. */
export const detectImages: Detector = async (context) => {
  const count = countUnder(context.folder, 'image');
  if (count === 0) return NOTHING;
  const folder = imageFolder(context.folder);
  const labelled =
    classRoot(context.folder, 'image') !== null || findSplit(context.folder, 'image') !== null;
  // A plot or a logo beside a table is not the data.
  const beside = countUnder(context.folder, 'table') > 0;
  const candidate = candidateOf(
    context,
    {
      kind: 'images',
      targets: targetsOf('images', 'image'),
      fit: beside ? 0.1 : 0.2,
      why: `${count} images without labels`,
      place: folder.path,
      count: countUnder(folder, 'image'),
    },
    async ({ target = 'image' }) => settleImages(context, folder, target),
  );
  return found(
    [candidate],
    labelled
      ? []
      : [
          lacks(
            'image-folders',
            ['class', 'same'],
            unlabelledReason(context.shown, context.folder, 'image'),
          ),
        ],
  );
};

async function settleImages(
  context: ProfileContext,
  folder: Folder,
  target: TargetKind,
): Promise<Detected> {
  const files = filesUnder(folder, 'image');
  const rule = target === 'sample' ? SAMPLE_SIZE : DENSE_SIZE;
  const sample = await sampleImages(context, files, rule);
  return {
    data: {
      kind: 'images',
      target,
      facts: { IMAGE_FOLDER: folder.path, ...imageFacts(sample) },
    },
    targetReason: 'images without labels',
    count: files.length,
    columns: [],
    classes: [],
    attributes: `The dataset consists of ${files.length} images without labels. Images are ${sample.words}.`,
    findings: sample.findings,
  };
}

/** The train folder of a split, else the deepest folder that holds every image. */
function imageFolder(folder: Folder): Folder {
  const train = allFolders(folder).find(
    (level) => splitRole(level.name) === 'train' && countUnder(level, 'image') > 0,
  );
  if (train !== undefined) return train;
  const filled = folder.folders.filter((child) => countUnder(child, 'image') > 0);
  const [only] = filled;
  return filled.length === 1 && only !== undefined && folder.files.image.length === 0
    ? imageFolder(only)
    : folder;
}

export function imageFacts(sample: Pick<ImageSample, 'size' | 'channels' | 'isDeep'>): Facts {
  // Where some files are deep, each is asked.
  const deep = sample.isDeep ? null : false;
  return { IMAGE_SIZE: sample.size, CHANNELS: sample.channels, DEEP_PIXELS: deep };
}
