import type { Program, Segment } from '../artifacts/index.ts';
import { unboundNames } from './names.ts';
import { pruneProgram } from './prune.ts';
import { replaceByText } from './replace.ts';
import { applyFolds, isOpen, readCode, type Code } from './specialise-code.ts';
import type { InlineEdit } from './specialise-expressions.ts';
import { showsItself } from './specialise-locals.ts';
import type { TreeNode } from './tree.ts';

/** A constant of one line that is a text without escapes or braces, a number, a tuple of numbers, True, False or None. */
const SIMPLE =
  /^(?:#[^\n]*\n)*(\w+) = ("[^"\\{}\n]*"|-?\d[\d_.]*|\((?:\d+(?:, \d+)*,?)?\)|True|False|None)$/;

/** Names of what a user may have elsewhere. */
const PLACE = /_(?:FILE|FOLDER|ROOT|COLUMN)$/;

/**
 * Writes final constants that are read once where they are read, if that place says what they are: the value of a
 * keyword (`encoding=ENCODING`), of an entry (`"sep": SEPARATOR`) or of a default (`numeric_count=NUMERIC_COUNT`), or a part
 * of a text. Other constants stay, and names of files, folders and columns, which a user looks for at the top of a program.
 */
export function inlineConstants(program: Program, isFinal: (name: string) => boolean): Program {
  let current = program;
  for (const segment of program.segments) {
    const [, name, value] = SIMPLE.exec(segment.code) ?? [];
    if (segment.section !== 'configuration' || name === undefined || value === undefined) continue;
    if (isFinal(name) && !PLACE.test(name)) current = inlineConstant(current, name, value);
  }
  return pruneProgram(current).program;
}

function inlineConstant(program: Program, name: string, value: string): Program {
  const users = program.segments.filter(
    (segment) => segment.uses.includes(name) || segment.alternative?.code.includes(name) === true,
  );
  const [user, ...others] = users;
  if (user === undefined || others.length > 0 || user.alternative !== undefined) return program;
  const merged = user.section === 'configuration' ? null : place(user, name, value);
  if (merged === null) return program;
  return {
    ...program,
    segments: program.segments.map((segment) => (segment === user ? merged : segment)),
  };
}

function place(user: Segment, name: string, value: string): Segment | null {
  const code = readCode(user.code);
  const reads = [...code.names.references.values()].filter(
    ({ node, scope }) => scope === null && node.text === name,
  );
  const [read] = reads;
  const edit =
    !isOpen(code) || read === undefined || reads.length > 1 ? null : write(read.node, value);
  if (edit === null) return null;
  const merged: Code = readCode(applyFolds(user.code, { inline: [edit], lines: [] }));
  return merged.tree.isBroken
    ? null
    : { ...user, code: merged.text, uses: unboundNames(merged.names) };
}

function write(node: TreeNode, value: string): InlineEdit | null {
  const { parent } = node;
  if (parent === null || showsItself(node)) return null;
  // Numbers in the middle of a program say too little of themselves.
  const isWord = !/^[-\d(]/.test(value);
  const isNamed =
    parent.type === 'default_parameter' ||
    (isWord && (parent.type === 'keyword_argument' || parent.type === 'pair'));
  if (isNamed && node.field === 'value') {
    const edit = replaceByText(node, value);
    return edit === null ? null : { ...edit, node };
  }
  const text = parent.parent;
  const isWritten = parent.type === 'interpolation' && parent.children.length === 3;
  if (!isWritten || text === null || !text.text.startsWith('f"') || !value.startsWith('"'))
    return null;
  const inner = text.text.slice(0, parent.start - text.start) + value.slice(1, -1);
  const whole = inner + text.text.slice(parent.end - text.start);
  // A text without anything to fill in needs no prefix.
  const isPlain = !/[{}]/.test(whole);
  return { node: text, start: text.start, end: text.end, text: isPlain ? whole.slice(1) : whole };
}
