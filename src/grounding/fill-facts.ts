import { ownTable } from '../core/index.ts';
import type { DataSpec, FactValue } from '../artifacts/index.ts';
import { KINDS, unknownFacts } from '../kinds/index.ts';
import type { Stated } from '../requirement/index.ts';
import { partFacts, partFiles, stackedFacts } from './part-facts.ts';
import { KNOWN_DATA, MANY_CLASSES, TWO_CLASSES } from './known-data-table.ts';

/** The table that waits for answers: one that is named, or the usual one where answers are to be submitted. */
function testFile(tables: readonly string[], words: string): string | undefined {
  const named = tables.find((name) => /test/i.test(name));
  return named ?? (/\bsubmi(?:ssion|t)/.test(words) ? 'test.csv' : undefined);
}

/** Losses of one thing against its background. */
const OVERLAP = /dice|tversky|binary/i;
/** Classes where there are several, and nobody says how many. */
const SEVERAL = 3;

/** Usual names of columns that hold texts, and of those that name images. */
const TEXT_NAME =
  /^(?:\w*_?texts?(?:[ _](?:content|data|body))?|reviews?|tweets?|comments?|content|messages?|sentences?|headlines?|titles?|articles?|documents?|body|questions?|lyrics|abstracts?)$/i;
const IMAGE_NAME = /^(?:images?|img|file_?names?|image_?(?:id|name|path|file)s?|paths?|files?)$/i;

/**
 * Replaces a sample's facts by what the text states; what nobody knows becomes what the program finds out itself.
 * `targetName` names the column to predict where no column is stated.
 */
export function fillFacts(
  { kind, target, facts: defaults }: DataSpec,
  words: string,
  stated: Stated,
  targetOption: string | undefined,
  targetName: string | null,
): { facts: DataSpec['facts']; assumptions: string[] } {
  const known = findKnownData(words);
  const named = [
    ...new Set(
      targetOption?.split(',').map((name) => name.trim()) ??
        stated.columns.filter((column) => column.target).map(({ name }) => name),
    ),
  ];
  const several = kind === 'table' && target === 'number' && named.length > 1;
  const columns = stated.columns.map(({ name }) => name);
  const meant =
    columns.find((name) => name === targetName) ??
    (KINDS[kind].modality === 'series' ? onlyValue(columns) : undefined);
  const targetColumn = several ? named : (targetOption ?? named[0] ?? meant);
  const hasClasses = target === 'class' || target === 'mask';
  const isOneColumn = target === 'class' || target === 'number' || target === 'future';
  const madeTarget = targetColumn === undefined && isOneColumn ? targetName : null;
  const dateColumn = columns.find((name) => DATE_NAME.test(name));
  const listed = columns.filter((name) => name !== targetColumn);
  // Pairs of texts lie in text files too, a pair a line.
  const isTable = (name: string): boolean =>
    TABLE_SUFFIX.test(name) || (kind === 'text-pairs' && TEXT_SUFFIX.test(name));
  const table = stated.files.find((name) => isTable(name) && !/test|submission/i.test(name));
  const size = stated.image?.size ?? known?.size;
  const channels = stated.image?.channels ?? stated.channels ?? known?.channels;
  const isOfTwo =
    TWO_CLASSES.test(words) ||
    (target === 'mask' && OVERLAP.test(stated.hyperparameters.loss ?? ''));
  const counted = stated.classCount ?? known?.classes ?? (isOfTwo ? 2 : undefined);
  const isSeveral =
    counted === undefined && MANY_CLASSES.test(words) && defaults['CLASS_COUNT'] === 2;
  const classes = isSeveral ? SEVERAL : counted;
  const said: Record<string, FactValue | undefined> = ownTable({
    IMAGE_SIZE: size,
    CHANNELS: channels,
    // Grey images are restored as grey ones, but for those that are coloured.
    TARGET_CHANNELS: channels !== 1 || /\bcolou?ri[sz]|\bto colou?r\b/.test(words) ? undefined : 1,
    CLASS_COUNT: hasClasses ? classes : target === 'labels' ? undefined : known?.classes,
    TARGET: targetColumn ?? madeTarget ?? undefined,
    DATE_COLUMN: dateColumn,
    TEXT_COLUMN: listed.find((name) => TEXT_NAME.test(name)),
    IMAGE_COLUMN: listed.find((name) => IMAGE_NAME.test(name)),
    ...countedColumns(stated.columnCounts, words, defaults),
    ...(kind === 'table' && stated.hasAllColumns ? listedColumns(listed, stated, defaults) : {}),
    ...(kind === 'image-features-table' && listed.length > 1 ? besideImages(listed) : {}),
    ...(stated.hasAllColumns && targetColumn !== undefined
      ? listedSeries(
          listed.filter((name) => name !== dateColumn),
          targetColumn,
          kind,
        )
      : {}),
    TABLE_FILE: table,
    TEST_FILE: testFile(stated.files.filter(isTable), words),
    ...statedFolders(stated.folders, kind),
    TEXT_FILE: stated.files.find((name) => TEXT_SUFFIX.test(name)),
    WINDOW: stated.window ?? undefined,
    HORIZON: stated.horizon ?? undefined,
    SAMPLE_RATE: stated.sampleRate ?? undefined,
    CLIP_SECONDS: stated.clipSeconds ?? undefined,
    SIGNAL_LENGTH: stated.signalLength ?? undefined,
    SEQUENCE_LENGTH: stated.sequenceLength ?? undefined,
    SOURCE_LENGTH: stated.sourceLength ?? undefined,
    TARGET_LENGTH: stated.targetLength ?? undefined,
    VOCABULARY_SIZE: stated.vocabularySize ?? undefined,
  });
  const hasPart = (part: string, heard: RegExp): boolean =>
    stated.parts.length > 0 ? stated.parts.includes(part) : heard.test(words);
  const folders: Record<string, FactValue> = ownTable({
    VALIDATION_FOLDER: hasPart('validation', /\bvalid(ation)?\b/) ? 'validation' : null,
    TEST_FOLDER: hasPart('test', /\btest(ing)?\b/) ? 'test' : null,
  });
  const unknown: Readonly<Record<string, FactValue>> = ownTable({
    ...unknownFacts(kind),
    ...(kind === 'image-split-folders' ? folders : {}),
  });
  const assumptions: string[] =
    madeTarget !== null && 'TARGET' in unknown
      ? [`TARGET = "${madeTarget}", named after what is predicted: the column of your data.`]
      : [];
  if (isSeveral && hasClasses)
    assumptions.push(`CLASS_COUNT = ${SEVERAL}: several classes are asked for, not how many.`);
  const facts = Object.fromEntries(
    Object.entries(defaults).map(([name, value]): [string, FactValue] => {
      const own = said[name];
      if (own !== undefined && !(name === 'TARGET' && Array.isArray(value))) return [name, own];
      if (Array.isArray(value) && name === 'TARGET') return [name, value];
      if (name in unknown) return [name, unknown[name] ?? null];
      assumptions.push(`${name} = ${JSON.stringify(value)}, as nothing is said of it.`);
      return [name, value];
    }),
  );
  // Files that are named say themselves what they are for.
  const isFree = table === undefined && (facts['TEST_FILE'] ?? null) === null;
  const files = partFiles(stated.files.filter(isTable));
  const parts =
    files.length > 0 ? stackedFacts(kind, files) : isFree ? partFacts(kind, stated.parts) : {};
  const lie = Object.values(parts).find((value) => Array.isArray(value)) ?? stated.parts;
  if (Object.keys(parts).length > 0)
    assumptions.push(`The parts of the data lie in ${lie.join(', ')}.`);
  if (files.length > 0 && 'TABLE_FILES' in parts) facts['TEST_FILE'] = null;
  return { facts: consistentFacts({ ...facts, ...parts }, kind), assumptions };
}

/** How many columns of each form the text names; of a count of all, those that are no categories are numbers. */
function countedColumns(
  { numbers, categories, all }: Stated['columnCounts'],
  words: string,
  { CATEGORY_SIZES: sizes }: DataSpec['facts'],
): Readonly<Record<string, FactValue | undefined>> {
  if (numbers === null && categories === null && all === null) return {};
  const usual = Array.isArray(sizes) ? sizes : [];
  const others = /\bcategor/.test(words) ? usual.length : 0;
  const coded = Math.min(categories ?? others, all ?? Infinity);
  return {
    NUMERIC_COUNT: numbers ?? (all === null ? undefined : all - coded),
    CATEGORY_SIZES: categorySizes(coded, usual, usual[0]),
  };
}

/** The columns to learn from where all are named; as no data are there to look at, most are taken to be numbers. */
function listedColumns(
  listed: readonly string[],
  { columnCounts: { categories } }: Stated,
  { CATEGORY_SIZES: sizes }: DataSpec['facts'],
): Readonly<Record<string, FactValue>> {
  const id = listed.find((name) => ID_NAME.test(name)) ?? null;
  const features = listed.filter((name) => name !== id);
  if (features.length < 2) return {};
  const usual = Array.isArray(sizes) ? sizes : [];
  const words = categories ?? features.filter((name) => WORD_NAME.test(name)).length;
  const coded = Math.min(words, features.length);
  return {
    ID_COLUMN: id,
    FEATURES: features,
    NUMERIC_COUNT: features.length - coded,
    CATEGORY_SIZES: categorySizes(coded, usual),
  };
}

/** What is learned from beside the picture of each row. */
function besideImages(listed: readonly string[]): Readonly<Record<string, FactValue>> {
  const columns = listed.filter((name) => !IMAGE_NAME.test(name) && !ID_NAME.test(name));
  return { FEATURES: columns, CATEGORICAL: columns.filter((name) => WORD_NAME.test(name)) };
}

/** Of a date, what tells series apart and one other column the other is forecast. */
function onlyValue(columns: readonly string[]): string | undefined {
  const [only, ...others] = columns.filter((name) => !DATE_NAME.test(name) && !ID_NAME.test(name));
  return others.length === 0 && columns.length > 1 ? only : undefined;
}

/** The columns of a table of series where all are named: what tells series apart, and what is seen of each step. */
function listedSeries(
  listed: readonly string[],
  target: FactValue,
  kind: DataSpec['kind'],
): Readonly<Record<string, FactValue>> {
  const keys = listed.filter((name) => ID_NAME.test(name));
  const seen = listed.filter((name) => !keys.includes(name) && !WORD_NAME.test(name));
  if (kind === 'series') return { FEATURES: [target, ...seen].flat() };
  if (kind !== 'series-table') return {};
  return { ...(keys.length > 0 ? { SERIES_COLUMNS: keys } : {}), FEATURES: seen };
}

/** As many sizes as there are category columns: the usual ones, then another. */
function categorySizes(
  count: number,
  usual: readonly FactValue[],
  other: FactValue = USUAL_CATEGORIES,
): readonly FactValue[] {
  return Array.from({ length: count }, (_, at) => usual[at] ?? other);
}

const DATE_NAME = /\b(date|time|timestamp|datetime|day|month|year)\b/i;
const ID_NAME = /^(?:id|.*[ _-]id|.*Id|.*ID|index)$/;
/** Usual names of columns of words. */
const WORD_NAME =
  /^(?:.*[ _])?(?:name|type|kind|category|gender|sex|colou?r|city|state|country|region|brand|make|model|status|class|group|department|occupation|job|education|marital|material|species|breed|contract|payment)s?$/i;

/** Values of a category column of which nothing is known, with those for missing and unseen ones. */
const USUAL_CATEGORIES = 6;

/** What the second of two folders of files that belong together is called: what is to be found or restored. */
const ANSWERS =
  /mask|label|annot|target|ground|gt\b|truth|clean|sharp|clear|high|hr\b|colou?r|after|segment|output/i;

/** Which of the folders that the text names is which. */
function statedFolders(
  folders: readonly string[],
  kind: DataSpec['kind'],
): Readonly<Record<string, FactValue | undefined>> {
  const answers = folders.find((name) => ANSWERS.test(name));
  const [items] = folders.filter((name) => name !== answers);
  if (kind === 'image-masks') return { IMAGE_FOLDER: items, MASK_FOLDER: answers };
  if (kind === 'image-pairs')
    return answers === undefined || items === undefined
      ? {}
      : { INPUT_FOLDER: items, TARGET_FOLDER: answers };
  const [only, ...others] = folders.filter((name) => !/^(?:train|valid|val|test)/i.test(name));
  return others.length > 0 || only === undefined ? {} : { IMAGE_FOLDER: only, AUDIO_FOLDER: only };
}

const TABLE_SUFFIX = /\.(csv|tsv|parquet|jsonl|json)$/i;
const TEXT_SUFFIX = /\.txt$/i;

/** The public data set that a text names. */
export function findKnownData(words: string): (typeof KNOWN_DATA)[number] | undefined {
  return KNOWN_DATA.find(({ pattern }) => pattern.test(words));
}

/** Facts that depend on one another: masks have a grey value per class, a file's separator follows its name. */
function consistentFacts(facts: DataSpec['facts'], kind: DataSpec['kind']): DataSpec['facts'] {
  const changed: Record<string, FactValue> = ownTable({ ...facts });
  const classes = Number(facts['CLASS_COUNT']);
  const values = facts['MASK_VALUES'];
  if (kind === 'image-masks' && Array.isArray(values) && values.length !== classes) {
    changed['MASK_VALUES'] =
      classes === 2 ? [0, 255] : Array.from({ length: classes }, (_, at) => at);
  }
  const file = facts['TABLE_FILE'];
  if (typeof file === 'string' && 'SEPARATOR' in facts)
    changed['SEPARATOR'] = /\.(?:tsv|txt)$/i.test(file) ? '\t' : ',';
  if (file === null && 'SEPARATOR' in facts) changed['SEPARATOR'] = ',';
  return changed;
}
