import type { DataColumn, Reading, TargetKind } from '../artifacts/index.ts';
import { isCountless, naturalKind } from '../profile/columns.ts';

/** Points by which words must speak for classes or for numbers. */
const CLEAR = 3;
/** A number column with at most so many values may be classes. */
const MOST_NUMBER_CLASSES = 20;

/** Whether the words ask for classes or for numbers; null where they do not say. */
export function leaning({ evidence }: Reading): 'class' | 'number' | null {
  const lead = evidence.classify - evidence.regress;
  if (lead >= CLEAR) return 'class';
  return lead <= -CLEAR ? 'number' : null;
}

/** Class or number: as the words ask where the column can be both, else as its type and values say. */
export function columnTarget(
  column: DataColumn,
  count: number,
  reading: Reading,
): Extract<TargetKind, 'class' | 'number'> {
  // Yes or no is a class, whatever it is called.
  if (!column.numeric || column.distinct <= 2) return 'class';
  const lean = leaning(reading);
  const canBeClasses =
    column.distinct <= MOST_NUMBER_CLASSES || (column.integer && !isCountless(column, count));
  if (lean === 'class' && canBeClasses) return 'class';
  return lean === 'number' ? 'number' : naturalKind(column, count);
}
