import type { TargetKind } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { nameWords } from './column-names.ts';
import type { Column, Table } from './table.ts';
import type { Wants } from './wants-table.ts';

const MOST_CLASSES = 1000;
const NUMBER_NAME =
  /\b(price|prices|cost|amount|value|medv|salary|income|sales|age|count|cnt|total|revenue|charges|demand|consumption|temperature|mpg|weight|height|length|width|area|duration|distance|strength|progression|rings|percentage|rate|y)$/;

/**
 * Class or number, by type, distinct values and the requirement's words.
 * Errors: BAD_DATA for a target with one value, or with too many to be classes.
 */
export function targetKind(
  column: Column,
  table: Table,
  wants: Wants,
): Extract<TargetKind, 'class' | 'number'> {
  if (column.distinct < 2)
    throw new DLCodeGenError(
      'BAD_DATA',
      `The target ${column.name} of ${table.file} has ${column.distinct === 1 ? 'one value only' : 'no values'}; there is nothing to learn.`,
      { data: { target: column.name } },
    );
  const kind = KIND_RULES.find(([, fits]) => fits(column, table, wants))?.[0] ?? 'number';
  const present = table.count * (1 - column.missing);
  const countless =
    column.distinct > MOST_CLASSES || (column.distinct > 50 && column.distinct > present / 2);
  if (kind === 'class' && countless)
    throw new DLCodeGenError(
      'BAD_DATA',
      `The target ${column.name} of ${table.file} has ${column.distinct} distinct values in ${table.count} rows: too many to be classes.`,
      { data: { target: column.name, distinct: column.distinct } },
    );
  return kind;
}

type Rule = (column: Column, table: Table, wants: Wants) => boolean;

const KIND_RULES: readonly (readonly ['class' | 'number', Rule])[] = [
  ['class', ({ numeric }) => !numeric],
  ['class', ({ distinct }) => distinct === 2],
  [
    'class',
    (column, _, wants) =>
      wants.classify && !wants.number && (column.integer || column.distinct <= 20),
  ],
  ['number', ({ integer }) => !integer],
  ['number', (column, _, wants) => wants.number && !wants.classify && column.distinct > 2],
  ['number', ({ name, distinct }) => distinct > 5 && NUMBER_NAME.test(nameWords(name))],
  ['class', ({ distinct }, table) => distinct <= 20 && distinct * 5 <= table.count],
];
