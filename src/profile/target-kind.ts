import type { DataColumn, TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import type { Column, Table } from './table.ts';

type ValueKind = Extract<TargetKind, 'class' | 'number'>;

const MOST_CLASSES = 1000;
const NUMBER_NAME =
  /\b(price|prices|cost|amount|value|medv|salary|income|sales|age|count|cnt|total|revenue|charges|demand|consumption|temperature|mpg|weight|height|length|width|area|duration|distance|strength|progression|rings|percentage|rate|y)$/;

/**
 * Whether a target holds classes or numbers: as chosen, else by type, distinct values and name.
 * Errors: BAD_DATA for a target with one value, for words as numbers, for too many values to be classes.
 */
export function targetKind(
  column: Column,
  { file, count }: Table,
  chosen: TargetKind | undefined,
): ValueKind {
  const refuse = (what: string): DLCodeGenError =>
    new DLCodeGenError('BAD_DATA', `The target ${column.name} of ${file} ${what}`, {
      data: { target: column.name, distinct: column.distinct },
    });
  if (column.distinct < 2)
    throw refuse(
      `has ${column.distinct === 1 ? 'one value only' : 'no values'}; there is nothing to learn.`,
    );
  const asked = chosen === 'number' || chosen === 'class' ? chosen : null;
  const kind = asked ?? (chosen === 'anomaly' ? 'class' : naturalKind(column, count));
  if (kind === 'number' && !column.numeric)
    throw refuse('holds no numbers; only classes can be predicted of it.');
  if (kind === 'class' && isCountless(column, count))
    throw refuse(
      `has ${column.distinct} distinct values in ${count} rows: too many to be classes.`,
    );
  return kind;
}

/** Too many different values, or too few rows of each, for classes. */
export function isCountless({ distinct, missing }: DataColumn, count: number): boolean {
  return distinct > MOST_CLASSES || (distinct > 50 && distinct > (count * (1 - missing)) / 2);
}

/** Class or number, as type, distinct values and name of a column say. */
export function naturalKind(column: DataColumn, count: number): ValueKind {
  return KIND_RULES.find(([, fits]) => fits(column, count))?.[0] ?? 'number';
}

const KIND_RULES: readonly (readonly [
  ValueKind,
  (column: DataColumn, count: number) => boolean,
])[] = [
  ['class', ({ numeric }) => !numeric],
  ['class', ({ distinct }) => distinct === 2],
  ['number', ({ integer }) => !integer],
  ['number', ({ name, distinct }) => distinct > 5 && NUMBER_NAME.test(nameWords(name))],
  ['class', ({ distinct }, count) => distinct <= 20 && distinct * 5 <= count],
];
