import type { DataKind, DataSpec, Goal } from '../artifacts/index.ts';
import {
  knownFacts,
  type FactName,
  type KnownFacts,
  type Modality,
  type Subject,
} from '../kinds/index.ts';
import type { HeadForm, LayerGoal, Shape } from '../plan/index.ts';

/** The last layer for some data: what it gives, its text, and what a chain must end in. */
export interface TargetHead {
  /** Decides which losses and metrics fit; null where the program brings its own. */
  readonly form: HeadForm | null;
  /** Null where it belongs to the program and stays as it is. */
  readonly layer: string | null;
  /** Null where the output of a chain is no flat vector, or the program's head decides. */
  readonly goal: LayerGoal | null;
}

/** A task that asks for a target, and the kind of data in which it then is: the usual one, or where `when` is said. */
export interface TargetTask {
  readonly modality: Modality;
  readonly goal: Goal;
  readonly kind: DataKind;
  readonly when?: RegExp;
}

/** Words of a requirement whose data are arrays. */
export const ARRAY_WORDS = /\b(npy|npz|numpy arrays?)\b/;

/** What is predicted: the head that gives it, the shape of the output, and how it is described. */
export interface Target {
  /** The tasks that ask for it; of each task, those that name no words have one target. */
  readonly tasks: readonly TargetTask[];
  /** Forms that its head may have; none where every program brings its own loss and metric. */
  readonly forms: readonly HeadForm[];
  /** unitPerClass: the loss asks for a unit for each of two classes. */
  readonly head: (facts: KnownFacts, unitPerClass: boolean) => TargetHead;
  /** Units that the last layer may have; null where the facts do not say. */
  readonly units?: (facts: KnownFacts) => readonly number[] | null;
  /** Whether an output [batch, axes] is one of these data; null where the facts do not say. */
  readonly outputFits?: (facts: KnownFacts, output: Shape) => boolean | null;
  /** What a chain must give for one item where that is a map: pixels of an image, a tag a word. */
  readonly map?: (facts: KnownFacts) => Shape | null;
  /** Whether targets are single classes, whose encoding follows loss and head. */
  readonly classes?: true;
  /** Facts that size the end of a program with a topology of its own, the first that is known. */
  readonly sizes?: readonly FactName[];
  /** Whether its networks halve an image's sides several times and join the halves. */
  readonly halves?: true;
  /** The output of a plan in words; `names`: the classes as `: a, b`, or nothing. */
  readonly describe: (data: DataSpec, names: string) => string;
  /** What a description of the output has to speak of, and what it never speaks of. */
  readonly words: { readonly must?: RegExp; readonly never?: RegExp };
  /** What the output is, where its words would speak of other data. */
  readonly makes: readonly Subject[];
}

/** A head that the program brings. */
export const OWN_HEAD: TargetHead = { form: null, layer: null, goal: null };

/** A dense head of so many units. */
export function denseHead(form: HeadForm, units: number, activation: string): TargetHead {
  const layer =
    activation === 'linear' ? `Dense(${units})` : `Dense(${units}, activation='${activation}')`;
  return { form, layer, goal: { units, activation } };
}

/** A head of 1 x 1 convolutions. */
export function mapHead(form: HeadForm, filters: number, activation: string): TargetHead {
  return { form, layer: `Conv2D(${filters}, 1, activation='${activation}')`, goal: null };
}

/** Two where nobody counted them. */
export function countClasses({ CLASS_COUNT: count }: KnownFacts): number {
  return typeof count === 'number' && count > 0 ? count : 2;
}

/** Labels that may hold together: counted, else as many as columns are named. */
export function countLabels(facts: KnownFacts): number {
  const { CLASS_COUNT: count, TARGET: columns } = facts;
  const isCounted = typeof count === 'number' && count > 0;
  return !isCounted && Array.isArray(columns) ? columns.length : countClasses(facts);
}

/** Classes, or labels that may hold together. */
export function classCount({ target, facts }: Pick<DataSpec, 'target' | 'facts'>): number {
  return target === 'labels' ? countLabels(knownFacts(facts)) : countClasses(knownFacts(facts));
}

/** A probability per class in the last axis; two classes may share one. */
export function givesClasses({ CLASS_COUNT: count }: KnownFacts, output: Shape): boolean | null {
  if (typeof count !== 'number') return null;
  const last = output.at(-1);
  return last === count || (count === 2 && last === 1);
}

/** Whether the axes behind the batch are an image's sides. */
export function hasSides({ IMAGE_SIZE: size }: KnownFacts, output: Shape): boolean | null {
  if (!Array.isArray(size)) return null;
  const sides = output.slice(1, 3);
  return (
    sides.length === size.length && sides.every((side, at) => side === null || side === size[at])
  );
}

/** ` of column`s name, where the target is one that is known. */
export function inColumn({ facts }: DataSpec): string {
  const name = facts['TARGET'];
  if (typeof name === 'string' && name !== '') return `, column '${name}'`;
  return Array.isArray(name) && name.length > 0
    ? `, column ${name.map((item) => `'${String(item)}'`).join(', ')}`
    : '';
}
