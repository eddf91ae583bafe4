import { createRequire } from 'node:module';
import { Language, Parser, type Node, type Tree, type TreeCursor } from 'web-tree-sitter';

export type SyntaxNode = Node;
export type SyntaxTree = Tree;
export type SyntaxCursor = TreeCursor;

const require = createRequire(import.meta.url);

await Parser.init();
const parser = new Parser();
const language = await Language.load(require.resolve('tree-sitter-python/tree-sitter-python.wasm'));
parser.setLanguage(language);

/** Grammar behind every syntax tree; part of a score's signature. */
export const GRAMMAR = 'tree-sitter-python 0.25.0';

/**
 * Reads Python source into a syntax tree and hands its root to `read`; the tree is freed afterwards,
 * so nothing of it may be kept. Broken source still gives a tree, with `hasError` set.
 */
export function withSyntaxTree<T>(source: string, read: (root: SyntaxNode) => T): T {
  const tree = parser.parse(source);
  if (tree === null) throw new Error('the Python parser returned no tree');
  try {
    return read(tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** Whether nodes of a type carry meaning, by type number; an error does. */
export function isNamedType(type: number): boolean {
  return type === ERROR_TYPE || language.nodeTypeIsNamed(type);
}

/** A type's name, or a punctuation's text, by its number. */
export function typeName(type: number): string {
  return type === ERROR_TYPE ? 'ERROR' : (language.types[type] ?? '');
}

/** Number of a named type or of a punctuation's text, as cursors give it. Errors: throws for an unknown one. */
export function typeNumber(name: string, named: boolean): number {
  const number = language.idForNodeType(name, named);
  if (number === null) throw new Error(`the grammar has no node type ${name}`);
  return number;
}

/** Number of a field, as cursors give it. Errors: throws for an unknown one. */
export function fieldNumber(name: string): number {
  const number = language.fieldIdForName(name);
  if (number === null) throw new Error(`the grammar has no field ${name}`);
  return number;
}

/** A field's name by its number; "" for none. */
export function fieldName(field: number): string {
  return language.fieldNameForId(field) ?? '';
}

/** Type number of what could not be parsed. */
export const ERROR_TYPE = 65_535;

/** Progress reports of one parse; an ordinary file of 50,000 lines takes far fewer. */
const MOST_REPORTS = 2_000_000;

/**
 * As `withSyntaxTree`, but walked by a cursor, and given up (null) where error recovery takes too long.
 * A limit on steps, not on time, so that the answer does not depend on the machine.
 */
export function withSyntaxCursor<T>(source: string, read: (cursor: SyntaxCursor) => T): T | null {
  let reports = 0;
  const tree = parser.parse(source, null, {
    // The library stops where this returns true; its type says otherwise.
    progressCallback: () => {
      reports += 1;
      return reports > MOST_REPORTS;
    },
  });
  if (tree === null) {
    parser.reset();
    return null;
  }
  const cursor = tree.walk();
  try {
    return read(cursor);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** Whether source parses without an error; not, where the parser gives up. */
export function isWholeSource(source: string): boolean {
  return withSyntaxCursor(source, (cursor) => !cursor.currentNode.hasError) ?? false;
}

/** The children that carry meaning, comments included. */
export function namedChildren(node: SyntaxNode): SyntaxNode[] {
  return node.namedChildren.filter((child) => child !== null);
}

/** The first node that does not parse, or null. */
export function firstError(node: SyntaxNode): SyntaxNode | null {
  if (!node.hasError) return null;
  if (node.isError || node.isMissing) return node;
  for (const child of node.children) {
    const error = child === null ? null : firstError(child);
    if (error !== null) return error;
  }
  return null;
}
