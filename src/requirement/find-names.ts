import type { Ask, AskKind, FactValue } from '../artifacts/index.ts';
import { readClassNames } from './class-names.ts';
import {
  findCalledColumns,
  findColumnsOfFiles,
  findDataSets,
  findDirection,
  findFiles,
  findFolders,
  findListedColumns,
  findQuoted,
  findQuotedColumns,
  type NamedThing,
} from './names.ts';
import type { ReadableText } from './readable-text.ts';

/** Folders of a split, or of what belongs to other files, are no classes. */
const NO_CLASS_FOLDER =
  /^(?:train|valid|val|test|images?|imgs?|masks?|labels?|annotations?|data|input|output|target|photos?|pictures?|audio|clips?)/i;
const TELLS_APART =
  /\b(?:classif|recogni[sz]|distinguish|tell\w* apart|identif|categori[sz]|diagnos|detect)/i;

/** The listed folders that hold a class each, where things are told apart; null where they do not. */
function foldersOfClasses(
  text: string,
  folders: readonly NamedThing[],
): { readonly names: readonly string[]; readonly start: number; readonly end: number } | null {
  const [first] = folders;
  const last = folders.at(-1);
  const names = folders.map(({ name }) => name);
  if (first === undefined || last === undefined || names.length < 2) return null;
  const areClasses = TELLS_APART.test(text) && !names.some((name) => NO_CLASS_FOLDER.test(name));
  return areClasses ? { names, start: first.start, end: last.end } : null;
}

/** Everything that the text calls by name: classes, columns, files, folders, public data sets, languages. */
export function findNames({ original, attributesAt }: ReadableText): readonly Ask[] {
  const ask = (
    kind: AskKind,
    name: string,
    value: FactValue,
    { start, end }: Pick<NamedThing, 'start' | 'end'>,
  ): Ask => ({ kind, name, value, words: original.slice(start, end), span: [start, end] });

  const parts = [
    { from: 0, text: original.slice(0, attributesAt.original - 1) },
    { from: attributesAt.original, text: original.slice(attributesAt.original) },
  ];
  const classes = parts.flatMap(({ from, text }) => {
    const listed = readClassNames(text);
    return listed === null
      ? []
      : [{ ...listed, start: from + listed.start, end: from + listed.end }];
  });
  const [stated] = classes.toSorted((left, right) => left.rank - right.rank);
  const isIn = (
    { start, end }: NamedThing,
    spans: readonly { start: number; end: number }[],
  ): boolean => spans.some((span) => span.start <= start && end <= span.end);

  const columns = unique([
    ...findQuotedColumns(original),
    ...findCalledColumns(original),
    ...findListedColumns(original),
    ...findColumnsOfFiles(original),
  ]).filter((column) => !isIn(column, classes));
  const files = findFiles(original);
  const folders = findFolders(original).filter((folder) => !isIn(folder, columns));
  const known = [
    ...columns,
    ...files,
    ...folders,
    ...classes.map((list) => ({ name: '', ...list })),
  ];
  const quoted = findQuoted(original).filter(
    (name) => !isIn(name, known) && !known.some((other) => isIn(other, [name])),
  );
  const direction = findDirection(original);
  const named = stated ?? foldersOfClasses(original, folders);
  return [
    ...(named === null ? [] : [ask('class', 'class names', named.names, named)]),
    ...columns.map((column) => ask('column', column.role, column.name, column)),
    ...files.map((file) => ask('file', 'file', file.name, file)),
    ...folders.map((folder) => ask('folder', 'folder', folder.name, folder)),
    ...findDataSets(original).map((set) => ask('data', 'public data set', set.name, set)),
    ...(direction === null
      ? []
      : [ask('data', 'languages', [direction.source, direction.target], direction)]),
    ...quoted.map((name) => ask('data', 'name', name.name, name)),
  ];
}

/** Each column once, with the strongest role that it was given. */
function unique<T extends NamedThing & { readonly role: string }>(columns: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const column of columns) {
    const known = byName.get(column.name);
    if (known === undefined || (known.role !== 'target' && column.role === 'target'))
      byName.set(column.name, column);
  }
  return [...byName.values()];
}
