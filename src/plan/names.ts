import { lazyExpression, once, rememberTexts, type ExpressionFor } from '../core/index.ts';

/** How one name of a plan's field is written and said; part of every row of losses, metrics, optimizers and backbones. */
export interface NameWords {
  /**
   * How people say it, lower case. A space may be a hyphen, an underscore or nothing in the text; `#` is a whole number;
   * a plural and the field's own noun may follow (`huber loss`).
   */
  readonly words: readonly string[];
  /** Said too, but in a requirement only beside the field's own noun: `Poisson loss`, since Poisson alone is no loss. */
  readonly beside?: readonly string[];
  /** What else means it where a plan's field holds it; lower case, `_` and `-` as spaces. */
  readonly written?: RegExp;
  /** Names of Keras that the same words mean over another head: `hinge` of more than two classes is categorical. */
  readonly or?: readonly string[];
  /** Says nothing of its own (`custom loss`): taken where a plan's field holds no other name. */
  readonly vague?: true;
  /** Plans name it, and no requirement asks for it: the loss as a metric, which every training shows. */
  readonly unasked?: true;
}

/** What Keras has no equivalent of. */
export interface OtherName<Name extends string> extends NameWords {
  /** What Keras offers instead, the usual one first; of several the one that fits the target is taken. */
  readonly with: readonly [Name, ...Name[]];
  /** Why it is not the same; none where the name only leaves open which of `with` it is (`cross-entropy`). */
  readonly reason?: string;
}

/** A name of the plan in Keras' spelling. */
export interface NormalizedName {
  /**
   * What Keras knows: an optimizer's class (`Adam`), a loss's or metric's name (`binary_crossentropy`, `mean_io_u`).
   * Where the text is not understood (`known` false) it is the text in snake case, empty where nothing is stated.
   */
  readonly name: string;
  /** What the plan means; differs from `name` where that is substituted, e.g. `quantile`. */
  readonly stated: string;
  readonly known: boolean;
  /** Every name of Keras that may stand for it, `name` first. */
  readonly choices: readonly string[];
  /** Where Keras has no such thing: what stands in for it (`name`), and why. */
  readonly substitute?: { readonly with: string; readonly reason: string };
}

/** A name that a requirement states. */
export interface HeardName {
  /** The row's name, e.g. `huber`, `quantile`. */
  readonly name: string;
  /** The words of the text, in lower case, and where they stand. */
  readonly words: string;
  readonly span: readonly [start: number, end: number];
  /** Where Keras has no such thing: what stands in for it. */
  readonly substitute?: { readonly with: string; readonly reason: string };
}

/** The words that make a field's name unmistakable in running text. */
export interface FieldWords {
  /** The field's own noun, as an expression. */
  readonly noun: string;
  /** What may stand before a name besides the noun, as an expression: `measured by`. */
  readonly before?: string;
}

export interface NameTable {
  readonly normalize: (text: string | null) => NormalizedName;
  /** Every name that a text states, in order; names inside longer ones (`ResNet50` in `ResNet50V2`) are not heard. */
  readonly hear: (text: string) => readonly HeardName[];
}

interface Row extends NameWords {
  readonly name: string;
  readonly with?: readonly string[];
  readonly reason?: string;
}

/** Characters: predictions name the same few things hundreds of times. */
const MOST_REMEMBERED = 40_000;
/** Longer texts of a field are no name. */
const MOST_CHARACTERS = 300;
const SEPARATOR = String.raw`[\s_-]{0,2}`;
const START = String.raw`(?<![a-z\d])`;
/** After a letter; `EfficientNetV2S` is no plural. */
const PLURAL = String.raw`(?:(?<=[a-z])s)?`;
const END = String.raw`(?![a-z\d])`;

/**
 * The names of one field: those of Keras and others that are substituted. Paper: III-B.
 * Of several names the first in the text counts, of two that start together the longer.
 */
export function createNames(
  keras: Readonly<Record<string, NameWords>>,
  others: Readonly<Record<string, OtherName<string>>>,
  field: FieldWords | null,
): NameTable {
  const rows: readonly Row[] = [
    ...Object.entries(keras).map(([name, row]) => ({ name, ...row })),
    ...Object.entries(others).map(([name, row]) => ({ name, ...row })),
  ];
  // Most fields hold nothing but a name.
  const exact = new Map(
    rows.toReversed().flatMap((row) => spellings(row).map((words) => [squash(words), row])),
  );
  const written = rows.map((row): Patterns => ({
    row,
    beginnings: row.written === undefined ? beginningsOf(row) : [ANY],
    patterns: once(() => writtenPatterns(row, field)),
  }));
  const withBeginnings = (row: Row, patterns: () => readonly ExpressionFor[]): Patterns => ({
    row,
    beginnings: beginningsOf(row),
    patterns: once(patterns),
  });
  const alone = rows.map((row) => withBeginnings(row, () => alonePatterns(row, field)));
  const beside =
    field === null ? [] : rows.map((row) => withBeginnings(row, () => besidePatterns(row, field)));
  const speaks = field === null ? null : new RegExp(beforeWords(field), 'i');
  const known = rememberTexts((text) => normalize(text, exact, written), MOST_REMEMBERED);
  return {
    normalize: (text) => known(text ?? ''),
    hear: (text) =>
      findAll(text, speaks?.test(text) === true ? [...alone, ...beside] : alone).map(
        ({ row, span }) => ({
          name: row.name,
          words: text.slice(...span).toLowerCase(),
          span,
          ...substituteOf(row),
        }),
      ),
  };
}

/** Letters and digits only, lower case: `mean_squared_error` and `Mean Squared Error` are one. */
function squash(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The parts of a name: `EfficientNetV2S` is `efficient net v 2 s`. */
export function wordsOf(name: string): string {
  const parts = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return parts.join(' ').toLowerCase();
}

function spellings({ name, words, beside = [] }: Row): readonly string[] {
  return [wordsOf(name), ...words, ...beside];
}

interface Patterns {
  readonly row: Row;
  /** No pattern matches a text, in lower case, with none of these in it: most need not be compiled. */
  readonly beginnings: readonly string[];
  /** Made when first asked for. */
  readonly patterns: () => readonly ExpressionFor[];
}

/** Stands in every text. */
const ANY = '';

/** The letters and digits that each spelling begins with. */
function beginningsOf(row: Row): readonly string[] {
  return spellings(row).map((words) => /^[a-z\d]*/.exec(words.toLowerCase())?.[0] ?? ANY);
}

function writtenPatterns(row: Row, field: FieldWords | null): readonly ExpressionFor[] {
  const all = phrases(spellings(row));
  const noun = field === null ? '' : `(?:${SEPARATOR}(?:${field.noun}))?`;
  return [
    lazyExpression(`${START}(?:${all})${PLURAL}${noun}${END}`, 'g'),
    ...(row.written === undefined ? [] : [lazyExpression(row.written.source, 'g')]),
  ];
}

function isUnheard({ vague, unasked }: Row): boolean {
  return vague === true || unasked === true;
}

/** What a requirement says without the field's noun. */
function alonePatterns(row: Row, field: FieldWords | null): readonly ExpressionFor[] {
  const words = field === null ? spellings(row) : row.words;
  if (isUnheard(row) || words.length === 0) return [];
  const noun = field === null ? '' : `(?:${SEPARATOR}(?:${field.noun}))?`;
  return [lazyExpression(`${START}(?:${phrases(words)})${PLURAL}${noun}${END}`, 'gi')];
}

function beforeWords({ noun, before }: FieldWords): string {
  return before === undefined ? `(?:${noun})` : `(?:${noun}|${before})`;
}

const LINK = String.raw`(?:\s*(?:functions?|is|are|as|of|to|be|being|called|named|the|a|an|=|:)){0,4}\s*['"\x60(]?(?:[a-z]+\.){0,3}`;

/** What a requirement says before or behind the field's noun: `MSE as the loss`, `loss='mse'`. */
function besidePatterns(row: Row, field: FieldWords): readonly ExpressionFor[] {
  if (isUnheard(row)) return [];
  const all = `${START}(?:${phrases(spellings(row))})${PLURAL}`;
  const noun = `${SEPARATOR}(?:${field.noun})`;
  const between = String.raw`['"\x60)]?(?:\s(?:as|the|a|for|training|main|own)){0,3}`;
  return [
    `(?<name>${all}${noun})${END}`,
    `(?<name>${all})${between}${noun}${END}`,
    `${START}${beforeWords(field)}${LINK}(?<name>${all})${END}`,
  ].map((pattern) => lazyExpression(pattern, 'dgi'));
}

function phrases(words: readonly string[]): string {
  return words
    .map((text) =>
      text
        .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('#', String.raw`\d{1,3}`)
        .replaceAll(' ', SEPARATOR),
    )
    .toSorted((one, other) => other.length - one.length)
    .join('|');
}

interface Found {
  readonly row: Row;
  readonly span: readonly [start: number, end: number];
}

/** First in the text, then longest, then the earlier row; none overlaps one before it. */
function findAll(text: string, rows: readonly Patterns[]): readonly Found[] {
  const found: Found[] = [];
  const lower = text.toLowerCase();
  for (const { row, beginnings, patterns } of rows) {
    if (!beginnings.some((beginning) => lower.includes(beginning))) continue;
    for (const patternFor of patterns()) {
      const pattern = patternFor(text);
      // Not `matchAll`, which compiles the pattern again.
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
        found.push({ row, span: match.indices?.groups?.['name'] ?? spanOf(match) });
    }
  }
  found.sort((one, other) => one.span[0] - other.span[0] || other.span[1] - one.span[1]);
  const kept: Found[] = [];
  let end = 0;
  for (const match of found) {
    if (match.span[0] < end) continue;
    kept.push(match);
    end = match.span[1];
  }
  return kept;
}

function spanOf({ index, 0: words }: RegExpExecArray): readonly [number, number] {
  return [index, index + words.length];
}

function substituteOf({ name, with: names, reason }: Row): Pick<HeardName, 'substitute'> {
  return names === undefined || reason === undefined || names[0] === name
    ? {}
    : { substitute: { with: names[0] ?? '', reason } };
}

function normalize(
  text: string,
  exact: ReadonlyMap<string, Row>,
  rows: readonly Patterns[],
): NormalizedName {
  if (text.trim() === '') return { name: '', stated: '', known: false, choices: [] };
  const bare = text.trim().slice(0, MOST_CHARACTERS);
  const key = squash(bare.replace(/\(.*$/s, '').replace(/^.*\.(?=[A-Za-z])/s, ''));
  const row = exact.get(key) ?? firstRow(bare.toLowerCase().replace(/[_-]/g, ' '), rows);
  if (row !== undefined) {
    const choices = row.with ?? [row.name, ...(row.or ?? [])];
    const [name = row.name] = choices;
    const { substitute } = substituteOf(row);
    const stated = substitute === undefined && row.reason === undefined ? name : row.name;
    return {
      name,
      stated,
      known: true,
      choices,
      ...(substitute === undefined ? {} : { substitute }),
    };
  }
  const snake = bare
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toLowerCase()
    .replace(/^_+|_+$/g, '');
  return { name: snake, stated: snake, known: false, choices: [] };
}

function firstRow(text: string, rows: readonly Patterns[]): Row | undefined {
  const found = findAll(text, rows).map(({ row }) => row);
  return found.find(({ vague }) => vague !== true) ?? found[0];
}
