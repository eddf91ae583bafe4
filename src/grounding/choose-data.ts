import type {
  Candidate,
  DataChoice,
  DataColumn,
  Reading,
  Span,
  TargetKind,
} from '../artifacts/index.ts';
import { classThreshold } from './class-threshold.ts';
import { chooseInputs, type InputChoice } from './choose-inputs.ts';
import type { TargetChoice } from './target-choice.ts';
import type { WeighedCandidate } from './choose-candidate.ts';
import { columnTarget, leaning } from './leaning.ts';
import { columnAsks } from './named-asks.ts';
import { namedKeys, namedSeries } from './named-series.ts';
import { orderPair } from './order-pair.ts';
import { excludedColumns } from './excluded-columns.ts';
import { goalPoints, layoutPoints, modalityOf, speaksOf } from './task-points.ts';

/** A choice, and what of it the words say. */
export interface ChosenData {
  readonly choice: DataChoice;
  readonly target: TargetChoice | null;
  readonly inputs: InputChoice;
}

/** Points of "several labels" from which on a column of words holds several. */
const MULTI_LABEL = 6;
const VALUE_TARGETS: ReadonlySet<TargetKind> = new Set(['class', 'number', 'labels']);

/** What is predicted from what, of the candidate that was chosen. */
export async function chooseData(
  { candidate, targets: { choices }, reason }: WeighedCandidate,
  reading: Reading,
): Promise<ChosenData> {
  const [target = null] = choices;
  const inputs = chooseInputs(candidate, reading, target?.columns ?? []);
  const byName = ({ name }: DataColumn): string => name;
  const rows: DataChoice = {
    ...(target === null ? {} : { columns: target.columns.map(byName), reason: target.reason }),
    ...excludedOf(candidate, reading, target),
    ...(inputs.isWhole ? { inputs: inputs.named.map(byName) } : {}),
  };
  const kind = targetOf(candidate, reading, target);
  const choice: DataChoice = {
    ...(kind === null ? {} : { target: kind }),
    ...thresholdOf(candidate, reading, target),
    ...(candidate.columns.length > 0 ? rows : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(modalityOf(candidate.kind) === 'series'
      ? await seriesChoice(candidate, reading, inputs)
      : {}),
    ...sourceOf(candidate, inputs),
    ...(candidate.kind === 'text-pairs' && kind === 'text' ? orderPair(candidate, reading) : {}),
  };
  return { choice, target, inputs };
}

/** What of a candidate is predicted; null where the columns say it. */
function targetOf(
  candidate: Candidate,
  reading: Reading,
  target: TargetChoice | null,
): TargetKind | null {
  const { targets } = candidate;
  if (candidate.columns.length > 0 && targets.every((one) => VALUE_TARGETS.has(one))) {
    const [column] = target?.columns ?? [];
    if (column === undefined || (target?.columns.length ?? 0) > 1) return null;
    if (reading.evidence['multi-label'] >= MULTI_LABEL && column.type === 'VARCHAR')
      return 'labels';
    return targets.length === 1
      ? (targets[0] ?? null)
      : columnTarget(column, candidate.count, reading);
  }
  const lean = leaning(reading);
  if (targets.includes('class') && targets.includes('number')) return lean ?? targets[0] ?? null;
  const points = targets.map((one) => {
    const single = { kind: candidate.kind, targets: [one] };
    const said = speaksOf(candidate.kind, one, reading) ? 1 : 0;
    return goalPoints(single, reading) + layoutPoints(single, reading) + said;
  });
  return targets[points.indexOf(Math.max(...points))] ?? null;
}

/** Yes or no of a column of numbers. */
function thresholdOf(
  { targets }: Candidate,
  reading: Reading,
  target: TargetChoice | null,
): Pick<DataChoice, 'above'> {
  const [column, ...others] = target?.columns ?? [];
  if (column === undefined || others.length > 0 || !targets.includes('class')) return {};
  if (leaning(reading) !== 'class') return {};
  const above = classThreshold(column, reading);
  return above === null ? {} : { above };
}

/** Columns that the words name beside the target: other answers, which no input may tell, and what is to be left out. */
function excludedOf(
  candidate: Candidate,
  reading: Reading,
  target: TargetChoice | null,
): Pick<DataChoice, 'excluded'> {
  const named = columnAsks(reading, candidate.columns).flatMap(({ column, isTarget }) =>
    isTarget && column !== null && target?.columns.every(({ name }) => name !== column.name)
      ? [column.name]
      : [],
  );
  const listed = (target?.others ?? []).map(({ name }) => name);
  const left = excludedColumns(candidate.columns, reading).map(({ name }) => name);
  const excluded = [...new Set([...named, ...listed, ...left])].filter((name) =>
    target?.columns.every((column) => column.name !== name),
  );
  return excluded.length === 0 ? {} : { excluded };
}

async function seriesChoice(
  candidate: Candidate,
  reading: Reading,
  inputs: InputChoice,
): Promise<Pick<DataChoice, 'date' | 'series' | 'keys' | 'window' | 'horizon' | 'included'>> {
  const { columns } = candidate;
  const series = candidate.kind === 'series' ? await namedSeries(candidate, reading) : null;
  const keys = namedKeys(candidate, reading);
  const date = columnAsks(reading, columns).find(({ column }) => column?.role === 'date');
  const window = spanOf(reading, 'window');
  const horizon = spanOf(reading, 'horizon');
  return {
    ...(date?.column == null ? {} : { date: date.column.name }),
    ...(series === null ? {} : { series }),
    ...(keys.length === 0 ? {} : { keys }),
    ...(window === null ? {} : { window }),
    ...(horizon === null ? {} : { horizon }),
    included: inputs.named.map(({ name }) => name),
  };
}

/** A span that is stated, as how many of which unit. */
export function spanOf({ asks }: Reading, name: 'window' | 'horizon'): Span | null {
  const value = asks.find((ask) => ask.kind === 'size' && ask.name === name)?.value;
  const [count, unit] = Array.isArray(value) ? value : [];
  if (typeof count !== 'number') return null;
  return [count, typeof unit === 'string' ? unit : null];
}

/** The text that the words say is read. */
function sourceOf(
  { kind, sources }: Candidate,
  { named }: InputChoice,
): Pick<DataChoice, 'source'> {
  if (kind !== 'text-table') return {};
  const source = named.find(({ name }) => sources.includes(name));
  return source === undefined ? {} : { source: source.name };
}
