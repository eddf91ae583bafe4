import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PlanRecord, Requirement, Sample } from '../artifacts/index.ts';
import { dataFolder, DLCodeGenError, PACKAGE_ROOT } from '../core/index.ts';
import { planProject, type PlanInput, type PlannedProject } from '../pipeline/plan-project.ts';
import { parsePlanRecord } from '../plan/index.ts';
import { readOwnPool, readPool, verifiedState } from '../retrieval/index.ts';
import { textOf, type OptionValues } from './options.ts';

const MOST_CHARACTERS = 20_000;

/** The requirement and its attributes from a command line; `@FILE` reads a file. Errors: BAD_INPUT, USAGE. */
export async function requirementFrom(
  text: string | undefined,
  values: OptionValues,
): Promise<Requirement> {
  if (text === undefined) {
    throw new DLCodeGenError('USAGE', 'expected a requirement in words, or --batch IN.jsonl');
  }
  return checkRequirement({
    text: await textOrFile(text),
    attributes: await textOrFile(textOf(values, 'attributes') ?? ''),
  });
}

/** A line of a batch: `{"User Requirement", "Dataset Attributes"}`; attributes may be text or an object. */
export function readBatchLine(line: string): Requirement {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `not a JSON line: ${line.slice(0, 80)}`, { cause });
  }
  const record =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const text = record['User Requirement'];
  const attributes = record['Dataset Attributes'] ?? '';
  if (typeof text !== 'string') {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `expected the key "User Requirement" with text, received ${line.slice(0, 80)}`,
    );
  }
  return checkRequirement({
    text,
    attributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
  });
}

export async function readBatch(file: string): Promise<readonly string[]> {
  const text = await readText(file);
  return text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** The programs that ship in the package. */
export async function readSamples(): Promise<readonly Sample[]> {
  return readPool(path.join(PACKAGE_ROOT, 'pool'));
}

/** Where the user's own programs lie. */
export function ownPool(values: OptionValues): string {
  return textOf(values, 'pool') ?? path.join(dataFolder(), 'pool');
}

/** The programs that ship, and, where `--pool` names a pool, those of it that were run as they are. */
export async function readAllSamples(values: OptionValues): Promise<readonly Sample[]> {
  const shipped = await readSamples();
  const folder = textOf(values, 'pool');
  if (folder === undefined) return shipped;
  const own = await readOwnPool(folder);
  return [...shipped, ...own.filter((sample) => verifiedState(sample) === 'verified')];
}

/** A plan file. Errors: BAD_PLAN, BAD_INPUT. */
export async function readPlanFile(file: string): Promise<PlanRecord> {
  return parseGiven(file, await readText(file));
}

/** The plan of a command line: the user's file where there is one, else predicted. Errors: those of `planProject`. */
export async function planFrom(
  values: OptionValues,
  input: Pick<PlanInput, 'requirement' | 'samples' | 'signal' | 'askTask'>,
): Promise<PlannedProject> {
  const target = textOf(values, 'target');
  return planProject({
    ...input,
    data: textOf(values, 'data') ?? null,
    given: await readGiven(values),
    ...(target === undefined ? {} : { target }),
  });
}

/** The plan that the user wrote; null where there is none. Errors: BAD_PLAN, BAD_INPUT. */
async function readGiven(values: OptionValues): Promise<PlanRecord | null> {
  const file = textOf(values, 'plan');
  return file === undefined ? null : readPlanFile(file);
}

function parseGiven(file: string, text: string): PlanRecord {
  const record = parsePlanRecord(text);
  if (record.ok) return record.value;
  const issues = record.issues.map(({ path: field, message }) => `${field}: ${message}`);
  throw new DLCodeGenError('BAD_PLAN', `${file}: ${issues.join('; ')}`);
}

function checkRequirement(requirement: Requirement): Requirement {
  const text = requirement.text.trim();
  if (text === '')
    throw new DLCodeGenError(
      'BAD_INPUT',
      'the requirement is empty: say what should be predicted from what',
    );
  const length = text.length + requirement.attributes.length;
  if (length > MOST_CHARACTERS) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `the requirement has ${length} characters, more than ${MOST_CHARACTERS}: describe the task, put data behind --data`,
    );
  }
  return { text, attributes: requirement.attributes.trim() };
}

async function textOrFile(text: string): Promise<string> {
  if (text.startsWith('@') && text.length > 1) return readText(text.slice(1));
  if (await isFile(text))
    throw new DLCodeGenError('USAGE', `${text} is a file, no words: write @${text} to read it`);
  return text;
}

async function isFile(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isFile();
  } catch {
    return false;
  }
}

/** A text file of sensible size. Errors: BAD_INPUT. */
export async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > 256_000_000) throw new Error(`${size} bytes are too many`);
    const bytes = await readFile(file);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DLCodeGenError('BAD_INPUT', `cannot read ${file}: ${reason}`, { cause });
  }
}
