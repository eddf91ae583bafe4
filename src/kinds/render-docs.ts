import type { FactUse, Kind } from './define-kind.ts';
import type { FactName } from './facts.ts';
import { DATA_KINDS, KINDS, type DataKind } from './kinds.ts';
import { TABLE_FORMS } from './table-forms.ts';
import { TARGET_KINDS, type TargetKind } from './target-kinds.ts';

/** The generated parts of docs/pool.md by the name of their marks. */
export const DOCUMENTED: Readonly<Record<string, () => string>> = {
  kinds: renderKinds,
  forms: renderForms,
  groups: renderGroups,
};

const START = (name: string): string => `<!-- ${name}: written by npm run docs:pool -->`;
const END = (name: string): string => `<!-- end of ${name} -->`;

/** The document with its marked parts written anew. Errors: Error where a mark is missing. */
export function writeKindDocs(document: string): string {
  return Object.entries(DOCUMENTED).reduce((text, [name, render]) => {
    const start = text.indexOf(START(name));
    const end = text.indexOf(END(name));
    if (start === -1 || end < start) throw new Error(`no marks of "${name}" in the document`);
    return `${text.slice(0, start)}${START(name)}\n\n${render()}\n\n${text.slice(end)}`;
  }, document);
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
  return table(['kind', 'lies on disk as', 'facts'], rows);
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

function renderForms(): string {
  return table(
    ['`TABLE_FORM`', 'rows', 'facts besides'],
    Object.entries(TABLE_FORMS).map(([name, { lies, words }]) => [`\`${name}\``, lies, words]),
  );
}

function renderGroups(): string {
  const having = (has: (kind: Kind) => boolean): string =>
    DATA_KINDS.filter((kind) => has(KINDS[kind]))
      .map((kind) => `\`${kind}\``)
      .join(', ');
  return table(
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
    ],
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}
