import type { DataSpec, TargetKind } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import {
  classFiles,
  classRoot,
  countClasses,
  findSplit,
  refuseUnlabelled,
  splitRole,
} from './class-folders.ts';
import { findClassLevel } from './class-level.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { type LabelledFile, sharedGroups, withFileGroups } from './find-groups.ts';
import { allFolders, countUnder, filesUnder, type Folder } from './folder.ts';
import { CLASS_SIZE, DENSE_SIZE, SAMPLE_SIZE, sampleImages } from './image-sample.ts';
import type { Wants } from './wants-table.ts';

/** Targets that need no labels, by the requirement's words; the first that fits. */
const UNLABELLED: readonly (readonly [TargetKind, (wants: Wants) => boolean])[] = [
  ['sample', (wants) => wants.sample && !wants.conditional],
  ['anomaly', (wants) => wants.anomaly],
  ['image', (wants) => wants.restore],
];

export function unlabelledTarget(wants: Wants): TargetKind | null {
  // Class folders and a word like "classify": an autoencoder or GAN is then a means to the class.
  if (wants.classify) return null;
  return UNLABELLED.find(([, fits]) => fits(wants))?.[0] ?? null;
}

function labelledTarget(wants: Wants): TargetKind {
  if (wants.sample) return 'sample';
  return wants.same && !wants.classify ? 'same' : 'class';
}

/** Folders train, validation, test with a folder per class in each. */
export const detectImageSplit: Detector = async (context) => {
  const split = findSplit(context.folder, 'image');
  if (split === null || unlabelledTarget(context.wants) !== null) return null;
  const { train, validation, test } = split;
  const classes = countClasses(train, 'image');
  const files = filesUnder(train, 'image');
  const sample = await sampleImages(context, files, CLASS_SIZE);
  const parts = [train, validation, test].filter((part) => part !== null);
  const count = parts.reduce((sum, part) => sum + countUnder(part, 'image'), 0);
  const names = new Set(classes.map(({ name }) => name));
  const target = labelledTarget(context.wants);
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
      ...nestedFindings(train, context),
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
};

/** Files of class folders, by their paths below the folder that holds these. */
function filesBelow(root: Folder): readonly LabelledFile[] {
  return classFiles(root, 'image').map(({ file, label }) => ({
    file: file.slice(root.path.length + 1),
    label,
  }));
}

/** Says that the first level is read where there are several. */
function nestedFindings(root: Folder, { requirement }: ProfileContext): readonly Issue[] {
  const { level, findings } = findClassLevel(root, 'image', requirement);
  return level === 1
    ? findings
    : [
        {
          code: 'CLASS_LEVEL',
          path: root.path,
          message: `Class folders are nested; here the class is the folder at the first level of ${root.path}.`,
        },
      ];
}

/** One folder per class. */
export const detectImageFolders: Detector = async (context) => {
  const root = classRoot(context.folder, 'image');
  if (root === null || unlabelledTarget(context.wants) !== null) return null;
  const classes = countClasses(root, 'image');
  const files = filesUnder(root, 'image');
  const sample = await sampleImages(context, files, CLASS_SIZE);
  const count = classes.reduce((sum, { count: files }) => sum + files, 0);
  const target = labelledTarget(context.wants);
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
    findings: [...sample.findings, ...itemFindings(classes), ...nestedFindings(root, context)],
  };
  // Pairs of the same are made of classes, which are never spread over the splits.
  return target === 'same' ? detected : withFileGroups(detected, classFiles(root, 'image'));
};

/** Images without labels; errors where the requirement asks for labels. */
export const detectImages: Detector = async (context) => {
  if (countUnder(context.folder, 'image') === 0) return null;
  const target = unlabelledTarget(context.wants);
  // A plot or a logo beside a table is not the data.
  const pictured = /\b(images?|photos?|photographs?|pictures?|scans?|x-?rays?|mri)\b/i.test(
    context.requirement,
  );
  if (target === null && !pictured && countUnder(context.folder, 'table') > 0) return null;
  // Without any word of what is wanted, unlabelled images are still worth a profile.
  if (target === null && context.requirement.trim() !== '')
    refuseUnlabelled(context.shown, context.folder, 'image');
  const folder = imageFolder(context.folder);
  const files = filesUnder(folder, 'image');
  const rule = target === 'sample' ? SAMPLE_SIZE : DENSE_SIZE;
  const sample = await sampleImages(context, files, rule);
  const data: DataSpec = {
    kind: 'images',
    target: target ?? 'image',
    facts: { IMAGE_FOLDER: folder.path, ...imageFacts(sample) },
  };
  return {
    data,
    targetReason: 'images without labels',
    count: files.length,
    columns: [],
    classes: [],
    attributes: `The dataset consists of ${files.length} images without labels. Images are ${sample.words}.`,
    findings: sample.findings,
  };
};

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

export function imageFacts(sample: {
  readonly size: readonly [number, number];
  readonly channels: number;
}): { IMAGE_SIZE: readonly [number, number]; CHANNELS: number } {
  return { IMAGE_SIZE: sample.size, CHANNELS: sample.channels };
}
