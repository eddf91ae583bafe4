import type { Verdict } from '../artifacts/index.ts';
import { readInside, writeInside } from '../core/index.ts';
import { plainText } from '../python/index.ts';
import { MOST_BYTES } from './read.ts';

/** Stands in a README until the project was trained. */
export const NO_RESULTS = 'It was not trained yet, so no result stands here.';

const README = 'README.md';
const LEAD = 'On the data it was made for, after training:';
const MEASURED = new RegExp(`^${LEAD} .*$`, 'm');

/** Writes into a project's README what a full verification measured; a README that was rewritten by hand stays. */
export async function writeResults(directory: string, { stages }: Verdict): Promise<void> {
  const trained = stages.find(({ id, status }) => id === 'S7' && status === 'passed');
  if (trained === undefined) return;
  const readme = readInside(directory, README, MOST_BYTES);
  if (readme === null) return;
  const result = `${LEAD} ${plainText(trained.message)}`;
  const written = readme.replace(NO_RESULTS, () => result).replace(MEASURED, () => result);
  if (written !== readme) writeInside(directory, README, written);
}
