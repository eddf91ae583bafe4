import path from 'node:path';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import type { Detected, Detector, ProfileContext } from './detector.ts';
import { imageFacts } from './detect-images.ts';
import { unlabelled, withFileGroups } from './find-groups.ts';
import { allFolders, type Folder } from './folder.ts';
import {
  findPartners,
  findSiblings,
  isRole,
  mentionsRole,
  type Partners,
} from './image-partners.ts';
import { DENSE_SIZE, evenly, sampleImages } from './image-sample.ts';

const MASK =
  /^(masks?|labels?|annotations?|annots?|gt|ground|truth|groundtruth|seg|segs|segmentations?|trimaps?|annotated|mask\w*|manual|1st)$/;
const MASK_SUFFIXES = [
  '_mask',
  '_segmentation',
  '_seg',
  '_gt',
  '_label',
  '-mask',
  '_matte',
  '_L',
  '_manual1',
];
const INPUT =
  /^(hazy|haze|foggy|inputs?|low|noisy|noise|blur|blurred|blurry|lr|lowres|source|src|gr[ae]y|grayscale|greyscale|cloudy|rainy|rain|distorted|degraded|damaged|sketch|sketches|corrupted|raw|before|masked|dark|under|light)$/;
const TARGET =
  /^(clear|clean|gt|ground|truth|groundtruth|targets?|outputs?|high|sharp|hr|highres|colou?rs?|coloured|colored|original|originals|norain|expert|after|enhanced|reference|restored|light|normal|photo|photos|maps?|density|depth)$/;
/** Grey values beyond which a picture is no mask. */
const MOST_VALUES = 40;

/** Images and masks: two folders with the same stems, or one folder with a suffix. */
export const detectMasks: Detector = async (context) => {
  const isMask = (folder: Folder): boolean => mentionsRole(folder, MASK);
  const found =
    findPartners(context.folder, isMask, () => true) ?? findSiblings(context.folder, MASK_SUFFIXES);
  if (found === null) {
    if (context.wants.segment) refuseUnpaired(context, () => true, isMask);
    return null;
  }
  const values = await maskValues(context, found);
  if (values === null) return null;
  const sample = await sampleImages(context, found.files, DENSE_SIZE);
  const count = found.files.length;
  const detected: Detected = {
    data: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: found.inputs.path,
        MASK_FOLDER: found.targets.path,
        MASK_SUFFIX: found.suffix,
        ...imageFacts(sample),
        CLASS_COUNT: values.length,
        MASK_VALUES: values,
      },
    },
    targetReason: partnerReason(found, 'masks'),
    count,
    columns: [],
    classes: [],
    attributes:
      `The dataset consists of ${count} images and their corresponding segmentation masks (${where(found)}). ` +
      `Images are ${sample.words}. Masks have ${values.length} classes, stored as the grey values ${values.join(', ')}.`,
    findings: [...sample.findings, ...lonelyFindings(found)],
  };
  return withFileGroups(detected, unlabelled(found.files));
};

/**
 * Grey values of the masks in class order, null where they are no masks. Values near 0 and 255 of masks with
 * soft edges (JPEG) are read as two classes.
 */
async function maskValues(
  context: ProfileContext,
  found: Partners,
): Promise<readonly number[] | null> {
  const { decodeImage } = await import('./image-file.ts');
  const seen = new Set<number>();
  for (const file of evenly(found.targetFiles, 40)) {
    const decoded = await decodeImage(path.join(context.root, file));
    for (const value of decoded?.values ?? []) seen.add(value);
  }
  const values = [...seen].sort((a, b) => a - b);
  if (values.length === 0 || (values.length > MOST_VALUES && !context.wants.segment)) return null;
  if (values.length > MOST_VALUES || softEdges(values)) return [0, 255];
  if (values.length === 1)
    throw new DLCodeGenError(
      'BAD_DATA',
      `Every mask in ${found.targets.path || context.shown} has one grey value only (${values[0]}); there is nothing to segment.`,
    );
  return values;
}

function softEdges(values: readonly number[]): boolean {
  const ends = values.includes(0) && values.includes(255);
  return ends && values.length > 3 && values.every((value) => value <= 20 || value >= 235);
}

/** Input and target images with the same stems: hazy and clear, low and high, trainA and trainB. */
export const detectPairs: Detector = async (context) => {
  // Two classes may be called dark and light, with files counted alike.
  if (context.wants.classify && !context.wants.restore) return null;
  const named = letterOrRole('a', INPUT);
  const inputFolder = (folder: Folder): boolean =>
    named(folder) || /^(images?|photos)$/i.test(folder.name);
  const targetFolder = letterOrRole('b', TARGET);
  const found = findPartners(context.folder, targetFolder, inputFolder);
  if (found === null) {
    if (context.wants.restore) refuseUnpaired(context, inputFolder, targetFolder);
    return null;
  }
  const sample = await sampleImages(context, found.files, DENSE_SIZE);
  const targets = await sampleImages(context, found.targetFiles, DENSE_SIZE);
  const count = found.files.length;
  const detected: Detected = {
    data: {
      kind: 'image-pairs',
      target: 'image',
      facts: {
        INPUT_FOLDER: found.inputs.path,
        TARGET_FOLDER: found.targets.path,
        TARGET_SUFFIX: found.suffix,
        ...imageFacts(sample),
        TARGET_CHANNELS: targets.channels,
      },
    },
    targetReason: partnerReason(found, 'target images'),
    count,
    columns: [],
    classes: [],
    attributes:
      `The dataset consists of ${count} pairs of images: an input image and its corresponding target image (${where(found)}). ` +
      `Input images are ${sample.words}; target images are ${targets.words}.`,
    findings: [...sample.findings, ...targets.findings, ...lonelyFindings(found)],
  };
  return withFileGroups(detected, unlabelled(found.files));
};

function letterOrRole(letter: string, role: RegExp): (folder: Folder) => boolean {
  const named = new RegExp(`^(train|test|val)?_?${letter}$`, 'i');
  return (folder) => named.test(folder.name) || isRole(folder, role);
}

function refuseUnpaired(
  { folder, shown }: ProfileContext,
  inputFolder: (folder: Folder) => boolean,
  targetFolder: (folder: Folder) => boolean,
): void {
  const holders = allFolders(folder).filter(({ files }) => files.image.length > 0);
  const target = holders.find(targetFolder);
  const input = holders.find((holder) => holder !== target && inputFolder(holder));
  if (input === undefined || target === undefined || input === target) return;
  throw new DLCodeGenError(
    'BAD_DATA',
    `${shown} has ${input.path} and ${target.path}, but their images are unpaired: no file names agree. A pair needs the same name in both folders.`,
    { data: { input: input.path, target: target.path } },
  );
}

function partnerReason({ inputs, targets, suffix }: Partners, what: string): string {
  if (inputs === targets) return `files ending in ${suffix} are ${what}`;
  return `${targets.path} holds ${what} for the images in ${inputs.path}`;
}

function where({ inputs, targets, suffix }: Partners): string {
  return inputs === targets
    ? `side by side in ${inputs.path || 'one folder'}, with the suffix ${suffix}`
    : `in ${inputs.path} and ${targets.path}${suffix === '' ? '' : ` with the suffix ${suffix}`}`;
}

function lonelyFindings({ inputs, lonely }: Partners): readonly Issue[] {
  return lonely === 0
    ? []
    : [
        {
          code: 'UNPAIRED_FILES',
          path: inputs.path,
          message: `${lonely} images in ${inputs.path || 'the folder'} have no partner and are left out.`,
        },
      ];
}
