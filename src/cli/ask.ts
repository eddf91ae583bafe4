import { createInterface } from 'node:readline/promises';
import type { DataProfile, PlanField, PlanRecord } from '../artifacts/index.ts';
import type { CommandContext } from './command.ts';

const MOST_QUESTIONS = 3;
/** Below this share of agreement among the nearest plans a field is worth a question. */
const UNSURE = 0.5;

interface Question {
  readonly field: PlanField;
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
  const terminal = process.stdin.isTTY && process.stderr.isTTY && process.env['CI'] === undefined;
  if (!terminal || values.yes === true || values.json === true) return record;
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

export function chooseQuestions({
  plan,
  confidence,
  alternatives,
}: PlanRecord): readonly Question[] {
  const { optimizer, loss, metric } = plan.hyperparameters;
  const fields = { optimizer, loss, metric } as const;
  return Object.entries(fields)
    .map(([field, now]) => ({
      field: field as PlanField,
      now: now ?? 'not stated',
      choices: alternatives[field as PlanField] ?? [],
      sure: confidence[field as PlanField] ?? 1,
    }))
    .filter(({ sure, choices }) => sure < UNSURE && choices.length > 0)
    .sort((a, b) => a.sure - b.sure)
    .slice(0, MOST_QUESTIONS);
}

function applyAnswer(record: PlanRecord, { field, choices }: Question, answer: string): PlanRecord {
  const choice = choices.find((candidate) => candidate.toLowerCase() === answer.toLowerCase());
  if (choice === undefined) return record;
  const hyperparameters = { ...record.plan.hyperparameters, [field]: choice };
  return { ...record, plan: { ...record.plan, hyperparameters } };
}
