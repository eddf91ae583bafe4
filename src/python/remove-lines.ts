import type { Edit } from './edit.ts';
import { rejoin } from './relayout.ts';
import { allNodes, logicalLine, type TreeNode } from './tree.ts';

/** Edits that remove or move whole lines; null if a statement shares its line with another. */
export type LineEdits = readonly Edit[] | null;

function lineStart(source: string, place: number): number {
  return source.lastIndexOf('\n', place - 1) + 1;
}

/** The end of a line, including its line break. */
function lineEnd(source: string, place: number): number {
  const end = source.indexOf('\n', place);
  return end < 0 ? source.length : end + 1;
}

function indentOf({ source, start }: TreeNode): string | null {
  const indent = source.slice(lineStart(source, start), start);
  return indent.trim() === '' ? indent : null;
}

/** Whether a statement shares its lines with nothing but a comment. */
function standsAlone(node: TreeNode): boolean {
  const after = node.source.slice(node.end, lineEnd(node.source, node.end)).trim();
  return indentOf(node) !== null && (after === '' || after.startsWith('#'));
}

/**
 * Removes a statement with the comment above it. It becomes `pass` if no other statement of its block remains; `gone`
 * are statements that are removed in the same pass.
 */
export function removeStatement(
  node: TreeNode,
  gone: ReadonlySet<TreeNode> = new Set(),
): LineEdits {
  if (!standsAlone(node)) return null;
  const siblings = node.parent?.named() ?? [];
  const isLast = siblings.every((sibling) => sibling === node || gone.has(sibling));
  if (isLast && node.parent?.type === 'block')
    return [{ start: node.start, end: node.end, text: 'pass' }];
  const end = lineEnd(node.source, node.end);
  return [
    cut(node.source, startWithComments(node), end, siblings[0] === node, siblings.at(-1) === node),
  ];
}

/** Removes a statement and all statements after it in its block. */
export function removeTail(node: TreeNode): LineEdits {
  const block = node.parent;
  if (block === null || !standsAlone(node)) return null;
  return [cut(node.source, startWithComments(node), lineEnd(node.source, block.end), false, true)];
}

/** Removes whole lines and superfluous blank lines around them. */
function cut(source: string, from: number, to: number, isFirst: boolean, isLast: boolean): Edit {
  let [start, end] = [from, to];
  const blank = /^[ \t]*\n/;
  const isBelowBlank = (): boolean => /\n[ \t]*\n$/.test(source.slice(0, start));
  if (isFirst || isBelowBlank()) while (blank.test(source.slice(end))) end = lineEnd(source, end);
  if (isLast) while (isBelowBlank()) start = lineStart(source, start - 1);
  return { start, end, text: '' };
}

/** The start of a statement's first line, including the comment lines directly above it. */
function startWithComments(node: TreeNode): number {
  const { source } = node;
  const indent = indentOf(node) ?? '';
  let start = lineStart(source, node.start);
  while (start > 0) {
    const above = lineStart(source, start - 1);
    const line = source.slice(above, start);
    if (!line.startsWith(`${indent}#`) || isInText(node, above)) break;
    start = above;
  }
  return start;
}

/** Whether a line is inside a multi-line string. */
function isInText(node: TreeNode, place: number): boolean {
  let root = node;
  while (root.parent !== null) root = root.parent;
  return textsOf(root).some(({ start, end }) => start < place && place < end);
}

function textsOf(root: TreeNode): TreeNode[] {
  return allNodes(root).filter(({ type, text }) => type === 'string' && text.includes('\n'));
}

/** Replaces a compound statement by the statements of one of its blocks. */
export function inlineBlock(node: TreeNode, block: TreeNode): LineEdits {
  const { source } = node;
  const outer = indentOf(node);
  if (outer === null || !standsAlone(node)) return null;
  if (!source.slice(headerEnd(block), block.start).includes('\n'))
    return [{ start: node.start, end: node.end, text: block.text }];
  const inner = indentOf(block);
  if (inner === null || !inner.startsWith(outer)) return null;
  const [from, to] = [lineEnd(source, headerEnd(block)), lineEnd(source, block.end)];
  const removed = inner.length - outer.length;
  const first = { start: lineStart(source, node.start), end: from, text: '' };
  const rest = { start: to, end: lineEnd(source, node.end), text: '' };
  const joined = joinedLines(block, inner.length, outer.length);
  const texts = textsOf(block);
  const moved: Edit[] = [];
  for (let line = from; line < to; line = lineEnd(source, line)) {
    const isFixed = [...joined, ...texts].some(({ start, end }) => start < line && line < end);
    if (!isFixed && source.startsWith(inner, line))
      moved.push({ start: line, end: line + removed, text: '' });
  }
  return [first, ...moved, ...joined, ...(rest.start < rest.end ? [rest] : [])];
}

/** The end of the header of a block. */
function headerEnd(block: TreeNode): number {
  const siblings = block.parent?.children ?? [];
  return (
    siblings.findLast(({ type, end }) => type === ':' && end <= block.start)?.end ?? block.start
  );
}

/** Edits that join the statements of a block that fit on one line at their new column. */
function joinedLines(block: TreeNode, from: number, to: number): Edit[] {
  const lines = new Map<number, { start: number; end: number }>();
  for (const node of allNodes(block)) {
    const line = logicalLine(node);
    if (line.start >= block.start && !lines.has(line.start)) lines.set(line.start, line);
  }
  return [...lines.values()].flatMap(({ start, end }) => {
    const column = start - lineStart(block.source, start);
    const text = rejoin(block.source.slice(start, end), column, column - from + to);
    return text === null ? [] : [{ start, end, text }];
  });
}

/** Removes a clause of a compound statement. */
export function removeClause(clause: TreeNode, next: TreeNode | undefined): LineEdits {
  const { source } = clause;
  if (indentOf(clause) === null || (next !== undefined && indentOf(next) === null)) return null;
  const isFirst = clause.type === 'if_statement';
  const from = isFirst ? lineStart(source, clause.start) : startWithComments(clause);
  if (next === undefined) return [cut(source, from, lineEnd(source, clause.end), false, false)];
  return [{ start: from, end: startWithComments(next), text: '' }];
}
