import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readFlatTree, withSyntaxTree, type SyntaxNode } from '../python/index.ts';
import { subtreeForms } from './syntax-match.ts';

const PROGRAMS = path.resolve(import.meta.dirname, '../../tests/reference/programs');
const files = readdirSync(PROGRAMS);

/** The S-expressions of every subtree, as tree-sitter writes them; parents first. */
function expressions(node: SyntaxNode): string[] {
  const below = node.children.flatMap((child) =>
    child !== null && child.childCount > 0 ? expressions(child) : [],
  );
  return [node.toString(), ...below];
}

test.each(files)('%s: forms are equal where S-expressions are', (file) => {
  const source = readFileSync(path.join(PROGRAMS, file), 'utf8');
  const written = withSyntaxTree(source, expressions);
  const tree = readFlatTree(source);
  const forms = tree === null ? [] : [...subtreeForms(tree)];
  expect(forms).toHaveLength(written.length);
  const pairs = new Set(forms.map((form, at) => `${form} ${written[at]}`));
  expect(new Set(forms).size).toBe(pairs.size);
  expect(new Set(written).size).toBe(pairs.size);
});
