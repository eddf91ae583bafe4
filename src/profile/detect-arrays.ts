import path from 'node:path';
import type { ClassCount, DataChoice, Facts, FactValue, TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue, ownTable } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import {
  candidateOf,
  type Detected,
  type Detector,
  type Found,
  found,
  lacks,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { fileStem, filesUnder } from './folder.ts';
import { type ArrayEntry, readArrays } from './numpy-file.ts';

interface NamedArray extends ArrayEntry {
  readonly file: string;
}

const READ_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 50;
const MOST_CLASSES = 1000;
/** Whole numbers stored as floats are rather amounts if there are more of them. */
const MOST_FLOAT_CLASSES = 20;
/** Names of stored splits; arrays of neither are those to train with. */
const SPLITS = {
  VALIDATION_ARRAYS: /\b(val|valid|validation|dev)\b/,
  TEST_ARRAYS: /\btest\b/,
} as const;
const SPLIT_WORDS = /\b(train|training|trn|test|testing|val|valid|validation|dev)\b/g;
const INPUT = /^(x|inputs?|data|features?|images?|imgs?|signals?|samples|arr 0|sequences?)\b/;
const TARGET = /^(y|labels?|targets?|outputs?|classes|arr 1)\b/;

/** Inputs and targets as NumPy arrays. */
export const detectArrays: Detector = async (context) => {
  const files = filesUnder(context.folder, 'array');
  if (files.length === 0) return NOTHING;
  try {
    return await readCandidates(context, files.slice(0, MOST_FILES));
  } catch (error) {
    if (error instanceof DLCodeGenError) return found([], [], [error]);
    throw error;
  }
};

async function readCandidates(context: ProfileContext, files: readonly string[]): Promise<Found> {
  const arrays = await readAll(context, files);
  const own = arrays.filter(
    (array) => !Object.values(SPLITS).some((words) => words.test(arrayWords(array))),
  );
  const { input, target } = findPair(own.length > 0 ? own : arrays);
  if (input === null)
    throw new DLCodeGenError('BAD_DATA', `${context.shown} holds no input array.`);
  const [count = 0] = input.header.shape;
  if (count < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${input.file} has the shape (${input.header.shape.join(', ')}); its first axis must count two or more items.`,
    );
  const targets = target === undefined ? null : await readTarget(target, count, input);
  const candidate = candidateOf(
    context,
    {
      kind: 'arrays',
      targets: targets?.kinds ?? ['image', 'anomaly', 'sample'],
      fit: targets === null ? 0.2 : 0.8,
      why: reasonOf(input, target),
      place: input.file,
      count,
    },
    async (choice) =>
      settleArrays(choice, {
        input,
        target,
        targets,
        splits: storedSplits(own.length > 0 ? arrays : [], input, target),
      }),
  );
  const why = `${context.shown} holds ${arrays.map(describeArray).join('; ')}, but no array of labels (y, labels or target).`;
  return found([candidate], targets === null ? [lacks('arrays', ['class', 'number'], why)] : []);
}

function reasonOf(input: NamedArray, target: NamedArray | undefined): string {
  return target === undefined
    ? 'no array of labels'
    : `${describeArray(target)} goes with ${describeArray(input)}`;
}

interface ArrayData {
  readonly input: NamedArray;
  readonly target: NamedArray | undefined;
  readonly targets: ArrayTarget | null;
  readonly splits: ReturnType<typeof storedSplits>;
}

async function settleArrays(
  choice: DataChoice,
  { input, target, targets, splits }: ArrayData,
): Promise<Detected> {
  const kind = choice.target ?? targets?.kinds[0] ?? 'image';
  const [count = 0, ...shape] = input.header.shape;
  const inArchive = input.name !== '';
  const isClasses = kind === 'class' || kind === 'labels';
  const classes = isClasses ? (targets?.classes ?? []) : [];
  return {
    data: {
      kind: 'arrays',
      target: kind,
      facts: {
        INPUT_FILE: input.file,
        TARGET_FILE: target?.file ?? null,
        INPUT_KEY: inArchive ? input.name : null,
        TARGET_KEY: inArchive && target !== undefined ? target.name : null,
        ...splits.facts,
        INPUT_SHAPE: shape,
        CLASS_COUNT: isClasses ? (targets?.size ?? null) : null,
      },
    },
    targetReason: reasonOf(input, target),
    count,
    columns: [],
    classes,
    attributes:
      `The dataset consists of ${count} instances as a NumPy array of the shape (${input.header.shape.join(', ')}), type ${input.header.type}. ` +
      (targets === null || target === undefined
        ? 'It has no labels.'
        : kind === 'class'
          ? `The target labels are ${targets.size} classes: ${listNames(classes)}.`
          : `The target is an array of the shape (${target.header.shape.join(', ')}).`) +
      splits.words,
    findings: [...(classes.length === 0 ? [] : itemFindings(classes)), ...splits.findings],
  };
}

interface ArrayPair {
  readonly input: NamedArray | null;
  readonly target: NamedArray | undefined;
}

function findPair(arrays: readonly NamedArray[]): ArrayPair {
  const role = (array: NamedArray): string => arrayWords(array).replace(SPLIT_WORDS, ' ').trim();
  const target = arrays.find((array) => TARGET.test(role(array))) ?? valuePerItem(arrays);
  const others = arrays.filter((array) => array !== target);
  const input =
    others.find((array) => INPUT.test(role(array))) ??
    others.reduce<NamedArray | null>(larger, null);
  return { input, target };
}

/** Of two arrays of as many items, the one that holds a value for each of them, whatever it is called. */
function valuePerItem(arrays: readonly NamedArray[]): NamedArray | undefined {
  const [first, second, ...others] = arrays.toSorted(
    (left, right) => left.header.shape.length - right.header.shape.length,
  );
  const isPair =
    others.length === 0 &&
    first?.header.shape.length === 1 &&
    (second?.header.shape.length ?? 0) > 1;
  return isPair && first?.header.shape[0] === second?.header.shape[0] ? first : undefined;
}

/** Arrays beside those to train with that are a split of their own: `x_test` and `y_test`. */
function storedSplits(
  arrays: readonly NamedArray[],
  train: NamedArray,
  trainTarget: NamedArray | undefined,
): { readonly facts: Facts; readonly words: string; readonly findings: readonly Issue[] } {
  const facts: Record<string, FactValue> = ownTable({});
  const words: string[] = [];
  const findings: Issue[] = [];
  for (const [fact, name] of Object.entries(SPLITS)) {
    facts[fact] = null;
    const stored = arrays.filter((array) => name.test(arrayWords(array)));
    const { input, target } = findPair(stored);
    if (trainTarget === undefined || stored.length === 0) continue;
    if (input === null || target === undefined || !sameItems(input, train, target, trainTarget)) {
      findings.push({
        code: 'UNUSED_FILES',
        path: stored[0]?.file ?? '',
        message: `Not used: ${stored.map(describeArray).join('; ')}, as they are no inputs and targets of the shape of ${describeArray(train)}.`,
      });
      continue;
    }
    const keys = [input, target].map((array) => (array.name === '' ? null : array.name));
    facts[fact] = [input.file, target.file, ...keys];
    const split = fact === 'TEST_ARRAYS' ? 'test' : 'validation';
    words.push(` ${describeArray(input)} is the ${split} split.`);
    findings.push({
      code: 'STORED_SPLIT',
      path: input.file,
      message: `${describeArray(input)} with ${describeArray(target)} is the ${split} split; nothing of it is trained on.`,
    });
  }
  return { facts, words: words.join(''), findings };
}

/** Are these as many inputs as targets, each shaped as those to train with? */
function sameItems(
  input: NamedArray,
  train: NamedArray,
  target: NamedArray,
  trainTarget: NamedArray,
): boolean {
  const item = ({ header }: NamedArray): string => header.shape.slice(1).join();
  return (
    input.header.shape[0] === target.header.shape[0] &&
    item(input) === item(train) &&
    item(target) === item(trainTarget)
  );
}

async function readAll(
  { root }: ProfileContext,
  files: readonly string[],
): Promise<readonly NamedArray[]> {
  const arrays: NamedArray[] = [];
  for (const file of files)
    for (const entry of await readArrays(path.join(root, file), file))
      arrays.push({ ...entry, file });
  return arrays;
}

function arrayWords({ name, file }: NamedArray): string {
  // Xtrain, ytest
  return nameWords(name === '' ? fileStem(file) : name).replace(
    /^([xy])(?=(train|test|val|valid|dev)\b)/,
    '$1 ',
  );
}

function larger(a: NamedArray | null, b: NamedArray): NamedArray {
  const size = ({ header }: NamedArray): number =>
    header.shape.reduce((product, side) => product * side, 1);
  return a === null || size(b) > size(a) ? b : a;
}

function describeArray({ file, name, header }: NamedArray): string {
  return `${file}${name === '' ? '' : `[${name}]`} (${header.shape.join(', ')})`;
}

interface ArrayTarget {
  /** What the array could be, the most natural first. */
  readonly kinds: readonly TargetKind[];
  /** Classes where it holds such, else numbers an item. */
  readonly size: number;
  readonly classes: readonly ClassCount[];
}

/** Class numbers, one-hot rows, labels or numbers. Errors: BAD_DATA. */
async function readTarget(
  target: NamedArray,
  count: number,
  input: NamedArray,
): Promise<ArrayTarget> {
  const { shape, type } = target.header;
  if (shape[0] !== count)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${describeArray(target)} and ${describeArray(input)} differ in their number of items.`,
    );
  const width = shape.slice(1).reduce((product, side) => product * side, 1);
  const numbers = { kinds: ['number'] as const, size: width, classes: [] };
  if (shape.length > 2)
    return input.header.shape.length >= 3 ? { ...numbers, kinds: ['mask'] } : numbers;
  const values = await target.read(READ_BYTES);
  if (values === null) {
    if (/^[US]/.test(type))
      throw new DLCodeGenError(
        'BAD_DATA',
        `${describeArray(target)} holds text; save class numbers.`,
      );
    return numbers;
  }
  if (width > 1) {
    const zeroOne = values.every((value) => value === 0 || value === 1);
    if (!zeroOne) return numbers;
    const counts = Array.from({ length: width }, (_, column) => ({
      name: String(column),
      count: values.reduce((sum, value, at) => sum + (at % width === column ? value : 0), 0),
    }));
    const oneHot = counts.reduce((sum, each) => sum + each.count, 0) === count;
    return { kinds: [oneHot ? 'class' : 'labels'], size: width, classes: counts };
  }
  return classNumbers(target, values, count);
}

/** One number an item: classes where few whole numbers repeat. */
function classNumbers(
  target: NamedArray,
  values: ArrayLike<number> & Iterable<number>,
  count: number,
): ArrayTarget {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const whole = [...counts.keys()].every(Number.isInteger);
  const few = counts.size <= MOST_CLASSES && counts.size <= Math.max(2, count / 2);
  if (!whole || !few) return { kinds: ['number'], size: 1, classes: [] };
  if (counts.size < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${describeArray(target)} has one class only (${values[0]}).`,
    );
  const classes = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([name, each]) => ({ name: String(name), count: each }));
  const measured = target.header.type.startsWith('f') && counts.size > MOST_FLOAT_CLASSES;
  const kinds: readonly TargetKind[] =
    counts.size === 2 ? ['class'] : measured ? ['number', 'class'] : ['class', 'number'];
  return { kinds, size: counts.size, classes };
}
