import type { Candidate, DataColumn, DataKind, Reading, UsualTarget } from '../artifacts/index.ts';
import { areAlike, isCountless, namedColumn, naturalKind, nameWords } from '../profile/columns.ts';
import { mendSpelling } from '../requirement/index.ts';
import {
  askedLists,
  type AskedThing,
  askedThings,
  mentionedWords,
  phraseOf,
} from './asked-phrases.ts';
import { chooseInputs } from './choose-inputs.ts';
import { excludedColumns } from './excluded-columns.ts';
import { isInitials, matchColumn } from './match-column.ts';
import { columnAsks } from './named-asks.ts';
import { leaning } from './leaning.ts';
import { byStatedValue, byWrittenName } from './target-by-name.ts';
import {
  byClassCount,
  byClassNames,
  byFlagNames,
  byOneValue,
  byValues,
} from './target-by-values.ts';
import { SURE, type TargetChoice } from './target-choice.ts';

export interface TargetChoices {
  /** The surest first. */
  readonly choices: readonly TargetChoice[];
  /** Whether the words say what is predicted at all. */
  readonly isAsked: boolean;
}

/** Matches below this are chance. */
const LEAST_MATCH = 0.5;
/** What a match is worth at least that is one of two. */
const LEAST_SAID = 0.3;
const LIST_MATCH = 0.7;
/** What is said comes before what is usual by so much confidence. */
const SAID_FIRST = 0.2;
/** Texts that are written: which column holds them is no question of what is predicted. */
const WRITTEN: ReadonlySet<DataKind> = new Set(['text-pairs', 'image-captions']);
/** Languages that write nouns together. */
const JOINING: ReadonlySet<string> = new Set(['de', 'nl']);
/** Words beside a head weigh at least so much. */
const BESIDE = 0.4;
const MOSTLY_NAMED = 0.65;
/** Share of a name that is all of it, and all of it but for a word that says little: `volume` of `TotalVolume`. */
const ALL_NAMED = [0.88, 0.8] as const;
/** Within this two columns are meant alike. */
const TIE = 0.03;
/** What a tie leaves of the confidence: less than what is taken without a warning. A target against the task leaves more. */
const TIED = 0.48;
const AGAINST = 0.6;
/** What a name or place is worth where the words name something that no column is called by. */
const UNMATCHED = 0.6;

/**
 * Which columns of a candidate are predicted: `--target`, columns that are named, lists, hints of a sample submission, what
 * stands behind "predict", classes and values that are named, usual names, the last place. Errors: UNKNOWN_COLUMN.
 */
export async function chooseTargets(
  candidate: Candidate,
  reading: Reading,
  option: string | null,
): Promise<TargetChoices> {
  const text = wordsOf(reading);
  const excluded = excludedColumns(candidate.columns, reading);
  const labels = candidate.labels.filter((label) => !excluded.includes(label));
  const joinsWords = JOINING.has(reading.language);
  const things = askedThings(text, joinsWords);
  const isAsked = things.length > 0;
  // "Classify animals" names the items; "predict the age" what is predicted.
  const names = things.some(({ isTarget }) => isTarget);
  const inputs = chooseInputs(candidate, reading, []).named;
  const answers = labels.filter((label) => !inputs.includes(label));
  const fixed =
    byOption(candidate, option) ??
    byList(answers, text)[0] ??
    byNamedColumn(candidate, reading) ??
    byStatedValue(labels, reading);
  if (fixed !== null) return { choices: [fixed], isAsked: true };
  if (WRITTEN.has(candidate.kind) && candidate.targets.includes('text'))
    return { choices: [], isAsked };
  const usual = await candidate.usualTargets();
  const hinted = usual.filter(({ confidence }) => confidence >= SURE.hinted);
  const said = [
    ...byLabels(candidate, reading),
    ...byNumberedNames(labels, text),
    ...hinted.map((target) => usualChoice(candidate, target, 1)),
    ...(await byClassNames(candidate, reading)),
    ...byThings(labels, things, reading),
    ...byFlagNames(labels, text),
    ...(await byValues(candidate, text)),
    ...byClassCount(labels, reading),
    ...(await byOneValue(candidate, things)),
    ...byWrittenName(answers, reading),
  ];
  const matched = said.some(({ confidence }) => confidence >= LEAST_SAID);
  const rest = [
    ...(matched ? [] : byMention(labels, text, { inputs, joinsWords })),
    ...byOnlyFlag(labels, text),
    ...usual
      .filter((target) => !hinted.includes(target))
      .map((target) => usualChoice(candidate, target, names && !matched ? UNMATCHED : 1)),
  ];
  const choices = [...said, ...rest].map((choice) => heldAgainst(choice, candidate, reading));
  return { choices: choices.toSorted((a, b) => rank(b) - rank(a)), isAsked };
}

/** The requirement's own words with typos corrected, without names of files and spans of time ("3 days ahead"). */
export function wordsOf({ requirement: { text }, asks }: Reading): string {
  const beside = asks.flatMap(({ kind, name, words }) =>
    kind === 'file' || (kind === 'size' && (name === 'horizon' || name === 'window'))
      ? [words]
      : [],
  );
  const bare = beside.reduce((rest, words) => rest.replaceAll(words, ' '), text);
  return mendSpelling(bare);
}

/** What the words say comes before what a name or a place says. */
function rank({ isSaid, confidence }: TargetChoice): number {
  return confidence + (isSaid && confidence >= LEAST_SAID ? SAID_FIRST : 0);
}

function byOption({ columns }: Candidate, option: string | null): TargetChoice | null {
  if (option === null || option.trim() === '') return null;
  const named = optionColumns(option, columns);
  if (named === null) return null;
  return {
    columns: named,
    reason: 'named by --target',
    confidence: SURE.option,
    isSaid: true,
  };
}

/** The columns of a list of names; a column of exactly that name, commas and all, wins. Null where one is not there. */
export function optionColumns(
  option: string,
  columns: readonly DataColumn[],
): readonly DataColumn[] | null {
  const whole = columns.find(({ name }) => name === option);
  if (whole !== undefined) return [whole];
  const found = option.split(',').map((name) => namedColumn(name.trim(), columns));
  return found.every((column) => column !== null) ? found : null;
}

function byNamedColumn({ labels, columns }: Candidate, reading: Reading): TargetChoice | null {
  const named = columnAsks(reading, columns).filter(({ isTarget }) => isTarget);
  const found = named.flatMap(({ column, written }) => {
    const label = labels.find(({ name }) => name === column?.name);
    return label === undefined ? [] : [{ label, written }];
  });
  const [first] = found;
  if (first === undefined) return null;
  const all = [...new Set(found.map(({ label }) => label))];
  const chosen = all.length > 1 && areAlike(all) ? all : [first.label];
  return {
    columns: chosen,
    reason:
      first.written === first.label.name
        ? 'named in the requirement'
        : `named in the requirement (${first.written} read as ${first.label.name})`,
    confidence: SURE.column,
    isSaid: true,
  };
}

/** Several columns of 0 and 1, where several labels are asked for. */
function byLabels({ labels }: Candidate, { evidence }: Reading): readonly TargetChoice[] {
  const flags = labels.filter(({ binary, role }) => binary && role !== 'id');
  if (evidence['multi-label'] < 6 || flags.length < 2) return [];
  const reason = `${flags.length} columns of 0 and 1, as several labels are asked for`;
  return [{ columns: flags, reason, confidence: SURE.list, isSaid: true }];
}

/**
 * Several columns that are listed behind "predict". One network predicts such as are alike, all numbers or all of 0 and 1; of
 * others the first.
 */
function byList(labels: readonly DataColumn[], text: string): readonly TargetChoice[] {
  for (const items of askedLists(text)) {
    // "heating and cooling load": the last word belongs to both.
    const shared = items.at(-1)?.split(/\s+/).at(-1) ?? '';
    const columns = items.map(
      (item) => listedColumn(labels, item) ?? listedColumn(labels, `${item} ${shared}`),
    );
    const named = columns.filter((column) => column !== null);
    const [first] = named;
    if (first === undefined || named.length < items.length || new Set(named).size < named.length)
      continue;
    const said = { confidence: SURE.list, isSaid: true };
    if (areAlike(named))
      return [{ ...said, columns: named, reason: 'listed behind "predict" in the requirement' }];
    const reason = `the first that is listed behind "predict" in the requirement`;
    return [{ ...said, columns: [first], reason, others: named.slice(1) }];
  }
  return [];
}

/** `Y1` and `Y2`, `target_1` to `target_3`, where the requirement asks for as many numbers. */
function byNumberedNames(labels: readonly DataColumn[], text: string): readonly TargetChoice[] {
  const numbered = labels.filter(({ name }) =>
    /^(y|target|output|label) ?\d+$/.test(nameWords(name)),
  );
  const asked = Math.max(0, ...askedLists(text).map(({ length }) => length));
  if (numbered.length < 2 || asked !== numbered.length || !areAlike(numbered)) return [];
  const reason = 'as many columns are numbered targets as the requirement lists';
  return [{ columns: numbered, reason, confidence: SURE.list - 0.1, isSaid: true }];
}

/** The column that a few words name: as it is written, whatever its length, or by its words. */
function listedColumn(labels: readonly DataColumn[], item: string): DataColumn | null {
  const plain = item.replaceAll(/["'`“”‘’]/g, '').trim();
  const written = plain.split(/\s+/);
  const exact =
    labels.find(({ name }) => name === plain) ??
    labels.find(({ name }) => /[\p{Lu}\d_]/u.test(name) && written.includes(name));
  if (exact !== undefined) return exact;
  const phrase = phraseOf(plain);
  const [best] = labels
    .map((column) => ({ column, ...matchColumn(column.name, phrase) }))
    .toSorted((a, b) => b.score - a.score);
  return best !== undefined && best.score >= LIST_MATCH && best.named >= LIST_MATCH
    ? best.column
    : null;
}

/** The columns that what is asked for may mean. */
function byThings(
  labels: readonly DataColumn[],
  things: readonly AskedThing[],
  reading: Reading,
): readonly TargetChoice[] {
  const scored = labels
    .map((column) => ({ column, score: scoreOf(column, things, reading) }))
    .filter(({ score }) => score >= LEAST_MATCH)
    .toSorted((a, b) => b.score - a.score);
  const [best, second] = scored;
  if (best === undefined) return byOnlyNamed(labels, things);
  const isTied = second !== undefined && best.score - second.score < TIE;
  return scored.slice(0, 5).map(({ column, score }, at) => ({
    columns: [column],
    reason: 'the requirement asks for it',
    confidence: Math.min(0.95, score) * (isTied && at < 2 ? TIED + (at === 0 ? TIE : 0) : 1),
    isSaid: true,
  }));
}

function scoreOf(column: DataColumn, things: readonly AskedThing[], reading: Reading): number {
  const scores = things.map((thing) => {
    const written = thing.said.join(' ') === nameWords(column.name) ? 1 : 0;
    const initials = thing.words.some(
      ({ word, weight }) => (thing.isClause || weight === 1) && isInitials(word, column.name),
    );
    return (
      thing.weight * Math.max(written, initials ? 0.9 : 0, matchColumn(column.name, thing).score)
    );
  });
  const best = Math.max(0, ...scores);
  // An hour of delay is a number, whether it is late a class: of two that are meant alike the one that fits the task.
  const lean = leaning(reading);
  const fits =
    lean === null || (lean === 'class' ? !column.numeric || column.distinct <= 20 : column.numeric);
  return best - (fits ? 0 : TIE * 2);
}

/** The one column that is named by what stands beside the thing: of five companies that which is asked for. */
function byOnlyNamed(
  labels: readonly DataColumn[],
  things: readonly AskedThing[],
): readonly TargetChoice[] {
  const beside = things.map((thing) => ({
    ...thing,
    words: thing.words.filter(({ weight }) => weight >= BESIDE),
  }));
  const named = labels.filter((column) =>
    beside.some((thing) => matchColumn(column.name, thing).named >= MOSTLY_NAMED),
  );
  const [only] = named;
  if (only === undefined || named.length > 1) return [];
  const reason = 'it is the only column that the requirement names beside what it asks for';
  return [{ columns: [only], reason, confidence: SURE.only, isSaid: true }];
}

/** The only column of two values, where a yes or no is asked for. */
function byOnlyFlag(labels: readonly DataColumn[], text: string): readonly TargetChoice[] {
  if (!YES_OR_NO.test(text)) return [];
  const flags = labels.filter(({ distinct }) => distinct === 2);
  const [only] = flags;
  if (only === undefined || flags.length > 1) return [];
  const reason = 'it is the only column of two values, and a yes or no is asked for';
  return [{ columns: [only], reason, confidence: SURE.flag, isSaid: false }];
}
const YES_OR_NO = /\b(?:whether|if|will|does|did|is|are|has|have|can|who|yes or no)\b/i;

/** The only column whose name stands anywhere in the requirement, other than as an input. */
function byMention(
  labels: readonly DataColumn[],
  text: string,
  { inputs, joinsWords }: { inputs: readonly DataColumn[]; joinsWords: boolean },
): readonly TargetChoice[] {
  const words = mentionedWords(text).map((word) => ({ word, weight: 1 }));
  if (words.length === 0) return [];
  const phrase = { words, said: words.map(({ word }) => word), isClause: true, joinsWords };
  const shares = labels
    .filter((column) => !inputs.includes(column))
    .map((column) => ({ column, share: matchColumn(column.name, phrase).named }));
  const named =
    ALL_NAMED.map((least) => shares.filter(({ share }) => share >= least)).find(
      ({ length }) => length > 0,
    ) ?? [];
  const [only] = named;
  if (only === undefined || named.length > 1) return [];
  const reason = 'the only column whose name stands in the requirement';
  const confidence = only.share >= ALL_NAMED[0] ? SURE.mentioned : SURE.partly;
  return [{ columns: [only.column], reason, confidence, isSaid: true }];
}

function usualChoice(
  { columns }: Candidate,
  { columns: names, reason, confidence }: UsualTarget,
  factor: number,
): TargetChoice {
  return {
    columns: names.flatMap((name) => columns.find((column) => column.name === name) ?? []),
    reason,
    confidence: confidence * factor,
    isSaid: false,
  };
}

/** Less sure where a target cannot be what the words ask for, as classes of a number without end. */
function heldAgainst(choice: TargetChoice, { count }: Candidate, reading: Reading): TargetChoice {
  const lean = leaning(reading);
  const [column] = choice.columns;
  if (lean === null || column === undefined) return choice;
  const isAgainst =
    lean === 'class'
      ? isCountless(column, count) || (naturalKind(column, count) === 'number' && !column.integer)
      : !column.numeric || column.distinct === 2;
  return isAgainst ? { ...choice, confidence: choice.confidence * AGAINST } : choice;
}
