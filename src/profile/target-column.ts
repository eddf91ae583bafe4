import { DLCodeGenError } from '../core/index.ts';
import { nameWords, nearestName, resolveName } from './column-names.ts';
import type { Column } from './table.ts';
import {
  countAsked,
  listedMatch,
  partMatch,
  targetPhrases,
  valueMatch,
  wholeMatch,
  writtenMatch,
} from './target-words.ts';

export interface TargetChoice {
  readonly columns: readonly Column[];
  readonly reason: string;
}

export interface TargetQuestion {
  readonly file: string;
  readonly columns: readonly Column[];
  /** Columns that may be the target, e.g. without ids, texts and file names. */
  readonly candidates: readonly Column[];
  readonly wanted: string | null;
  readonly requirement: string;
  /** Columns that a sample submission or the absence from the test file names. */
  readonly hinted: readonly string[];
  /** False: the last column is not taken for its place alone. */
  readonly byPosition?: boolean;
  /** Values of candidates that have few. */
  readonly values?: ReadonlyMap<string, readonly string[]>;
}

/** Usual names of targets, likeliest first. Names that are as often inputs (age, income, type) are not here. */
const USUAL = (
  'target,label,labels,class,y,outcome,output,target class,class label,survived,species,diagnosis,' +
  'quality,sale price,price,medv,churn,exited,attrition,sentiment,default,fraud,is fraud,stroke,' +
  'heart disease,cardio,diabetes,loan status,variety,disease,emotion,digit,category,genre,tags,' +
  'is duplicate,duplicate,gold label,entailment,stance,relevance,rating,stars,result,deposit,response,spam,v1,close,average,sales,demand,cnt,count'
).split(',');
/** Last words that make a name usual, e.g. `diabetes_class`. */
const ENDINGS = ['target', 'label', 'class', 'outcome', 'price', 'quality', 'churn', 'diagnosis'];

/**
 * Which column is predicted and why: `--target`, then several that the requirement lists, what it calls a column, a Kaggle hint,
 * what the requirement asks for it, whose values it names, usual names, the last column.
 * Errors: UNKNOWN_COLUMN where option or requirement name a column that is not there.
 */
export function chooseTarget(question: TargetQuestion): TargetChoice | null {
  for (const rule of RULES) {
    const choice = rule(question);
    if (choice !== null) return choice;
  }
  return null;
}

const RULES: readonly ((question: TargetQuestion) => TargetChoice | null)[] = [
  byOption,
  byList,
  byNamedColumn,
  byHint,
  byClause,
  byValues,
  byUsualName,
  byNumberedName,
  byPart,
  byPlace,
];

function byOption({ wanted, columns, file }: TargetQuestion): TargetChoice | null {
  if (wanted === null || wanted.trim() === '') return null;
  return { columns: namedColumns(wanted, columns, file), reason: 'named by --target' };
}

/** The columns that `--target` names. Errors: UNKNOWN_COLUMN. */
export function namedColumns(
  wanted: string,
  columns: readonly Column[],
  file: string,
): readonly Column[] {
  return lookUp(wanted, columns).map((found) => {
    if (typeof found !== 'string') return found;
    const all = columns.map((other) => other.name);
    throw unknownColumn(found, all, file, 'The target');
  });
}

/** Whether a table has all columns that `--target` names. */
export function hasColumns(wanted: string, columns: readonly Column[]): boolean {
  return lookUp(wanted, columns).every((found) => typeof found !== 'string');
}

/** Columns by a list of names, a name for what is not there. A column of exactly that name, commas and all, wins. */
function lookUp(wanted: string, columns: readonly Column[]): readonly (Column | string)[] {
  const whole = columns.find(({ name }) => name === wanted);
  if (whole !== undefined) return [whole];
  return wanted.split(',').map((part) => {
    const name = part.trim();
    const exact = columns.find((column) => column.name === name);
    const loose = columns.filter((column) => nameWords(column.name) === nameWords(name));
    return exact ?? (loose.length === 1 ? loose[0] : undefined) ?? name;
  });
}

/** Several columns, all numbers or all of 0 and 1, that are listed behind "predict". */
function byList({ requirement, candidates }: TargetQuestion): TargetChoice | null {
  const names = listedMatch(
    candidates.map(({ name }) => name),
    requirement,
  );
  const columns = candidates.filter(({ name }) => names?.includes(name));
  return columns.length >= 2 && areAlike(columns)
    ? { columns, reason: 'listed behind "predict" in the requirement' }
    : null;
}

/** Targets of one network: amounts, or yes and no. */
export function areAlike(columns: readonly Column[]): boolean {
  return (
    columns.every(({ binary }) => binary) ||
    columns.every(({ numeric, distinct }) => numeric && distinct > 2)
  );
}

/** `Y1` and `Y2`, `target_1` to `target_3`, where the requirement asks for as many numbers. */
function byNumberedName({ requirement, candidates }: TargetQuestion): TargetChoice | null {
  const columns = candidates.filter(({ name }) => NUMBERED.test(nameWords(name)));
  return columns.length >= 2 && countAsked(requirement) === columns.length && areAlike(columns)
    ? { columns, reason: `as many columns are numbered targets as the requirement lists` }
    : null;
}
const NUMBERED = /^(y|target|output|label) ?\d+$/;

/** `column X`, `"X" column`, `target is 'X'`, `predict "X"`. */
const NAMING: readonly RegExp[] = [
  /\b(?:columns?|field|attribute|target(?: variable| column| label)?|label)\s+(?:is\s+|named\s+|called\s+|=\s*|:\s*)*["'`“‘]([^"'`”’\n]{1,60})["'`”’]/gi,
  /["'`“‘]([^"'`”’\n]{1,60})["'`”’]\s+(?:columns?|field|attribute|variable|target|label)\b/gi,
  /\b(?:predict|classify|estimate|forecast|model)s?\s+(?:the\s+)?["'`“‘]([^"'`”’\n]{1,60})["'`”’]/gi,
  /\b(?:column|field|target variable|target column|target)\s+(?:is\s+|named\s+|called\s+|=\s*|:\s*)+([\p{L}_][\p{L}\p{N}_.]*)/giu,
];
/** Bare words beside `column`: up to four may make a name. */
const AFTER_COLUMN = /\bcolumn\s+((?:[\p{L}_][\p{L}\p{N}_.]*\s*){1,4})/giu;
const BEFORE_COLUMN = /((?:\b[\p{L}_][\p{L}\p{N}_.]*\s+){1,4})column\b/giu;
const ASKING = /\b(predict|classif|estimat|forecast|target|label|detect|output)\w*/i;
const NO_NAMES = new Set(
  'the a an this that each every last first second final one single target label text date time id class output input image file of in is as with from to for and or other remaining whole key numeric number categorical string right left correct given same new extra relevant any which what whose my our your named called has contains holds should using by on based'.split(
    ' ',
  ),
);

function byNamedColumn({
  requirement,
  columns,
  candidates,
  file,
}: TargetQuestion): TargetChoice | null {
  const all = columns.map(({ name }) => name);
  const named = [
    ...NAMING.flatMap((pattern) => [...requirement.matchAll(pattern)]).map((match) => ({
      name: (match[1] ?? '').replace(/[.,]+$/, ''),
      at: match.index,
      whole: match[0],
    })),
    ...bareNames(requirement, all),
  ].filter(({ name }) => !NO_NAMES.has(name.toLowerCase()));
  const found: TargetChoice[] = [];
  for (const { name, at, whole } of named) {
    const resolved = resolveName(name, all);
    // "classify as 'spam' or 'ham'" and "predict 'yes' or 'no'" name classes.
    const after = requirement.slice(at + whole.length);
    if (resolved === null && /^\s*(,|or|and|vs\.?|from)\s*["'`“‘]/.test(after)) continue;
    if (resolved === null) throw unknownColumn(name, all, file, 'The requirement');
    const column = candidates.find((candidate) => candidate.name === resolved);
    // "the review column" may name an input: only what is predicted is a target.
    const before =
      requirement
        .slice(Math.max(0, at - 60), at)
        .split(/[.;]/)
        .at(-1) ?? '';
    const asked = /\b(predict|classif|estimat|forecast|target|label|detect|output)\w*[^,]*$/i.test(
      before + whole,
    );
    if (
      column !== undefined &&
      asked &&
      !/\b(from|using|given|based on|by|with)\b[^,]*$/i.test(before)
    )
      found.push({ columns: [column], reason: namedReason(name, resolved) });
  }
  return found[0] ?? null;
}

/** The longest run of words beside `column` that is a name of one; else the nearest word. */
function bareNames(
  requirement: string,
  all: readonly string[],
): { name: string; at: number; whole: string }[] {
  const runs = (words: readonly string[], back: boolean): string[] =>
    words
      .map((_, at) => (back ? words.slice(at) : words.slice(0, words.length - at)))
      .map((run) => run.join(' '));
  return [AFTER_COLUMN, BEFORE_COLUMN].flatMap((pattern, back) =>
    [...requirement.matchAll(pattern)].flatMap((match) => {
      const words = (match[1] ?? '').trim().replace(/[.]+$/, '').split(/\s+/);
      const found = runs(words, back === 1).find((run) => resolveName(run, all) !== null);
      const name = found ?? (back === 1 ? words.at(-1) : words[0]) ?? '';
      const start = back === 1 ? Math.max(0, match[0].lastIndexOf(name)) : 0;
      // Plain words are names only where they are predicted: "the salary column", not "a new column".
      const before = requirement.slice(0, match.index + start).slice(-40) + match[0];
      const plain = /^\p{Ll}+$/u.test(name) && (ASKING.test(name) || !ASKING.test(before));
      if (found === undefined && plain) return [];
      return [{ name, at: match.index + start, whole: match[0].slice(start) }];
    }),
  );
}

function namedReason(written: string, name: string): string {
  return written === name
    ? 'named in the requirement'
    : `named in the requirement (${written} read as ${name})`;
}

function byHint({ hinted, columns }: TargetQuestion): TargetChoice | null {
  const hints = columns.filter(({ name }) => hinted.includes(name));
  const found = hints.length > 1 && !areAlike(hints) ? hints.slice(0, 1) : hints;
  return found.length === 0
    ? null
    : { columns: found, reason: 'asked for by the sample submission or absent from the test file' };
}

/** The candidate whose words stand in the clause behind "predict", or before "prediction". */
function byClause({ requirement, candidates }: TargetQuestion): TargetChoice | null {
  const names = candidates.map(({ name }) => name);
  const name = writtenMatch(names, requirement) ?? wholeMatch(names, targetPhrases(requirement));
  return called(candidates, name, 'the requirement asks for it');
}

function byValues({ requirement, candidates, values }: TargetQuestion): TargetChoice | null {
  const name = valueMatch(values ?? new Map(), requirement);
  return called(candidates, name, 'the requirement names its values');
}

function byPart({ requirement, candidates }: TargetQuestion): TargetChoice | null {
  const names = candidates.map(({ name }) => name);
  const name = partMatch(names, targetPhrases(requirement));
  return called(candidates, name, 'most of its name stands in the requirement');
}

function called(
  candidates: readonly Column[],
  name: string | null,
  reason: string,
): TargetChoice | null {
  const column = candidates.find((candidate) => candidate.name === name);
  return column === undefined ? null : { columns: [column], reason };
}

function byUsualName({ candidates }: TargetQuestion): TargetChoice | null {
  const exact = USUAL.map((usual) => candidates.findLast(({ name }) => nameWords(name) === usual));
  const ending = ENDINGS.map((usual) =>
    candidates.findLast(({ name }) => nameWords(name).split(' ').at(-1) === usual),
  );
  const column = [...exact, ...ending].find((found) => found !== undefined);
  return column === undefined
    ? null
    : { columns: [column], reason: `${column.name} is a usual name of a target` };
}

function byPlace({ candidates, byPosition = true }: TargetQuestion): TargetChoice | null {
  const last = candidates.at(-1);
  return last === undefined || !byPosition
    ? null
    : { columns: [last], reason: `last column, ${last.distinct} distinct values` };
}

export function unknownColumn(
  name: string,
  columns: readonly string[],
  file: string,
  who: string,
): DLCodeGenError {
  const near = nearestName(name, columns);
  const listed = columns.slice(0, 60).join(', ') + (columns.length > 60 ? ', ...' : '');
  return new DLCodeGenError(
    'UNKNOWN_COLUMN',
    `${who} names the column ${JSON.stringify(name)}, which ${file} does not have.${near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`} Columns: ${listed}.`,
    { data: { wanted: name, columns: [...columns] } },
  );
}
