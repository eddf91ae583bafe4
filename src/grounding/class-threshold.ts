import type { DataColumn, Reading } from '../artifacts/index.ts';
import { statedOf } from '../requirement/index.ts';

const YES_OR_NO =
  /\b(?:whether|yes\s*(?:\/|or)\s*no|at all|or not|if (?:an?|the|some\w*|it|they)\b)/i;
const BORDER =
  /\b(?:more than|greater than|higher than|larger than|above|over|exceed(?:s|ing)?)\s+(-?\d+(?:\.\d+)?)(?![\d.]*\s*%)\b/i;

/**
 * The number above which a column of numbers is "yes", where the words ask for two classes of it: the one that is stated,
 * else 0 of counts and amounts that begin there ("whether somebody visits at all"). Null where the column holds classes.
 */
export function classThreshold(column: DataColumn, reading: Reading): number | null {
  const { text } = reading.requirement;
  const isBinary = statedOf(reading).classCount === 2 || YES_OR_NO.test(text);
  if (!isBinary || !column.numeric || column.distinct <= 2) return null;
  const border = BORDER.exec(text)?.[1];
  const { minimum, maximum } = column;
  if (border !== undefined && Number(minimum) <= Number(border) && Number(border) < Number(maximum))
    return Number(border);
  return minimum === 0 ? 0 : null;
}
