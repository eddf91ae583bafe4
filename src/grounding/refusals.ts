import type { Goal, MissingLayout, Modality, ReadData, Reading } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { TASKS } from '../requirement/index.ts';
import type { WeighedCandidate } from './choose-candidate.ts';
import { GOAL_WORDS } from './layout-needed-table.ts';
import { goalsOf, modalityOf } from './task-points.ts';

/** Points from which on a goal is asked for, and up to which none is ("predict" alone). */
const ASKED = 5;
const NONE = 2;
/** Points that leave no doubt. */
const PLAIN = 10;
/** A structure of which no words say what is to be learned is no task by itself. */
const UNLABELLED_FIT = 0.25;

interface AskedGoal {
  readonly goal: Goal;
  readonly points: number;
}

/** The goal that the words ask for most; null where they ask for none plainly. */
function strongestGoal({ evidence }: Reading): AskedGoal | null {
  const goals = [...new Set(TASKS.map(({ goal }) => goal))].map((goal) => ({
    goal,
    points: evidence[goal],
  }));
  const [strongest] = goals.toSorted((a, b) => b.points - a.points);
  return strongest === undefined || strongest.points < ASKED ? null : strongest;
}

function serves({ candidate }: WeighedCandidate, { goal }: AskedGoal, reading: Reading): boolean {
  // Items of past values with the values that follow are a forecast too.
  if (goal === 'forecast' && candidate.kind === 'arrays' && candidate.targets.includes('number'))
    return true;
  return goalsOf(candidate.kind, candidate.targets, reading.words).includes(goal);
}

/**
 * Refuses what plainly contradicts the data: a goal that no candidate serves, where the words ask for nothing that the chosen
 * one does. Errors: BAD_DATA with what was asked, what was read, and the layout that is needed.
 */
export function refuseContradiction(
  reading: Reading,
  data: Pick<ReadData, 'path' | 'missing'>,
  best: WeighedCandidate,
): void {
  if (reading.requirement.text.trim() === '') return;
  const asked = strongestGoal(reading);
  const { fit, columns } = best.candidate;
  const isFallback = fit < UNLABELLED_FIT && columns.length === 0 && !best.isNamed;
  const isServed = asked === null || serves(best, asked, reading);
  if (!isServed && best.goalPoints <= NONE) throw refusal(asked.goal, data, best);
  if (asked !== null && !isServed && isOther(asked, best)) throw refusal(asked.goal, data, best);
  // Folders that are a pair but for their names: images alone are not what was meant.
  if (isFallback && asked !== null && missingFor(asked.goal, data.missing) !== undefined)
    throw refusal(asked.goal, data, best);
  const foreign = foreignFor(reading, data.missing, best);
  if (foreign !== undefined)
    throw refusal(asked?.goal ?? 'classify', { ...data, missing: [foreign] }, best);
  // "Do something with these images" names nothing to learn.
  if (isFallback && best.goalPoints === 0) throw refusal('classify', data, best);
}

/** Goals that nothing else is called by, and what they leave no doubt with. */
const PARTICULAR: ReadonlySet<Goal> = new Set(['tag', 'detect']);
const NO_DOUBT = 12;

/** Is it something else altogether that is asked for: tags of words, where "recognition" could be classes? */
function isOther({ goal, points }: AskedGoal, { goalPoints }: WeighedCandidate): boolean {
  return PARTICULAR.has(goal) && points >= NO_DOUBT && points >= goalPoints * 2;
}

/** Points from which on the words speak of audio or images. */
const SPOKEN_OF = 5;

/** Sounds or images that the words speak of, which are there in a format that is not read. */
function foreignFor(
  { evidence }: Reading,
  missing: readonly MissingLayout[],
  { candidate }: WeighedCandidate,
): MissingLayout | undefined {
  const own = modalityOf(candidate.kind);
  return missing.find(({ kind, isForeign = false }) => {
    const modality = modalityOf(kind);
    return isForeign && modality !== own && evidence[modality] >= SPOKEN_OF;
  });
}

function missingFor(goal: Goal, missing: readonly MissingLayout[]): MissingLayout | undefined {
  return missing.find(({ kind, targets }) =>
    TASKS.some(
      (task) =>
        task.goal === goal &&
        task.layouts.some((one) => one.kind === kind && targets.includes(one.target)),
    ),
  );
}

function refusal(
  goal: Goal,
  { path, missing }: Pick<ReadData, 'path' | 'missing'>,
  { candidate }: WeighedCandidate,
): DLCodeGenError {
  const [asked, layout] = GOAL_WORDS[goal];
  const why = missingFor(goal, missing)?.why;
  const read = why ?? `${path} was read as ${candidate.kind}: ${candidate.why}. Needed: ${layout}.`;
  return new DLCodeGenError('BAD_DATA', `The requirement asks for ${asked}. ${read}`, {
    data: { asked: goal, read: candidate.kind },
  });
}

const TEXT_LIKE: readonly Modality[] = ['image', 'audio', 'text'];

/** What the words plainly ask for beside the task, of the kind of data that are there: it is not done, and that is said. */
export function unservedWarnings(reading: Reading, best: WeighedCandidate): readonly string[] {
  const asked = strongestGoal(reading);
  if (asked === null || asked.points < PLAIN || serves(best, asked, reading)) return [];
  const modality = modalityOf(best.candidate.kind);
  const isOfKind = TASKS.some(
    (task) =>
      task.goal === asked.goal && task.modality === modality && TEXT_LIKE.includes(modality),
  );
  if (!isOfKind) return [];
  const [what, layout] = GOAL_WORDS[asked.goal];
  return [`The requirement also asks for ${what}, which the data do not hold; needed: ${layout}.`];
}
