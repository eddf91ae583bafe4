import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAst } from 'vitest/node';

export interface SourceExpression {
  /** File and line below `src`. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const ROOT = path.resolve(import.meta.dirname, '../../src');

/**
 * Every regular expression of the sources: literals by syntax; those made by `new RegExp` as they are made while the
 * modules load, and by their syntax, with `name` for what is put in, where they are made later.
 */
export async function readExpressions(): Promise<readonly SourceExpression[]> {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .toSorted();
  const made = await watchLoading(files);
  const written = files.flatMap((file) => readFile(file));
  const known = new Map(
    [...made, ...written].map((one) => [`${one.flags} ${one.source}`, one] as const),
  );
  return [...known.values()];
}

async function watchLoading(files: readonly string[]): Promise<readonly SourceExpression[]> {
  const made: SourceExpression[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
      const expression = new target(pattern, flags);
      const line = /src\/([\w/-]+\.ts:\d+)/.exec(new Error('place').stack ?? '')?.[1];
      if (line !== undefined) {
        made.push({ place: line, source: expression.source, flags: expression.flags });
      }
      return expression;
    },
  });
  try {
    for (const file of files.filter((name) => !isThread(name))) {
      await import(pathToFileURL(path.join(ROOT, file)).href);
    }
  } finally {
    globalThis.RegExp = Original;
  }
  return made;
}

/** What runs when it is loaded. */
function isThread(file: string): boolean {
  return /\b(?:workerData|parentPort)\b/.test(readFileSync(path.join(ROOT, file), 'utf8'));
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly callee?: { readonly name?: string };
  readonly arguments?: readonly SyntaxNode[];
  readonly quasi?: SyntaxNode;
  readonly quasis?: readonly {
    readonly value: { readonly raw: string; readonly cooked: string };
  }[];
  readonly value?: unknown;
}

function readFile(file: string): readonly SourceExpression[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const found: SourceExpression[] = [];
  const note = (node: SyntaxNode, source: string, flags: string): void => {
    const line = text.slice(0, node.start).split('\n').length;
    found.push({ place: `${file}:${line}`, source, flags });
  };
  visit(parseAst(text, { lang: 'ts' }));
  return found;

  function visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const node = value as SyntaxNode;
    if (node.regex !== undefined) note(node, node.regex.pattern, node.regex.flags);
    if (node.type === 'NewExpression' && node.callee?.name === 'RegExp') {
      const [pattern, flags] = node.arguments ?? [];
      const source = pattern === undefined ? null : textOf(pattern);
      if (source !== null && isPattern(source)) {
        note(node, source, typeof flags?.value === 'string' ? flags.value : '');
      }
    }
    for (const child of Object.values(value)) visit(child);
  }
}

function textOf(node: SyntaxNode): string | null {
  if (typeof node.value === 'string') return node.value;
  const isRaw = node.type === 'TaggedTemplateExpression';
  const quasis = (isRaw ? node.quasi : node)?.quasis;
  return quasis?.map(({ value }) => (isRaw ? value.raw : value.cooked)).join('name') ?? null;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}
