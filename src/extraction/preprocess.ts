import { rememberTexts } from '../core/index.ts';
import type { Extracted } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import { STEPS, type StepRow } from './step-table.ts';
import { asNumber, lastName, type AbstractValue } from './values.ts';

const rowsOf: (name: string) => readonly StepRow[] = rememberTexts(
  (name) => STEPS.filter(({ called }) => called.test(name)),
  100_000,
);

/** The steps that the program's calls take before training, each once, in the order of its lines. */
export function findSteps(machine: Machine): readonly Extracted<string>[] {
  const found = new Map<string, Extracted<string>>();
  for (const call of machine.records) {
    const confidence = call.certainty * 0.9;
    for (const step of call.isShown ? [] : stepsOf(call)) {
      const before = found.get(step);
      if (before !== undefined && before.confidence >= confidence) continue;
      const line = before === undefined ? call.line : Math.min(before.line, call.line);
      found.set(step, { value: step, line, confidence });
    }
  }
  return [...found.values()].toSorted((one, other) => one.line - other.line);
}

/** The step that a call's name tells, and each that its arguments tell. */
function stepsOf(call: CallRecord): readonly string[] {
  if (isByPixels(call)) return ['rescale'];
  const rows = rowsOf(stepName(call)).filter((row) => fits(row, call));
  const byName = rows.find(({ given }) => given === undefined);
  return rows.filter((row) => row.given !== undefined || row === byName).map(({ step }) => step);
}

/** What is called, where its arguments decide what it does. */
function stepName({ path, given }: CallRecord): string {
  const name = lastName(path);
  const [first] = given.positional;
  if (name === 'map' && first?.kind === 'mapping') return 'map of names';
  if (name === 'replace' && (first?.kind === 'mapping' || first?.kind === 'sequence'))
    return 'replace of names';
  if (name === 'from_pretrained' && /Tokenizer/.test(path)) return 'from_pretrained of a tokenizer';

  if (name === 'words' && /stopwords/.test(path)) return 'words';
  return name;
}

function fits({ where, given: wanted }: StepRow, { path, receiver, given }: CallRecord): boolean {
  if (wanted !== undefined && ![...given.named.keys()].some((name) => wanted.test(name)))
    return false;
  if (where === undefined) return true;
  const place = receiver === null ? path : `${receiverText(receiver)}.${path}`;
  return where.test(place);
}

function receiverText(receiver: AbstractValue): string {
  if (receiver.kind === 'external' || receiver.kind === 'made') return receiver.path;
  return receiver.kind === 'unknown' ? receiver.text : '';
}

/** `image / 255`, `image *= 1 / 255`. */
function isByPixels({ path, given: { positional } }: CallRecord): boolean {
  const by = asNumber(positional[1]);
  if (by === undefined) return false;
  if (path === 'operator /') return by === 255 || by === 127.5 || by === 256;
  return path === 'operator *' && Math.abs(by - 1 / 255) < 1e-4;
}
