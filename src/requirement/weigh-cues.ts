import {
  GOALS,
  MODALITIES,
  type Evidence,
  type Goal,
  type Modality,
  type Requirement,
} from '../artifacts/index.ts';
import { CUES } from './cue-table.ts';
import { correctSpelling } from './spelling.ts';

/** What is said in the requirement counts more than how the data is described. */
const REQUIREMENT_WEIGHT = 2;

/** Evidence for every modality and goal; every cue counts once. */
export function weighCues({ text, attributes }: Requirement): Evidence {
  const totals = Object.fromEntries([...MODALITIES, ...GOALS].map((name) => [name, 0])) as Record<
    Modality | Goal,
    number
  >;
  const parts = [
    { words: correctSpelling(text), weight: REQUIREMENT_WEIGHT },
    { words: correctSpelling(attributes), weight: 1 },
  ];
  for (const { pattern, votes } of CUES) {
    const weight = parts.find(({ words }) => pattern.test(words))?.weight ?? 0;
    for (const [name, points] of Object.entries(votes))
      totals[name as Modality | Goal] += weight * points;
  }
  return totals;
}
