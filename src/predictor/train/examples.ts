import type { Plan } from '../../artifacts/index.ts';
import { parsePlan } from '../../plan/index.ts';
import { renderPlanText, renderPromptText } from '../plan-text.ts';
import type { Tokenizer } from '../tokenizer/bpe.ts';
import { unifySpelling } from './spelling.ts';

/** A line of the training data that could be read. */
export interface PlanLine {
  /** 0 is the first line of the file. */
  readonly line: number;
  readonly requirement: string;
  readonly attributes: string;
  readonly plan: Plan;
}

export type DataProblem = 'bad line' | 'no requirement' | 'no plan' | 'empty plan' | 'over-long';

/** What the data lacks: how often, and the first lines (1 is the file's first) where it does. */
export type DataProblems = Readonly<
  Record<DataProblem, { readonly count: number; readonly lines: readonly number[] }>
>;

/** One example as the model sees it. */
export interface Example {
  readonly line: number;
  /** Prompt, then plan, then the end marker. */
  readonly ids: readonly number[];
  /** How many of `ids` are prompt. */
  readonly promptLength: number;
}

/** Lines held out come in blocks, because neighbouring lines are often about the same data. */
const BLOCK_LINES = 46;
const NAMED_LINES = 5;

/** Collects data problems by name. */
export class ProblemCounter {
  readonly #lines: Record<DataProblem, number[]> = {
    'bad line': [],
    'no requirement': [],
    'no plan': [],
    'empty plan': [],
    'over-long': [],
  };

  add(problem: DataProblem, line: number): void {
    this.#lines[problem].push(line + 1);
  }

  report(): DataProblems {
    const of = (problem: DataProblem): DataProblems[DataProblem] => ({
      count: this.#lines[problem].length,
      lines: this.#lines[problem].slice(0, NAMED_LINES),
    });
    return {
      'bad line': of('bad line'),
      'no requirement': of('no requirement'),
      'no plan': of('no plan'),
      'empty plan': of('empty plan'),
      'over-long': of('over-long'),
    };
  }
}

/**
 * Reads JSON lines `{"User Requirement", "Dataset Attributes", "Code Plan"}`; names are spelled one way
 * (`unifySpelling`). Lines that cannot be used are counted by name and left out.
 */
export function readPlanLines(text: string, problems: ProblemCounter): PlanLine[] {
  const lines: PlanLine[] = [];
  for (const [line, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const record = parseRecord(source);
    if (record === null) {
      problems.add('bad line', line);
      continue;
    }
    const requirement = toText(record['User Requirement']);
    if (requirement === '') {
      problems.add('no requirement', line);
      continue;
    }
    const parsed = parsePlan(record['Code Plan']);
    if (!parsed.ok) {
      problems.add('no plan', line);
      continue;
    }
    const { plan } = parsed.value;
    if (plan.category === '' || plan.layers.length === 0) {
      problems.add('empty plan', line);
      continue;
    }
    lines.push({ line, requirement, attributes: toText(record['Dataset Attributes']), plan });
  }
  const plans = unifySpelling(lines.map(({ plan }) => plan));
  return lines.map((item, at) => ({ ...item, plan: plans[at] ?? item.plan }));
}

/** A tenth is held out, by blocks of lines: the same lines for every run. */
export function isHeldOut(line: number): boolean {
  return Math.floor(line / BLOCK_LINES) % 10 === 7;
}

/** Ids of each line; those longer than `context` are counted and left out. */
export function makeExamples(
  lines: readonly PlanLine[],
  tokenizer: Tokenizer,
  context: number,
  problems: ProblemCounter,
): Example[] {
  return lines.flatMap(({ line, requirement, attributes, plan }) => {
    const prompt = tokenizer.encode(renderPromptText(requirement, attributes));
    const ids = [...prompt, ...tokenizer.encode(renderPlanText(plan))];
    if (ids.length <= context) return [{ line, ids, promptLength: prompt.length }];
    problems.add('over-long', line);
    return [];
  });
}

/** The texts that the tokenizer is trained on. */
export function tokenizerTexts(lines: readonly PlanLine[]): string[] {
  return lines.map(
    ({ requirement, attributes, plan }) =>
      renderPromptText(requirement, attributes) + renderPlanText(plan),
  );
}

function parseRecord(source: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(source);
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim();
}
