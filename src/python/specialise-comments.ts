import { WIDTH } from './layout.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import type { TreeNode } from './tree.ts';

/**
 * Removes the clause about None from a constant's comment, as in `# Column to predict; None is the last one.` For a
 * final constant with another value, since the specialised program does not handle None any more.
 */
export function withoutNoneClause(statement: string): string {
  const comment = /^(?:#[^\n]*\n)+/.exec(statement)?.[0] ?? '';
  const words = comment.replace(/^#\s?/gm, '').trim();
  const shorter = words.replace(/;\s+(?:or\s+)?None\b[^.;]*(?=[.;])/, '');
  return shorter === words ? statement : wrapComment(shorter) + statement.slice(comment.length);
}

function wrapComment(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    const fits = last !== undefined && last.length + 1 + word.length <= WIDTH;
    if (fits) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Removes the clause about a parameter from a docstring, as in `; limit is the most items per split`. */
export function removeClause(node: TreeNode, parameter: string): InlineEdit[] {
  const docstring = node.child('body')?.named()[0]?.named()[0];
  if (docstring?.type !== 'string') return [];
  const clause = new RegExp(`;\\s+${parameter}\\b[^;.]*(?=[;.])`).exec(docstring.text);
  if (clause === null) return [];
  const start = docstring.start + clause.index;
  return [{ node: docstring, start, end: start + clause[0].length, text: '' }];
}
