import {
  GOALS,
  MODALITIES,
  type Evidence,
  type Goal,
  type Modality,
  type Requirement,
} from '../artifacts/index.ts';
import { lazyExpression } from '../core/index.ts';
import { CUES } from './cue-table.ts';
import { startOfTask } from './find-task.ts';
import { correctSpelling } from './spelling.ts';
import { TASK_TERMS } from './terms/task-table.ts';
import { findPhrases } from './terms/term.ts';

/**
 * The sentences of the requirement up to the one that states the task count most, then the rest of it, which says how the
 * task is to be done, then how the data are described. Branches, features and what is restored within the description of a
 * network hardly speak of data.
 */
const WEIGHTS = { task: 2, rest: 1.25, attributes: 1, network: 0.4 };
/** What a task's name says of the data, beside what it says of the goal. */
const MODALITY_SHARE = 0.4;

type Votes = Readonly<Partial<Record<Modality | Goal, number>>>;

const VOICES: readonly { readonly isIn: (words: string) => boolean; readonly votes: Votes }[] = [
  ...CUES.map(({ heard, votes }) => {
    const cue = lazyExpression(
      String.raw`(?<!\p{L})(?:${Object.keys(heard).join('|')})(?!\p{L})`,
      'u',
    );
    return { isIn: (words: string) => cue(words).test(words), votes };
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

/** Where the sentence that states the task ends; the end of the text where none does. */
function endOfTask(words: string): number {
  const start = startOfTask(words)?.index;
  if (start === undefined) return words.length;
  const end = words.slice(start).search(/[.!?;](?=\s)|\n/);
  return end < 0 ? words.length : start + end;
}

/** Evidence for every modality and goal; each cue and each name of a task counts once. network: where one is described. */
export function weighCues(
  { text, attributes }: Requirement,
  network: readonly [number, number] = [0, 0],
): Evidence {
  const totals = Object.fromEntries([...MODALITIES, ...GOALS].map((name) => [name, 0])) as Record<
    Modality | Goal,
    number
  >;
  const [from, to] = network;
  const words = correctSpelling(`${text.slice(0, from)}${' '.repeat(to - from)}${text.slice(to)}`);
  const taskEnd = endOfTask(words);
  const parts = [
    { words: words.slice(0, taskEnd), weight: WEIGHTS.task },
    { words: words.slice(taskEnd), weight: WEIGHTS.rest },
    { words: correctSpelling(attributes), weight: WEIGHTS.attributes },
    { words: correctSpelling(text.slice(from, to)), weight: WEIGHTS.network },
  ];
  for (const { isIn, votes } of VOICES) {
    const weight = parts.find(({ words }) => isIn(words))?.weight ?? 0;
    for (const [name, points] of Object.entries(votes))
      totals[name as Modality | Goal] += weight * points;
  }
  return totals;
}
