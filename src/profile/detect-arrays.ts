import path from 'node:path';
import type { ClassCount, Facts, FactValue, TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import { itemFindings, listNames } from './attributes.ts';
import { nameWords } from './column-names.ts';
import type { Detector, ProfileContext } from './detector.ts';
import { fileStem, filesUnder } from './folder.ts';
import { type ArrayEntry, readArrays } from './numpy-file.ts';

interface NamedArray extends ArrayEntry {
  readonly file: string;
}

const READ_BYTES = 256 * 1024 * 1024;
const MOST_CLASSES = 1000;
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
  if (files.length === 0) return null;
  const arrays = await readAll(context, files.slice(0, 50));
  const own = arrays.filter(
    (array) => !Object.values(SPLITS).some((words) => words.test(arrayWords(array))),
  );
  const { input, target } = findPair(own.length > 0 ? own : arrays);
  if (input === null)
    throw new DLCodeGenError('BAD_DATA', `${context.shown} holds no input array.`);
  const [count = 0, ...shape] = input.header.shape;
  if (count < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${input.file} has the shape (${input.header.shape.join(', ')}); its first axis must count two or more items.`,
    );
  const targets = target === undefined ? null : await readTarget(context, target, count, input);
  if (targets === null && context.wants.classify)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${context.shown} holds ${arrays.map(describeArray).join('; ')}, but no array of labels (y, labels or target).`,
    );
  const kind =
    targets?.kind ??
    (context.wants.anomaly ? 'anomaly' : context.wants.sample ? 'sample' : 'image');
  const inArchive = input.name !== '';
  const splits = storedSplits(own.length > 0 ? arrays : [], input, target);
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
        CLASS_COUNT: kind === 'class' || kind === 'labels' ? (targets?.size ?? null) : null,
      },
    },
    targetReason:
      target === undefined
        ? 'no array of labels'
        : `${describeArray(target)} goes with ${describeArray(input)}`,
    count,
    columns: [],
    classes: targets?.classes ?? [],
    attributes:
      `The dataset consists of ${count} instances as a NumPy array of the shape (${input.header.shape.join(', ')}), type ${input.header.type}. ` +
      (targets === null || target === undefined
        ? 'It has no labels.'
        : kind === 'class'
          ? `The target labels are ${targets.size} classes: ${listNames(targets.classes)}.`
          : `The target is an array of the shape (${target.header.shape.join(', ')}).`) +
      splits.words,
    findings: [
      ...(targets === null || targets.classes.length === 0 ? [] : itemFindings(targets.classes)),
      ...splits.findings,
    ],
  };
};

interface ArrayPair {
  readonly input: NamedArray | null;
  readonly target: NamedArray | undefined;
}

function findPair(arrays: readonly NamedArray[]): ArrayPair {
  const role = (array: NamedArray): string => arrayWords(array).replace(SPLIT_WORDS, ' ').trim();
  const target = arrays.find((array) => TARGET.test(role(array)));
  const others = arrays.filter((array) => array !== target);
  const input =
    others.find((array) => INPUT.test(role(array))) ??
    others.reduce<NamedArray | null>(larger, null);
  return { input, target };
}

/** Arrays beside those to train with that are a split of their own: `x_test` and `y_test`. */
function storedSplits(
  arrays: readonly NamedArray[],
  train: NamedArray,
  trainTarget: NamedArray | undefined,
): { readonly facts: Facts; readonly words: string; readonly findings: readonly Issue[] } {
  const facts: Record<string, FactValue> = {};
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
  readonly kind: TargetKind;
  readonly size: number;
  readonly classes: readonly ClassCount[];
}

/** Class numbers, one-hot rows, labels or numbers. */
async function readTarget(
  { wants }: ProfileContext,
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
  if (shape.length > 2)
    return {
      kind: shape.length >= 3 && input.header.shape.length >= 3 ? 'mask' : 'number',
      size: width,
      classes: [],
    };
  const values = await target.read(READ_BYTES);
  if (values === null) {
    if (/^[US]/.test(type))
      throw new DLCodeGenError(
        'BAD_DATA',
        `${describeArray(target)} holds text; save class numbers.`,
      );
    return { kind: 'number', size: width, classes: [] };
  }
  if (width > 1) {
    const zeroOne = values.every((value) => value === 0 || value === 1);
    if (!zeroOne) return { kind: 'number', size: width, classes: [] };
    const counts = Array.from({ length: width }, (_, column) => ({
      name: String(column),
      count: values.reduce((sum, value, at) => sum + (at % width === column ? value : 0), 0),
    }));
    const oneHot = counts.reduce((sum, { count }) => sum + count, 0) === count;
    return { kind: oneHot ? 'class' : 'labels', size: width, classes: counts };
  }
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const whole = [...counts.keys()].every(Number.isInteger);
  const few =
    counts.size <= (wants.number ? 2 : MOST_CLASSES) && counts.size <= Math.max(2, count / 2);
  if (!whole || !few || (type.startsWith('f') && counts.size > 20 && !wants.classify))
    return { kind: 'number', size: 1, classes: [] };
  if (counts.size < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `${describeArray(target)} has one class only (${values[0]}).`,
    );
  const classes = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([name, count]) => ({ name: String(name), count }));
  return { kind: 'class', size: counts.size, classes };
}
