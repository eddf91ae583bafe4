import { createInterface } from 'node:readline/promises';
import type { DataProfile, PlanRecord, TaskSpec } from '../artifacts/index.ts';
import { HYPERPARAMETER_WORDS, SURE_CATEGORY, UNSURE } from '../grounding/index.ts';
import type { TaskAnswer } from '../pipeline/index.ts';
import type { CommandContext } from './command.ts';

const MOST_QUESTIONS = 3;

const ASKED = ['optimizer', 'loss', 'metric'] as const;

interface Question {
  readonly field: (typeof ASKED)[number];
  readonly now: string;
  readonly choices: readonly string[];
}

/**
 * On a terminal, asks about the fields the predictor is least sure of, at most three; an empty answer keeps what
 * is there. Elsewhere, and under --yes, --json or CI, it asks nothing.
 */
export async function askAboutPlan(
  record: PlanRecord,
  profile: DataProfile | null,
  { values, console }: CommandContext,
): Promise<PlanRecord> {
  if (!mayAsk(values)) return record;
  const questions = chooseQuestions(record);
  if (profile !== null) console.talk(`target: ${profile.targetReason}`);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  let answered = record;
  try {
    for (const question of questions) {
      const answer = await reader.question(
        `${question.field} is "${question.now}"; others: ${question.choices.join(', ')}. Enter keeps it: `,
      );
      answered = applyAnswer(answered, question, answer.trim());
    }
  } finally {
    reader.close();
  }
  return answered;
}

/**
 * On a terminal, asks for the target or, without data, for the task where the requirement does not say them plainly; an
 * empty answer keeps what is there. Null where nothing is asked or changed.
 */
export async function askAboutTask(
  task: TaskSpec,
  { values, console }: CommandContext,
): Promise<TaskAnswer | null> {
  const question = taskQuestion(task);
  if (question === null || !mayAsk(values)) return null;
  const { field, now, choices, why } = question;
  console.talk(`${field}: ${why}`);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await reader.question(
      `The ${field} is "${now}"; others: ${choices.join(', ')}. Enter keeps it: `,
    );
    return answer.trim() === '' ? null : { [field]: answer.trim() };
  } finally {
    reader.close();
  }
}

interface TaskQuestion {
  readonly field: 'target' | 'category';
  readonly now: string;
  readonly choices: readonly string[];
  readonly why: string;
}

/** What of a task is worth a question: a target that is a guess, a category that one word decided. */
export function taskQuestion({
  target,
  profile,
  category,
  confidence,
  runnerUp,
}: TaskSpec): TaskQuestion | null {
  if (target !== null && target.confidence < UNSURE && target.others.length > 0) {
    const why = profile?.targetReason ?? '';
    return { field: 'target', now: target.columns.join(', '), choices: target.others, why };
  }
  if (profile !== null || runnerUp === null || (confidence ?? 1) >= SURE_CATEGORY) return null;
  return { field: 'category', now: category, choices: [runnerUp], why: 'little speaks for either' };
}

function mayAsk(values: CommandContext['values']): boolean {
  const terminal = process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] === undefined;
  return terminal && values.yes !== true && values.json !== true;
}

export function chooseQuestions({
  plan,
  confidence,
  alternatives,
}: PlanRecord): readonly Question[] {
  return ASKED.map((field) => ({
    field,
    now: plan.hyperparameters[field] ?? 'not stated',
    choices: alternatives[field] ?? [],
    sure: confidence[field] ?? 1,
  }))
    .filter(({ sure, choices }) => sure < UNSURE && choices.length > 0)
    .sort((a, b) => a.sure - b.sure)
    .slice(0, MOST_QUESTIONS);
}

/** What was chosen is stated from then on. */
export function applyAnswer(
  record: PlanRecord,
  { field, now, choices }: Question,
  answer: string,
): PlanRecord {
  const choice = choices.find((candidate) => candidate.toLowerCase() === answer.toLowerCase());
  if (choice === undefined) return record;
  const { plan, confidence, assumptions } = record;
  return {
    ...record,
    plan: { ...plan, hyperparameters: { ...plan.hyperparameters, [field]: choice } },
    confidence: { ...confidence, [field]: 1 },
    assumptions: withoutValue(assumptions, `${HYPERPARAMETER_WORDS[field]}: ${now}`),
  };
}

/** A value that the user chose otherwise is no assumption: its line goes, or its part of a line of several values. */
function withoutValue(assumptions: readonly string[], value: string): readonly string[] {
  return assumptions
    .filter((line) => !line.startsWith(value))
    .map((line) => line.replace(`${value}, `, '').replace(`, ${value}`, ''))
    .filter((line) => !line.includes(value));
}
