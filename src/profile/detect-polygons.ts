import { listColumns } from './attributes.ts';
import { plainText } from './box-files.ts';
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
import { unlabelled, withFileGroups } from './find-groups.ts';
import { filesUnder, joinPath } from './folder.ts';
import { DENSE_SIZE, sampleImages } from './image-sample.ts';
import { isObject, jsonFiles, readJson } from './json-file.ts';
import { splitRole } from './class-folders.ts';

type Item = Readonly<Record<string, unknown>>;

interface Polygons {
  readonly file: string;
  /** Names of the images that the file lists. */
  readonly images: readonly string[];
  readonly classNames: readonly string[];
  readonly count: number;
  /** Run lengths and other shapes that are no polygons. */
  readonly others: number;
}

/** Grey values are bytes, and 0 is the background. */
const MOST_CLASSES = 255;
/** Names of images that are looked for. */
const LOOKED_AT = 200;

/** Images and polygons in COCO format. Boxes of the same file are a candidate beside it. */
export const detectPolygons: Detector = async (context) => {
  const files = filesUnder(context.folder, 'image');
  if (files.length === 0) return NOTHING;
  const read: Polygons[] = [];
  for (const file of jsonFiles(context)) {
    const content = await readJson(context, file);
    const polygons = isObject(content) ? readPolygons(file, content) : null;
    if (polygons !== null) read.push(polygons);
  }
  // Exports have a file a split: the one to train with is read.
  const used = read.find(({ file }) => splitRole(file) === 'train') ?? read[0];
  if (used === undefined) return NOTHING;
  const { file, images, classNames } = used;
  const folder = imageFolder(images, files, file);
  const listed = new Set(images.map((name) => joinPath(folder, name)));
  const own = files.filter((image) => listed.has(image));
  const refused = refusal(context, used, own);
  if (refused !== null) return found([], [lacks('image-masks', ['mask'], refused)]);
  const unused = read.filter((other) => other !== used).map((other) => other.file);
  const candidate = candidateOf(
    context,
    {
      kind: 'image-masks',
      targets: ['mask'],
      fit: 0.5,
      why: `${file} holds polygons of ${classNames.length} classes`,
      place: folder,
      count: own.length,
    },
    async () => settlePolygons(context, used, { folder, own, unused }),
  );
  return found([candidate]);
};

function refusal(
  { shown }: ProfileContext,
  { file, images, classNames }: Polygons,
  own: readonly string[],
): string | null {
  if (own.length < 2)
    return `${file} draws polygons on ${images.length} images like ${images[0] ?? ''}; ${own.length} of them are in ${shown}.`;
  if (classNames.length > MOST_CLASSES)
    return `${file} has ${classNames.length} classes; masks hold ${MOST_CLASSES} at most.`;
  return null;
}

async function settlePolygons(
  context: ProfileContext,
  { file, classNames, count, others }: Polygons,
  { folder, own, unused }: { folder: string; own: readonly string[]; unused: readonly string[] },
): Promise<Detected> {
  const sample = await sampleImages(context, own, DENSE_SIZE);
  const detected: Detected = {
    data: {
      kind: 'image-masks',
      target: 'mask',
      facts: {
        TABLE_FORM: 'polygons',
        TABLE_FILE: file,
        IMAGE_FOLDER: folder,
        MASK_FOLDER: null,
        MASK_SUFFIX: null,
        CLASS_NAMES: classNames,
        ...imageFacts(sample),
        CLASS_COUNT: classNames.length + 1,
        MASK_VALUES: classNames.length === 1 ? [0, 255] : [0, ...classNames.map((_, at) => at + 1)],
      },
    },
    targetReason: `${file} holds polygons of ${classNames.length} classes`,
    count: own.length,
    columns: [],
    classes: [],
    attributes:
      `The dataset consists of ${own.length} images and segmentation masks that are drawn from the ${count} polygons of ${file}. ` +
      `Images are ${sample.words}. Masks have ${classNames.length + 1} classes: background, ${listColumns(classNames)}.`,
    findings: [
      ...sample.findings,
      {
        code: 'POLYGONS',
        path: file,
        message: `Masks are drawn from polygons: classes are told apart, not the objects of one class; what none covers is background.`,
      },
      ...(others === 0
        ? []
        : [
            {
              code: 'UNREAD_SHAPES',
              path: file,
              message: `${others} shapes of ${file} are no polygons (run lengths) and become background.`,
            },
          ]),
      ...(unused.length === 0
        ? []
        : [
            {
              code: 'UNUSED_FILES',
              path: file,
              message: `${file} is used; not used: ${unused.join(', ')}.`,
            },
          ]),
    ],
  };
  return withFileGroups(detected, unlabelled(own));
}

function listOf(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function readPolygons(file: string, content: Item): Polygons | null {
  const shapes = listOf(content['annotations']).filter(
    (item) => item['segmentation'] !== undefined,
  );
  const drawn = shapes.filter(
    ({ segmentation }) =>
      Array.isArray(segmentation) &&
      segmentation.some((ring) => Array.isArray(ring) && ring.length >= 6),
  );
  if (drawn.length < 2) return null;
  const used = new Set(drawn.map((item) => item['category_id']));
  const classNames = listOf(content['categories'])
    .filter((category) => used.has(category['id']))
    .map((category) => plainText(category['name']));
  const images = listOf(content['images']).map((image) => plainText(image['file_name']));
  return {
    file,
    images,
    classNames: [...new Set(classNames)],
    count: drawn.length,
    others: shapes.length - drawn.length,
  };
}

/** The folder in which most of the names are files: beside the polygons, or the first that has them. */
function imageFolder(names: readonly string[], files: readonly string[], beside: string): string {
  const known = new Set(files);
  const parent = beside.split('/').slice(0, -1).join('/');
  const example = names
    .slice(0, LOOKED_AT)
    .find((name) => files.some((file) => `/${file}`.endsWith(`/${name}`)));
  if (example === undefined) return parent;
  const places = files
    .filter((file) => `/${file}`.endsWith(`/${example}`))
    .map((file) => file.slice(0, Math.max(0, file.length - example.length - 1)));
  const hits = (folder: string): number =>
    names.filter((name) => known.has(joinPath(folder, name))).length;
  return [parent, ...places].reduce(
    (best, place) => (hits(place) > hits(best) ? place : best),
    parent,
  );
}
