import { ownTable } from '../core/index.ts';
import type { FactUse, Kind } from './define-kind.ts';
import { FACTS, type FactName } from './facts.ts';
import { factWords } from './kind-facts.ts';
import { DATA_KINDS, KINDS, type DataKind } from './kinds.ts';
import { TABLE_FORMS } from './table-forms.ts';
import { TARGET_KINDS, type TargetKind } from './target-kinds.ts';

/** The generated parts of docs/pool.md by the name of their marks. */
export const DOCUMENTED: Readonly<Record<string, () => string>> = ownTable({
  kinds: renderKinds,
  layouts: renderLayouts,
  facts: renderFactValues,
  forms: renderForms,
  groups: renderGroups,
  written: renderWritten,
});

const START = (name: string): string => `<!-- ${name}: written by npm run docs:pool -->`;
const END = (name: string): string => `<!-- end of ${name} -->`;

/** The document with its marked parts written anew. Errors: Error where a mark is missing. */
export function writeRegions(
  document: string,
  regions: Readonly<Record<string, () => string>>,
): string {
  return Object.entries(regions).reduce((text, [name, render]) => {
    const start = text.indexOf(START(name));
    const end = text.indexOf(END(name));
    if (start === -1 || end < start) throw new Error(`no marks of "${name}" in the document`);
    return `${text.slice(0, start)}${START(name)}\n\n${render()}\n\n${text.slice(end)}`;
  }, document);
}

/** docs/pool.md with what follows from the kinds. Errors: Error where a mark is missing. */
export function writeKindDocs(document: string): string {
  return writeRegions(document, DOCUMENTED);
}

/** A row a kind, and one more for each target that makes other data of it. */
function renderKinds(): string {
  const rows = DATA_KINDS.flatMap((kind) => {
    const { lies, variants = {} }: Kind = KINDS[kind];
    const others = TARGET_KINDS.filter((target) => variants[target] !== undefined);
    const usual = TARGET_KINDS.filter((target) => !others.includes(target));
    return [
      [`\`${kind}\``, lies, renderFacts(kind, usual)],
      ...others.map((target) => [
        `\`${kind}\`, target ${target}`,
        variants[target]?.lies ?? '',
        renderFacts(kind, [target]),
      ]),
    ];
  });
  return markdownTable(['kind', 'lies on disk as', 'facts'], rows);
}

/** The facts that stand with any of these targets. */
function renderFacts(kind: DataKind, targets: readonly TargetKind[]): string {
  const isDivided = 'variants' in KINDS[kind];
  return uses(kind)
    .filter(([, { only }]) => only === undefined || only.some((target) => targets.includes(target)))
    .map(([fact, { words, only }]) => {
      const target = only === undefined || isDivided ? [] : [`target ${only.join(', ')}`];
      const notes = [...target, ...(words === undefined ? [] : [words])];
      return `\`${fact}\`${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
    })
    .join(', ');
}

function uses(kind: DataKind): [FactName, FactUse][] {
  return Object.entries(KINDS[kind].facts) as [FactName, FactUse][];
}

/** How the README of a project shows the data of each kind, and what `predict.py` takes. */
function renderLayouts(): string {
  const rows = DATA_KINDS.flatMap((kind) => {
    const { layout, newItems, variants = {} }: Kind = KINDS[kind];
    const predicted = `\`${newItems.path}\`: ${newItems.words}`;
    const lines = (text: string): string =>
      text
        .split('\n')
        .map((line) => `\`${line.replaceAll('|', '\\|')}\``)
        .join('<br>');
    return [
      [`\`${kind}\``, lines(layout), predicted],
      ...TARGET_KINDS.flatMap((target) => {
        const other = variants[target]?.layout;
        return other === undefined
          ? []
          : [[`\`${kind}\`, target ${target}`, lines(other), predicted]];
      }),
    ];
  });
  return markdownTable(['kind', 'files of the data folder', 'new items'], rows);
}

/** What may stand in each fact. */
function renderFactValues(): string {
  const names = Object.keys(FACTS) as FactName[];
  return markdownTable(
    ['fact', 'value'],
    names.map((name) => [`\`${name}\``, factWords(name) ?? '']),
  );
}

function renderForms(): string {
  return markdownTable(
    ['`TABLE_FORM`', 'rows', 'facts besides'],
    Object.entries(TABLE_FORMS).map(([name, { lies, words }]) => [`\`${name}\``, lies, words]),
  );
}

function renderGroups(): string {
  const having = (has: (kind: Kind) => boolean): string =>
    DATA_KINDS.filter((kind) => has(KINDS[kind]))
      .map((kind) => `\`${kind}\``)
      .join(', ');
  return markdownTable(
    ['fact', 'groups', 'kinds'],
    [
      [
        '`GROUP_PATTERN`',
        "what the first group of this expression finds in a file's path",
        having(({ groups }) => groups.paths !== undefined),
      ],
      [
        '`GROUP_COLUMN`',
        'equal values of this column, which is no feature',
        having(({ groups }) => groups.column === true),
      ],
      [
        '`SPLIT_COLUMN`',
        'given splits: train, validation and test as this column names them',
        having(({ groups }) => groups.column === true),
      ],
      [
        '`TRAIN_FOLDER`, `VALIDATION_FOLDER`, `TEST_FOLDER`',
        'given splits: folders that are laid out alike; None: cut from train',
        having(({ parts }) => parts === true),
      ],
    ],
  );
}

function renderWritten(): string {
  const rows: readonly (readonly [FactName, string])[] = [
    ['HEADER', 'False: the first line holds values; columns are called 0, 1, ...'],
    ['MISSING_NUMBERS', 'numbers that stand for missing values'],
    ['CLASS_SPELLINGS', 'pairs of a spelling in lower case and the name of its class'],
    ['MISSING_CLASS', 'a word for a missing value that is a class'],
    ['CLASS_ABOVE', 'numbers above it are the class "yes", others "no"'],
  ];
  return markdownTable(
    ['fact', 'values'],
    rows.map(([name, words]) => [`\`${name}\``, words]),
  );
}

/** A table in Markdown; empty cells keep one space. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
