import path from 'node:path';
import type { Candidate, TargetKind } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { targetsOf } from '../targets/index.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { imageFacts } from './detect-images.ts';
import { splitRole } from './class-folders.ts';
import { nameWords } from './column-names.ts';
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
/** Grey values beyond which an image is rather no mask. */
const MOST_VALUES = 40;

/** Images and masks: two folders with the same stems, or one folder with a suffix. */
export const detectMasks: Detector = async (context) => {
  const isMask = (folder: Folder): boolean => mentionsRole(folder, MASK);
  const partners =
    findPartners(context.folder, isMask, () => true) ?? findSiblings(context.folder, MASK_SUFFIXES);
  if (partners === null) {
    const domains = findDomains(context, () => true, isMask);
    if (domains === null) return NOTHING;
    return found([], [lacks('image-masks', ['mask'], unpairedReason(context, domains))]);
  }
  const { seen, values, isNumbered } = await maskValues(context, partners.targetFiles);
  if (seen.length === 0) return NOTHING;
  if (seen.length === 1) {
    const where = partners.targets.path || context.shown;
    const why = `Every mask in ${where} has one grey value only (${seen[0]}); there is nothing to segment.`;
    return found([], [lacks('image-masks', ['mask'], why)]);
  }
  const candidate = candidateOf(
    context,
    {
      kind: 'image-masks',
      targets: ['mask'],
      fit: seen.length > MOST_VALUES && !isNumbered ? 0.3 : 0.95,
      why: partnerReason(partners, 'masks'),
      place: partners.inputs.path,
      count: partners.files.length,
    },
    async () => settleMasks(context, partners, { values, isNumbered }),
  );
  return found([candidate]);
};

async function settleMasks(
  context: ProfileContext,
  partners: Partners,
  { values, isNumbered }: { readonly values: readonly number[]; readonly isNumbered: boolean },
): Promise<Detected> {
  const sample = await sampleImages(context, partners.files, DENSE_SIZE);
  const count = partners.files.length;
  const detected: Detected = {
    data: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        IMAGE_FOLDER: partners.inputs.path,
        MASK_FOLDER: partners.targets.path,
        MASK_SUFFIX: partners.suffix,
        ...imageFacts(sample),
        CLASS_COUNT: values.length,
        MASK_VALUES: values,
      },
    },
    targetReason: partnerReason(partners, 'masks'),
    count,
    columns: [],
    classes: [],
    attributes:
      `The dataset consists of ${count} images and their corresponding segmentation masks (${where(partners)}). ` +
      `Images are ${sample.words}. Masks have ${values.length} classes, stored as the grey values ${values.join(', ')}.`,
    findings: [
      ...sample.findings,
      ...(isNumbered ? [numberedFinding(partners)] : []),
      ...lonelyFindings(partners),
    ],
  };
  return withFileGroups(detected, unlabelled(partners.files));
}

function numberedFinding({ targets }: Partners): Issue {
  return {
    code: 'NUMBERED_OBJECTS',
    path: targets.path,
    message: `The masks in ${targets.path} number the objects of each image: every object is foreground, and objects are not told apart.`,
  };
}

/** Masks of so many images, of so many different counts of objects, number them. */
const NUMBERED = { images: 5, counts: 4 };

/** Whether each mask counts 0, 1, 2, ... up to a number of its own: objects of one class, not classes. */
function numbersObjects(masks: readonly (readonly number[])[]): boolean {
  const counts = new Set(masks.map(({ length }) => length));
  return (
    masks.length >= NUMBERED.images &&
    counts.size >= NUMBERED.counts &&
    masks.every((values) => values.every((value, at) => value === at))
  );
}

/** Grey values of masks: those seen in a sample, and those that stand for classes. */
export interface MaskValues {
  readonly seen: readonly number[];
  readonly values: readonly number[];
  /** Whether each mask numbers its objects. */
  readonly isNumbered: boolean;
}

/** The grey values of mask files; none are seen where none decodes. */
export async function maskValues(
  context: ProfileContext,
  files: readonly string[],
): Promise<MaskValues> {
  const masks = await greyValues(context, files);
  const seen = [...new Set(masks.flat())].sort((a, b) => a - b);
  const isNumbered = numbersObjects(masks);
  const soft = seen.length > MOST_VALUES || softEdges(seen);
  // A program takes the nearest value: every number above 0 is 1.
  return { seen, isNumbered, values: isNumbered ? [0, 1] : soft ? [0, 255] : seen };
}

/** Whether a folder or column is called what masks are called. */
export function isMaskName(name: string): boolean {
  return nameWords(name)
    .split(' ')
    .some((word) => MASK.test(word));
}

/** Grey values of each of a sample of the masks, ascending; none where none decodes. */
async function greyValues(
  context: ProfileContext,
  targetFiles: readonly string[],
): Promise<readonly (readonly number[])[]> {
  const { decodeImage } = await import('./image-file.ts');
  const masks: (readonly number[])[] = [];
  for (const file of evenly(targetFiles, 40)) {
    context.signal?.throwIfAborted();
    const decoded = await decodeImage(path.join(context.root, file));
    if (decoded !== null) masks.push([...new Set(decoded.values)].sort((a, b) => a - b));
  }
  return masks;
}

/** Values near 0 and 255 only: masks of two classes with soft edges (JPEG). */
function softEdges(values: readonly number[]): boolean {
  const ends = values.includes(0) && values.includes(255);
  return ends && values.length > 3 && values.every((value) => value <= 20 || value >= 235);
}

/** Input and target images with the same stems: hazy and clear, low and high, trainA and trainB. */
export const detectPairs: Detector = async (context) => {
  const named = letterOrRole('a', INPUT);
  const inputFolder = (folder: Folder): boolean =>
    named(folder) || /^(images?|photos)$/i.test(folder.name);
  const targetFolder = letterOrRole('b', TARGET);
  const partners = findPartners(context.folder, targetFolder, inputFolder);
  if (partners === null) {
    const domains = findDomains(context, inputFolder, targetFolder);
    if (domains === null) return NOTHING;
    return found(domainCandidates(context, domains), [
      lacks('image-pairs', ['image'], unpairedReason(context, domains)),
    ]);
  }
  const candidate = candidateOf(
    context,
    {
      kind: 'image-pairs',
      targets: targetsOf('image-pairs', 'image'),
      fit: 0.85,
      why: partnerReason(partners, 'target images'),
      place: partners.inputs.path,
      count: partners.files.length,
    },
    async ({ target = 'image' }) => settlePairs(context, partners, target),
  );
  return found([candidate]);
};

async function settlePairs(
  context: ProfileContext,
  partners: Partners,
  target: TargetKind,
): Promise<Detected> {
  const sample = await sampleImages(context, partners.files, DENSE_SIZE);
  const targets = await sampleImages(context, partners.targetFiles, DENSE_SIZE);
  const count = partners.files.length;
  const detected: Detected = {
    data: {
      kind: 'image-pairs',
      target,
      facts: {
        INPUT_FOLDER: partners.inputs.path,
        TARGET_FOLDER: partners.targets.path,
        TARGET_SUFFIX: partners.suffix,
        ...imageFacts({ ...sample, isDeep: sample.isDeep || targets.isDeep }),
        TARGET_CHANNELS: targets.channels,
      },
    },
    targetReason: partnerReason(partners, 'target images'),
    count,
    columns: [],
    classes: [],
    attributes:
      `The dataset consists of ${count} pairs of images: an input image and its corresponding target image (${where(partners)}). ` +
      `Input images are ${sample.words}; target images are ${targets.words}.`,
    findings: [...sample.findings, ...targets.findings, ...lonelyFindings(partners)],
  };
  return withFileGroups(detected, unlabelled(partners.files));
}

function letterOrRole(letter: string, role: RegExp): (folder: Folder) => boolean {
  const named = new RegExp(`^(train|test|val)?_?${letter}$`, 'i');
  return (folder) => named.test(folder.name) || isRole(folder, role);
}

/** Two folders whose names are those of a pair. */
interface Domains {
  readonly input: Folder;
  readonly target: Folder;
}

/** Folders of train come before those of test. */
function findDomains(
  { folder }: ProfileContext,
  inputFolder: (folder: Folder) => boolean,
  targetFolder: (folder: Folder) => boolean,
): Domains | null {
  const holders = allFolders(folder)
    .filter(({ files }) => files.image.length > 0)
    .toSorted((one, other) => Number(isHeldOut(one)) - Number(isHeldOut(other)));
  const target = holders.find(targetFolder);
  const input = holders.find((holder) => holder !== target && inputFolder(holder));
  return input === undefined || target === undefined ? null : { input, target };
}

function isHeldOut({ path: place }: Folder): boolean {
  const split = splitRole(place.replaceAll('/', ' '));
  return split === 'test' || split === 'validation' || /^(?:test|val)_?[ab]$/i.test(place);
}

function unpairedReason({ shown }: ProfileContext, { input, target }: Domains): string {
  return `${shown} has ${input.path} and ${target.path}, but their images are unpaired: no file names agree. A pair needs the same name in both folders.`;
}

/** Images of two domains, which are learnt from without pairs where the words ask for such a thing. */
function domainCandidates(context: ProfileContext, domains: Domains): readonly Candidate[] {
  const { input, target } = domains;
  const files = imagesOf(input);
  const others = imagesOf(target);
  if (files.length < 3 || others.length < 3) return [];
  const reason = `${input.path} and ${target.path} hold images of two domains without pairs`;
  const parts = {
    kind: 'image-domains',
    targets: ['domain'],
    fit: 0.5,
    why: reason,
    place: input.path,
    count: files.length,
  } as const;
  return [
    candidateOf(context, parts, async () => {
      const sample = await sampleImages(context, files, DENSE_SIZE);
      const other = await sampleImages(context, others, DENSE_SIZE);
      return {
        data: {
          kind: 'image-domains',
          target: 'domain',
          facts: {
            INPUT_FOLDER: input.path,
            TARGET_FOLDER: target.path,
            ...imageFacts({ ...sample, isDeep: sample.isDeep || other.isDeep }),
            TARGET_CHANNELS: other.channels,
          },
        },
        targetReason: reason,
        count: files.length,
        columns: [],
        classes: [],
        attributes: `The dataset consists of ${files.length} images in ${input.path} and ${others.length} images of another domain in ${target.path}, which are no pairs. Images are ${sample.words}; those of the other domain are ${other.words}.`,
        findings: [...sample.findings, ...other.findings],
      };
    }),
  ];
}

function imagesOf({ path: place, files }: Folder): readonly string[] {
  return files.image.map((name) => path.posix.join(place, name));
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
