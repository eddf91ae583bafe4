import type { Issue } from '../core/index.ts';
import { isCode } from './column-roles.ts';
import type { Column, Table } from './table.ts';
import { roleFacts, type RoleFacts } from './table-facts.ts';

export interface FeatureFacts extends RoleFacts {
  readonly FEATURES: readonly string[];
  /** Number columns that are codes. */
  readonly CATEGORICAL: readonly string[];
  readonly NUMERIC_COUNT: number;
  /** Values of each category feature and one for unknown ones. */
  readonly CATEGORY_SIZES: readonly number[];
}

const MOST_CATEGORIES = 1000;

/** Which columns a program learns from, and a finding for what is left out. */
export function chooseFeatures(
  table: Table,
  excluded: readonly Column[],
): {
  readonly facts: FeatureFacts;
  readonly features: readonly Column[];
  readonly findings: readonly Issue[];
} {
  const rest = table.columns.filter((column) => !excluded.includes(column));
  const features = rest.filter((column) => reasonAgainst(column, table.count) === null);
  const categorical = features.filter(isCode);
  const categories = features.filter(
    (column) => isCategory(column) || categorical.includes(column),
  );
  const findings = rest.flatMap((column) => {
    const reason = reasonAgainst(column, table.count);
    if (reason === null || column.role === 'id') return [];
    return [
      { code: 'LEFT_OUT', path: column.name, message: `${column.name} is left out: ${reason}.` },
    ];
  });
  return {
    facts: {
      FEATURES: features.map(({ name }) => name),
      CATEGORICAL: categorical.map(({ name }) => name),
      ...roleFacts(table, features),
      NUMERIC_COUNT: features.length - categories.length,
      CATEGORY_SIZES: categories.map(({ distinct }) => distinct + 1),
    },
    features,
    findings,
  };
}

/** Dates are taken apart into numbers by the programs. */
function isCategory({ numeric, role, type, missing }: Column): boolean {
  return !numeric && role !== 'date' && !(type === 'BOOLEAN' && missing === 0);
}

function reasonAgainst(column: Column, count: number): string | null {
  const { role, distinct, missing } = column;
  if (role === 'constant') return missing === 1 ? 'it is empty' : 'it has one value only';
  if (role === 'id') return 'it names rows';
  if (role === 'text') return 'it is free text';
  if (role === 'list') return 'each cell holds a list of numbers';
  const present = count * (1 - missing);
  if (
    isCategory(column) &&
    (distinct > MOST_CATEGORIES || (distinct > 20 && distinct > present * 0.7))
  )
    return `it has ${distinct} distinct values in ${count} rows`;
  return null;
}
