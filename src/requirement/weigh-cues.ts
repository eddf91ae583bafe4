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
import { TASK_TERMS } from './terms/task-table.ts';
import { findPhrases } from './terms/term.ts';

/** What is said in the requirement counts more than how the data are described. */
const REQUIREMENT_WEIGHT = 2;
/** What a task's name says of the data, beside what it says of the goal. */
const MODALITY_SHARE = 0.4;

type Votes = Readonly<Partial<Record<Modality | Goal, number>>>;

const VOICES: readonly { readonly isIn: (words: string) => boolean; readonly votes: Votes }[] = [
  ...CUES.map(({ heard, votes }) => {
    const cue = new RegExp(String.raw`(?<!\p{L})(?:${Object.keys(heard).join('|')})(?!\p{L})`, 'u');
    return { isIn: (words: string) => cue.test(words), votes };
  }),
  ...TASK_TERMS.map(({ goal, modality, heard, points }) => ({
    isIn: isPhraseIn(heard),
    votes: {
      ...(goal === undefined ? {} : { [goal]: points }),
      ...(modality === undefined
        ? {}
        : { [modality]: (goal === undefined ? 1 : MODALITY_SHARE) * points }),
    },
  })),
];

function isPhraseIn(phrases: readonly string[]): (words: string) => boolean {
  const find = findPhrases(phrases);
  return (words) => find(words).length > 0;
}

/** Evidence for every modality and goal; each cue and each name of a task counts once. */
export function weighCues({ text, attributes }: Requirement): Evidence {
  const totals = Object.fromEntries([...MODALITIES, ...GOALS].map((name) => [name, 0])) as Record<
    Modality | Goal,
    number
  >;
  const parts = [
    { words: correctSpelling(text), weight: REQUIREMENT_WEIGHT },
    { words: correctSpelling(attributes), weight: 1 },
  ];
  for (const { isIn, votes } of VOICES) {
    const weight = parts.find(({ words }) => isIn(words))?.weight ?? 0;
    for (const [name, points] of Object.entries(votes))
      totals[name as Modality | Goal] += weight * points;
  }
  return totals;
}
