import { createRequire } from 'node:module';
import { Language, Parser, type Node, type Tree } from 'web-tree-sitter';

export type SyntaxNode = Node;
export type SyntaxTree = Tree;

const require = createRequire(import.meta.url);

await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load(require.resolve('tree-sitter-python/tree-sitter-python.wasm')),
);

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
