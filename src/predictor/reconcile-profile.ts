import type { DataProfile, DataSpec, Requirement } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import type { Stated } from '../requirement/index.ts';
import { weighCues } from '../requirement/index.ts';

/** A number column with at most so many values may be classes. */
const MOST_NUMBER_CLASSES = 20;
/** Points by which the text must prefer the other reading. */
const CLEAR = 3;

/**
 * The profile's data spec, with what requirement and data together decide: whether few numbers are classes.
 *
 * Errors: UNKNOWN_COLUMN where text or `target` name a column that is not there, with the list of those that are.
 */
export function reconcileProfile(
  requirement: Requirement,
  stated: Stated,
  profile: DataProfile,
  target: string | undefined,
): { data: DataSpec; warnings: string[] } {
  checkColumns(stated, profile, target);
  const { data } = profile;
  const points = weighCues(requirement);
  const column = profile.columns.find(({ name }) => name === data.facts['TARGET']);
  const warnings: string[] = [];
  const counted = data.facts['CLASS_COUNT'];
  if (
    stated.classCount !== null &&
    typeof counted === 'number' &&
    data.target === 'class' &&
    stated.classCount !== counted
  ) {
    warnings.push(
      `The requirement speaks of ${stated.classCount} classes, the data has ${counted}; the data is followed.`,
    );
  }
  if (column === undefined) return { data, warnings };
  const few = column.distinct > 1 && column.distinct <= MOST_NUMBER_CLASSES;
  if (data.target === 'number' && few && points.classify >= points.regress + CLEAR) {
    const facts = { ...data.facts, CLASS_COUNT: column.distinct };
    return { data: { ...data, target: 'class', facts }, warnings };
  }
  const numeric = column.mean !== null && column.distinct > 2;
  if (data.target === 'class' && numeric && points.regress >= points.classify + CLEAR) {
    const facts = Object.fromEntries(
      Object.entries(data.facts).filter(([name]) => name !== 'CLASS_COUNT'),
    );
    return { data: { ...data, target: 'number', facts }, warnings };
  }
  return { data, warnings };
}

function checkColumns({ columns }: Stated, profile: DataProfile, target: string | undefined): void {
  const there = profile.columns.map(({ name }) => name);
  if (there.length === 0) return;
  const known = new Set(there.map(plainName));
  const named = (target ?? '').trim();
  const wanted = [
    ...(there.includes(named) ? [] : named.split(',')),
    ...columns.map(({ name }) => name),
  ];
  const missing = wanted
    .map((name) => name.trim())
    .filter((name) => name !== '' && !known.has(plainName(name)));
  if (missing.length === 0) return;
  throw new DLCodeGenError(
    'UNKNOWN_COLUMN',
    `There is no column ${missing.map((name) => JSON.stringify(name)).join(', ')} in ${profile.path}; it has ${there.map((name) => JSON.stringify(name)).join(', ')}.`,
    { data: { missing, columns: there } },
  );
}

/** Case, spaces and underscores make no other name. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}
