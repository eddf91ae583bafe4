import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAst } from 'vitest/node';
import { ownTable } from '../src/core/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../src');

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly id?: { readonly typeAnnotation?: SyntaxNode | null };
  readonly init?: SyntaxNode | null;
}

/** Declarations of tables with any text as key that are plain objects: `constructor` would be a row of them. */
function plainTables(text: string): readonly string[] {
  const found: string[] = [];
  visit(parseAst(text, { lang: 'ts' }));
  return found;

  function visit(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { type, id, init } = value as SyntaxNode;
    const stated = id?.typeAnnotation ?? null;
    if (type === 'VariableDeclarator' && init?.type === 'ObjectExpression' && stated !== null) {
      const written = text.slice(stated.start, stated.end);
      if (/^:\s*(?:Readonly<)?Record<\s*string\b/.test(written)) {
        found.push(text.slice(stated.start, stated.start + 60));
      }
    }
    for (const child of Object.values(value)) visit(child);
  }
}

test('tables that texts look up have their own rows alone', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  expect(files.length).toBeGreaterThan(300);
  const plain = files.flatMap((file) =>
    plainTables(readFileSync(path.join(ROOT, file), 'utf8')).map((table) => `${file}${table}`),
  );
  expect(plain).toEqual([]);
});

test('the check sees a plain table, and a table made here inherits nothing', () => {
  expect(plainTables('const A: Readonly<Record<string, number>> = { a: 1 };')).toHaveLength(1);
  const table = ownTable({ a: 1 });
  expect([table['a'], table['constructor'], table['__proto__']]).toEqual([1, undefined, undefined]);
});
