import type {
  Ask,
  Candidate,
  DataColumn,
  DataProfile,
  DataSpec,
  ReadData,
  Reading,
  TaskSpec,
} from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { readTask, statedOf, TASKS } from '../requirement/index.ts';
import { modalityOf } from './task-points.ts';
import { areAlike, unknownColumn } from '../profile/columns.ts';
import { chooseData, type ChosenData } from './choose-data.ts';
import { inputColumn } from './input-column.ts';
import { weighCandidates, type WeighedCandidate } from './choose-candidate.ts';
import { candidatesOf } from './choose-table.ts';
import { leaning } from './leaning.ts';
import { columnAsks } from './named-asks.ts';
import { namedCodes, type NamedCode } from './named-codes.ts';
import { refuseContradiction, unservedWarnings } from './refusals.ts';
import { stateFacts } from './stated-facts.ts';
import {
  categoryOf,
  dataWarnings,
  doubts,
  inputLines,
  inputWarnings,
  taskConfidence,
} from './task-words.ts';

export interface DecideOptions {
  /** Column named outside the requirement; several are separated by commas. */
  readonly target?: string;
}

/** Findings that say the project does less than the data hold. */
const LIMITS: ReadonlySet<string> = new Set([
  'SEVERAL_BOXES',
  'FRAMES_ALONE',
  'SERIES_MEANS',
  'REPEATED_DATES',
  'SPLIT_COLUMN',
  'TEST_NOT_READ',
  'UNUSED_FILES',
]);

/**
 * What is to be learned from the user's data: the one place where the words of a requirement meet what the data could be.
 * Candidate and target are chosen by the evidence of the reading, by what it names, and by how well the structure fits.
 *
 * Paper: III-B. Errors: UNKNOWN_COLUMN where option or requirement name a column that is not there, or where nothing says what
 * is predicted; BAD_DATA where data and requirement contradict one another.
 */
export async function decideWithData(
  reading: Reading,
  data: ReadData,
  { target: option }: DecideOptions = {},
): Promise<TaskSpec> {
  const wanted = option === undefined || option.trim() === '' ? null : option;
  const candidates = await candidatesOf(reading, data, wanted);
  const weighed = await weighCandidates(candidates, reading, wanted);
  const [best, second] = weighed;
  if (best === undefined)
    throw new DLCodeGenError('BAD_DATA', `${data.path} holds no data that can be used.`);
  refuseContradiction(reading, data, best);
  refuseUnknownColumns(reading, best);
  const chosen = await chooseData(best, reading);
  refuseNothing(reading, best, chosen);
  refuseSeveral(best, chosen);
  refuseLists(best, chosen);
  const profile = await best.candidate.settle(chosen.choice);
  return specOf(reading, profile, { best, second, chosen });
}

/** Errors: UNKNOWN_COLUMN for a quoted column that is not there, and for any that is called the target. */
function refuseUnknownColumns(reading: Reading, { candidate, targets }: WeighedCandidate): void {
  const { columns, place } = candidate;
  if (columns.length === 0) return;
  const [first] = targets.choices;
  for (const { written, column, isQuoted, isTarget } of columnAsks(reading, columns)) {
    if (column !== null || (!isQuoted && !(isTarget && first?.isSaid !== true))) continue;
    const names = columns.map(({ name }) => name);
    throw unknownColumn(written, names, place, 'The requirement');
  }
}

/** Errors: UNKNOWN_COLUMN with the list of columns where neither words nor names nor values say what is predicted. */
function refuseNothing(
  reading: Reading,
  { candidate, targets }: WeighedCandidate,
  { target }: ChosenData,
): void {
  const isGuess = target !== null && !target.isSaid && target.confidence < 0.5;
  const saysNothing =
    !targets.isAsked && leaning(reading) === null && reading.requirement.text.trim() !== '';
  if (!isGuess || !saysNothing || candidate.labels.length < 2 || isSeries(candidate)) return;
  throw new DLCodeGenError(
    'UNKNOWN_COLUMN',
    `Nothing says which column of ${candidate.place} is predicted. Name it in the requirement or with --target; columns: ${listed(candidate.labels)}.`,
    { data: { columns: candidate.labels.map(({ name }) => name) } },
  );
}

function isSeries({ kind }: Candidate): boolean {
  return modalityOf(kind) === 'series';
}

/** Errors: BAD_DATA for several numbers of an image, a text or a sound, of which programs predict one. */
function refuseSeveral({ candidate }: WeighedCandidate, { target }: ChosenData): void {
  const columns = target?.columns ?? [];
  const isTable = ['table', 'arrays'].includes(candidate.kind) || isSeries(candidate);
  if (isTable || columns.length < 2 || !areAlike(columns)) return;
  if (columns.every(({ binary }) => binary)) return;
  throw new DLCodeGenError(
    'BAD_DATA',
    `The requirement asks for ${columns.length} numbers an item (${listed(columns)}); of ${candidate.kind} one number is predicted. Needed: arrays, x.npy of the items and y.npy with a row of numbers for each, or one column named with --target.`,
    { data: { targets: columns.map(({ name }) => name) } },
  );
}

/** Errors: BAD_DATA where what is learned from is a list of numbers in each cell. */
function refuseLists({ candidate }: WeighedCandidate, { inputs }: ChosenData): void {
  const list = inputs.named.find(({ role }) => role === 'list');
  if (list === undefined || candidate.kind === 'arrays') return;
  throw new DLCodeGenError(
    'BAD_DATA',
    `The requirement names ${list.name} of ${candidate.place} as what is learned from: each of its cells holds a list of numbers, which is not read. Needed: a column for each number, or arrays, x.npy of the lists and y.npy of what is predicted.`,
    { data: { column: list.name } },
  );
}

function listed(columns: readonly DataColumn[]): string {
  const names = columns.slice(0, 60).map(({ name }) => name);
  return names.join(', ') + (columns.length > 60 ? ', ...' : '');
}

interface Decided {
  readonly best: WeighedCandidate;
  readonly second: WeighedCandidate | undefined;
  readonly chosen: ChosenData;
}

function specOf(
  reading: Reading,
  profile: DataProfile,
  { best, second, chosen }: Decided,
): TaskSpec {
  const codes = profile.data.target === 'class' ? codesOf(reading, profile) : null;
  const { data, warnings } = stateFacts(withNames(profile.data, codes), reading);
  const task = readTask(reading, (kind, target) => kind === data.kind && target === data.target);
  const category = task?.task.category ?? categoryOf(TASKS, data);
  const { target } = chosen;
  const others = otherTargets(best, chosen);
  const { facts } = profile.data;
  const predicted =
    facts['TARGET'] ?? facts['TAG_COLUMN'] ?? facts['TARGET_COLUMN'] ?? facts['CAPTION_COLUMN'];
  return {
    data,
    profile,
    category,
    confidence: taskConfidence(best, second, target),
    runnerUp: task?.runnerUp?.category ?? null,
    classNames: codes?.map(([, name]) => name) ?? profile.classes.map(({ name }) => name),
    target:
      predicted === null || predicted === undefined
        ? null
        : {
            columns: (Array.isArray(predicted) ? predicted : [predicted]).map(String),
            confidence: target?.confidence ?? 1,
            others,
          },
    asks: reading.asks.map((ask) => asColumn(ask, best.candidate)),
    assumptions: [
      `Task: ${category}, as ${taskReason(best.candidate)}.`,
      `Target: ${profile.targetReason}.`,
      ...(codes === null
        ? []
        : [
            `Classes: ${codes.map(([code, name]) => `${code} is ${name}`).join(', ')}, as the requirement says.`,
          ]),
      ...inputLines(chosen, profile),
      ...profile.findings
        .filter(({ code }) => !LIMITS.has(code))
        .map(({ message }) => `Data: ${message}`),
    ],
    warnings: [
      ...doubts(chosen, best.candidate, others),
      ...inputWarnings(chosen, profile),
      ...dataWarnings(statedOf(reading), profile),
      ...unservedWarnings(reading, best),
      ...warnings,
      ...profile.findings.filter(({ code }) => LIMITS.has(code)).map(({ message }) => message),
    ],
  };
}

function codesOf({ requirement }: Reading, { classes }: DataProfile): readonly NamedCode[] | null {
  const names = classes.map(({ name }) => name);
  return namedCodes(`${requirement.text}\n${requirement.attributes}`, names);
}

/** The data whose classes have names, written as codes. */
function withNames(data: DataSpec, codes: readonly NamedCode[] | null): DataSpec {
  if (codes === null) return data;
  return {
    ...data,
    facts: {
      ...data.facts,
      CLASS_SPELLINGS: codes.map(([code, name]) => [code.toLowerCase(), name]),
    },
  };
}

/** What no term of the vocabulary is may be a column: "using temperature". */
function asColumn(ask: Ask, { columns }: Candidate): Ask {
  if (ask.kind !== 'data' || ask.name !== 'unknown') return ask;
  const column = inputColumn(columns, ask.words, []);
  return column === null ? ask : { ...ask, kind: 'column', name: 'listed', value: column.name };
}

function taskReason({ kind, why, place }: Candidate): string {
  return `${place === '' ? 'the data' : place} can be read as ${kind} (${why})`;
}

const MOST_OTHERS = 5;

/** Other columns that could be meant, the likeliest first. */
function otherTargets(
  { candidate, targets: { choices } }: WeighedCandidate,
  { target }: ChosenData,
): readonly string[] {
  const taken = new Set((target?.columns ?? []).map(({ name }) => name));
  const names = [
    ...choices.flatMap(({ columns }) => (columns.length === 1 ? columns : [])),
    ...candidate.labels,
  ].map(({ name }) => name);
  return [...new Set(names)].filter((name) => !taken.has(name)).slice(0, MOST_OTHERS);
}
