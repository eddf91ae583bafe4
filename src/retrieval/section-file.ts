import { SECTIONS, type Section } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';

/** One top-level constant, function or class of a section, with the comment above it. */
export interface PoolStatement {
  readonly heading: Section;
  /** The name it binds. */
  readonly name: string;
  readonly code: string;
  /** Every name that stands in the code, comments and docstrings left out: what it uses, and more. */
  readonly names: readonly string[];
  /** `file:line` of the statement, for messages. */
  readonly place: string;
}

/** A file of the pool that programs are composed of. */
export interface PoolSection {
  /** As `uses` lists it: the path below the pool (sections below `sections/`) without `.py`. */
  readonly name: string;
  /** What the file says of itself. */
  readonly docstring: string;
  /** Name -> the line that imports it. */
  readonly imports: ReadonlyMap<string, string>;
  readonly statements: readonly PoolStatement[];
}

const DOCSTRING = /^"""([\s\S]*?)"""/;
const HEADING = /^# %% (\w+)$/;
const BINDING = /^(?:(?:def|class) (\w+)|([A-Z]\w*) = )/;
/** A bracket at the start of a line closes one that an earlier line opened. */
const CONTINUES = /^(?:[ \t)\]}]|$)/;

/**
 * Reads a section in percent format (docs/pool.md) line by line, without a Python parser: statements start in the first
 * column. Errors: BAD_INPUT naming file and line.
 */
export function readSection(name: string, file: string, text: string): PoolSection {
  const imports = new Map<string, string>();
  const statements: PoolStatement[] = [];
  let heading: Section | null = null;
  let comments: string[] = [];
  for (const { lines, at } of groupLines(withoutDocstring(text))) {
    const [first = ''] = lines;
    const place = `${file}:${at}`;
    const title = HEADING.exec(first)?.[1]?.toLowerCase();
    if (title !== undefined) {
      if (!isHeading(title)) throw badLine(place, `unknown heading ${title}`);
      [heading, comments] = [title, []];
    } else if (first.startsWith('#')) {
      comments.push(...lines);
    } else if (/^(?:import|from) /.test(first)) {
      for (const line of readImport(lines.join(' '))) imports.set(importedName(line), line);
    } else {
      const match = BINDING.exec(lines.find((line) => !line.startsWith('@')) ?? '');
      const bound = match?.[1] ?? match?.[2];
      if (bound === undefined || heading === null)
        throw badLine(place, `expected a definition below a heading, found: ${first.slice(0, 60)}`);
      const code = [...comments, ...lines].join('\n');
      statements.push({ heading, name: bound, code, names: namesIn(code), place });
      comments = [];
    }
  }
  return { name, docstring: DOCSTRING.exec(text)?.[1] ?? '', imports, statements };
}

function badLine(place: string, message: string): DLCodeGenError {
  return new DLCodeGenError('BAD_INPUT', `${place}: ${message}.`, { data: { place } });
}

function isHeading(name: string): name is Section {
  return (SECTIONS as readonly string[]).includes(name);
}

/** Blanks the docstring of the file, so that line numbers stay. */
function withoutDocstring(text: string): string {
  return text.replace(DOCSTRING, (docstring) => docstring.replace(/[^\n]/g, ''));
}

/** Lines that belong together, blank ones at the end left out; decorators stand with what they decorate. */
function groupLines(text: string): { lines: string[]; at: number }[] {
  const groups: { lines: string[]; at: number }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const last = groups.at(-1);
    if (last !== undefined && (CONTINUES.test(line) || last.lines.at(-1)?.startsWith('@')))
      last.lines.push(line);
    else if (line !== '') groups.push({ lines: [line], at: index + 1 });
  }
  for (const { lines } of groups) while (lines.at(-1) === '') lines.pop();
  return groups;
}

/** An import statement as one line per name. */
function readImport(statement: string): string[] {
  const match = /^from (\S+) import \(?([^)]*)\)?$/.exec(statement);
  if (match === null) return [statement];
  return (match[2] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => `from ${match[1]} import ${name}`);
}

/** `import a.b` binds a, `import a as b` and `from a import b` bind b. */
function importedName(line: string): string {
  const last = line.split(' ').at(-1) ?? '';
  return line.startsWith('import ') && !line.includes(' as ') ? (last.split('.')[0] ?? last) : last;
}

/** Words that are no attribute; docstrings and comments hold none. */
function namesIn(code: string): string[] {
  const bare = code.replace(/"""[\s\S]*?"""/g, '').replace(/(?:^|\s)#\s.*$/gm, '');
  return [...new Set(bare.match(/(?<![.\w])[A-Za-z_]\w*/g))];
}

/** The sections with those names of their statements alone that one of them binds or imports. */
export function linkNames(sections: readonly PoolSection[]): PoolSection[] {
  const bound = new Set(
    sections.flatMap(({ imports, statements }) => [
      ...imports.keys(),
      ...statements.map(({ name }) => name),
    ]),
  );
  return sections.map((section) => ({
    ...section,
    statements: section.statements.map((statement) => ({
      ...statement,
      names: statement.names.filter((name) => bound.has(name)),
    })),
  }));
}
