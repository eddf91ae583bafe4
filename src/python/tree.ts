import { rememberTexts } from '../core/index.ts';
import { fieldName, typeName } from './parser.ts';
import { isErrorNode, isNamedNode, readFlatTree } from './syntax-tree.ts';

/** A syntax node that stays valid after the parser's tree is freed. Offsets are UTF-16 units of the source. */
export class TreeNode {
  readonly children: TreeNode[] = [];
  readonly source: string;
  /** Node type of the grammar, or the text of punctuation and keywords. */
  readonly type: string;
  /** Whether it is not punctuation, a keyword or a comment. */
  readonly isNamed: boolean;
  /** Its field in the parent; "" for none. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
  readonly parent: TreeNode | null;
  #named: readonly TreeNode[] | null = null;

  constructor(values: Omit<TreeNode, 'children' | 'text' | 'named' | 'child' | 'isWithin'>) {
    this.source = values.source;
    this.type = values.type;
    this.isNamed = values.isNamed;
    this.field = values.field;
    this.start = values.start;
    this.end = values.end;
    this.parent = values.parent;
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  /** The named children, without comments. */
  named(): readonly TreeNode[] {
    this.#named ??= this.children.filter(({ isNamed }) => isNamed);
    return this.#named;
  }

  /** The first child in a field. */
  child(field: string): TreeNode | null {
    return this.children.find((child) => child.field === field) ?? null;
  }

  isWithin(outer: TreeNode): boolean {
    return outer.start <= this.start && this.end <= outer.end;
  }
}

export interface Tree {
  readonly root: TreeNode;
  /** Whether the source has syntax errors. */
  readonly isBroken: boolean;
  /** Levels of nesting. */
  readonly depth: number;
}

/** A node takes some hundred bytes, and three characters are a node or two. */
const MOST_REMEMBERED = 400_000;

/**
 * Parses Python source; source with syntax errors still gives a tree. Every step of a generation reads the same functions
 * again, so that the trees of texts seen before are kept.
 */
export const readTree: (source: string) => Tree = rememberTexts(parseTree, MOST_REMEMBERED);

function parseTree(source: string): Tree {
  const flat = readFlatTree(source);
  if (flat === null) throw new Error('the Python parser returned no tree');
  let root: TreeNode | null = null;
  let isBroken = false;
  let depth = 0;
  const open: { node: TreeNode; after: number }[] = [];
  for (let at = 0; at < flat.size; at += 1) {
    while ((open.at(-1)?.after ?? flat.size) <= at) open.pop();
    const type = typeName(flat.type[at] ?? 0);
    const parent = open.at(-1)?.node ?? null;
    const node = new TreeNode({
      source,
      type,
      isNamed: type !== 'comment' && isNamedNode(flat, at),
      field: fieldName(flat.field[at] ?? 0),
      start: flat.start[at] ?? 0,
      end: flat.end[at] ?? 0,
      parent,
    });
    if (isErrorNode(flat, at) || flat.missing[at] === 1) isBroken = true;
    parent?.children.push(node);
    root ??= node;
    open.push({ node, after: flat.after[at] ?? 0 });
    depth = Math.max(depth, open.length);
  }
  if (root === null) throw new Error('the Python parser returned an empty tree');
  return { root, isBroken, depth };
}

/** A node and its descendants in text order. */
export function allNodes(node: TreeNode): TreeNode[] {
  const nodes: TreeNode[] = [];
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes.push(next);
    for (let at = next.children.length - 1; at >= 0; at -= 1) {
      const child = next.children[at];
      if (child !== undefined) open.push(child);
    }
  }
  return nodes;
}

const CLAUSES = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
  'decorator',
  'function_definition',
  'class_definition',
]);

/** Offsets of the simple statement, or of the header of the compound statement, that contains a node. */
export function logicalLine(node: TreeNode): { start: number; end: number } {
  let line = node;
  while (line.parent !== null && !isBody(line.parent) && !CLAUSES.has(line.type))
    line = line.parent;
  const block = line.children.find(({ type }) => type === 'block');
  if (block === undefined) return { start: line.start, end: line.end };
  const colon = line.children.findLast(({ type, end }) => type === ':' && end <= block.start);
  return { start: line.start, end: colon?.end ?? block.start };
}

function isBody({ type }: TreeNode): boolean {
  return type === 'block' || type === 'module';
}
