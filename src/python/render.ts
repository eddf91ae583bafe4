import { SECTIONS, type Program, type Segment } from '../artifacts/index.ts';
import { WIDTH } from './layout.ts';

const THIRD_PARTY = new Set([
  'keras',
  'keras_hub',
  'matplotlib',
  'numpy',
  'pandas',
  'PIL',
  'pyarrow',
  'pytest',
  'scipy',
  'sklearn',
  'tensorflow',
  'tokenizers',
]);
const LOCAL = new Set(['data', 'model', 'train', 'evaluate', 'predict']);

/** Sorted import lines of import segments: standard library, then third party, then the project's own modules. */
export function renderImports(codes: Iterable<string>): string {
  const plain = new Set<string>();
  const named = new Map<string, Set<string>>();
  for (const code of codes) {
    const match = /^from (\S+) import (.+)$/.exec(code);
    if (match?.[1] === undefined || match[2] === undefined) {
      plain.add(code);
    } else {
      const names = named.get(match[1]) ?? new Set();
      named.set(match[1], names.add(match[2]));
    }
  }
  const lines = [
    ...[...plain].map((line) => ({ module: line.split(' ')[1] ?? '', line, from: 0 })),
    ...[...named].map(([module, names]) => ({ module, line: renderFrom(module, names), from: 1 })),
  ];
  return [0, 1, 2]
    .map((group) =>
      lines
        .filter(({ module }) => importGroup(module) === group)
        .sort((a, b) => a.from - b.from || compare(a.module, b.module))
        .map(({ line }) => line)
        .join('\n'),
    )
    .filter((group) => group !== '')
    .join('\n\n');
}

/** Top-level statements with Python's usual spacing: constants together, two blank lines around definitions. */
export function renderSegments(segments: readonly Segment[]): string {
  let text = '';
  let previous: Segment | undefined;
  for (const segment of segments) {
    if (previous !== undefined) {
      text += isBlock(previous) || isBlock(segment) ? '\n\n\n' : '\n';
    }
    text += segment.code;
    previous = segment;
  }
  return text;
}

export interface RenderOptions {
  /** Percent headings between sections; off for modules. */
  readonly headings: boolean;
}

/** The program as one file: docstring, imports it uses, then its sections in order. */
export function renderProgram(
  program: Program,
  options: RenderOptions = { headings: true },
): string {
  const parts = program.docstring === '' ? [] : [renderDocstring(program.docstring)];
  for (const section of SECTIONS) {
    const segments = program.segments.filter((segment) => segment.section === section);
    if (segments.length === 0) continue;
    const body =
      section === 'imports'
        ? renderImports(segments.map(({ code }) => code))
        : renderSegments(segments);
    const heading = `# %% ${section.charAt(0).toUpperCase()}${section.slice(1)}\n`;
    parts.push(options.headings ? heading + body : body);
  }
  return `${parts.join('\n\n')}\n`;
}

/** A module's docstring; the closing quotes of more than one line stand alone. */
export function renderDocstring(text: string): string {
  return text.includes('\n') ? `"""${text}\n"""` : `"""${text}"""`;
}

function renderFrom(module: string, names: ReadonlySet<string>): string {
  const sorted = [...names].sort(compareImported);
  const line = `from ${module} import ${sorted.join(', ')}`;
  return line.length <= WIDTH
    ? line
    : `from ${module} import (\n${sorted.map((name) => `    ${name},\n`).join('')})`;
}

function importGroup(module: string): number {
  const top = module.split('.')[0] ?? module;
  if (LOCAL.has(top)) return 2;
  return THIRD_PARTY.has(top) ? 1 : 0;
}

function isBlock(segment: Segment): boolean {
  return /^(@|def |class |async )/m.test(segment.code) && !/^[A-Z_0-9]+ *[:=]/.test(segment.code);
}

/** CONSTANTS, then Classes, then functions, as isort orders them. */
function compareImported(a: string, b: string): number {
  return importedRank(a) - importedRank(b) || compare(a, b);
}

function importedRank(name: string): number {
  if (/^[A-Z0-9_]+$/.test(name) && name.length > 1) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
