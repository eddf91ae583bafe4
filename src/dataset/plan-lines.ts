import type { Plan, Requirement } from '../artifacts/index.ts';
import { parsePlan } from '../plan/index.ts';

/** One line of a plan file: requirement and, where it can be read, the plan. */
export interface PlanLine {
  readonly requirement: Requirement | null;
  readonly plan: Plan | null;
  /** The line is JSON and holds a plan; false where the fields were read leniently, or not at all. */
  readonly valid: boolean;
}

/**
 * Lines `{"User Requirement", "Dataset Attributes", "Code Plan"}` in either schema, valid JSON or not.
 *
 * Paper: IV-D, DLPlanData. Blank lines are left out; every other line keeps its place.
 */
export function readPlanLines(text: string): readonly PlanLine[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(readPlanLine);
}

function readPlanLine(line: string): PlanLine {
  const value = parseJson(line);
  const record =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  // Read leniently, the plan begins behind its key: what stands before has braces of its own.
  const at = line.indexOf('"Code Plan"');
  const input = record ?? (at === -1 ? line : line.slice(at + '"Code Plan"'.length));
  const isRequirementOnly =
    record !== null && 'User Requirement' in record && !('Code Plan' in record);
  const parsed = isRequirementOnly ? null : parsePlan(input);
  return {
    requirement: record === null ? readRequirementText(line) : toRequirement(record),
    plan: parsed?.ok === true ? parsed.value.plan : null,
    valid: record !== null && parsed?.ok === true,
  };
}

export function toRequirement(record: Readonly<Record<string, unknown>>): Requirement | null {
  const text = record['User Requirement'];
  const attributes = record['Dataset Attributes'] ?? '';
  if (typeof text !== 'string' || text.trim() === '') return null;
  return {
    text: text.trim(),
    attributes: (typeof attributes === 'string' ? attributes : JSON.stringify(attributes)).trim(),
  };
}

/** Lines without a requirement's end still have its words. */
function readRequirementText(line: string): Requirement | null {
  const part = (key: string): string | null => {
    const match = new RegExp(`"${key}":\\s*("(?:[^"\\\\]|\\\\.)*")`).exec(line);
    const value = match === null ? null : parseJson(match[1] ?? '');
    return typeof value === 'string' ? value.trim() : null;
  };
  const text = part('User Requirement');
  return text === null ? null : { text, attributes: part('Dataset Attributes') ?? '' };
}

/** What two spellings of the same requirement have in common. */
export function requirementKey({ text }: Requirement): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
