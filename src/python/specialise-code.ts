import { applyEdits, type Edit } from './edit.ts';
import { Frame, type ProgramContext } from './frame.ts';
import { readNames, type Names, type Scope } from './names.ts';
import { relayout } from './relayout.ts';
import { collectCalls, type Call, type Calls } from './specialise-calls.ts';
import { foldLocal } from './specialise-locals.ts';
import { StatementFolder, type Folds, type Visitor } from './specialise-statements.ts';
import { logicalLine, readTree, type Tree, type TreeNode } from './tree.ts';
import type { Value } from './values.ts';

/** A piece of code that was read. */
export interface Code {
  readonly text: string;
  readonly tree: Tree;
  readonly names: Names;
}

/** Deeper nesting than any program has: it is left alone, so that walks may recurse. */
const MOST_DEPTH = 200;
/** Every pass removes something; this only ends what would not. */
const MOST_PASSES = 200;

export function readCode(text: string): Code {
  const tree = readTree(text);
  return { text, tree, names: readNames(tree.root) };
}

/** Whether the code parses and can be walked. */
export function isOpen({ tree }: Code): boolean {
  return !tree.isBroken && tree.depth <= MOST_DEPTH;
}

/** Folds what is constant in a piece of code until nothing is. Returns the calls that are left in it as well. */
export function foldCode(code: Code, program: ProgramContext): { code: Code; calls: Calls } {
  let current = code;
  for (let pass = 0; pass < MOST_PASSES && isOpen(current); pass += 1) {
    const calls = new Map<TreeNode, Call>();
    const folds = foldOnce(current, program, (node, frame) => collectCalls(node, frame, calls));
    const found = isEmpty(folds) ? foldLocal(current.names, program) : folds;
    if (found === null) return { code: current, calls };
    const next = readCode(applyFolds(current.text, found));
    // What would not parse any more is not taken, and its calls are not known.
    if (next.tree.isBroken || next.text === current.text) break;
    current = next;
  }
  return { code: current, calls: new Map() };
}

/** One pass; `parameters` are values to assume for a function's parameters. */
export function foldOnce(
  { tree, names }: Code,
  program: ProgramContext,
  visit: Visitor = () => {},
  parameters: ReadonlyMap<Scope, ReadonlyMap<string, Value>> = new Map(),
): Folds {
  const frame = new Frame({ names, program, outer: null }, names.module, new Map());
  return new StatementFolder(names, visit, parameters).fold(tree.root, frame);
}

export function isEmpty({ inline, lines }: Folds): boolean {
  return inline.length + lines.length === 0;
}

/** The text after the edits; every statement that they touch is laid out anew. */
export function applyFolds(text: string, { inline, lines }: Folds): string {
  const statements = new Map<number, { end: number; edits: Edit[] }>();
  for (const edit of inline.filter((edit) => !isInside(edit, [...inline, ...lines]))) {
    const { start, end } = logicalLine(edit.node);
    const statement = statements.get(start) ?? { end, edits: [] };
    statement.edits.push(edit);
    statements.set(start, statement);
  }
  const laidOut = [...statements].map(([start, { end, edits }]) => {
    const column = start - (text.lastIndexOf('\n', start - 1) + 1);
    const own = edits.map((edit) => ({
      text: edit.text,
      start: edit.start - start,
      end: edit.end - start,
    }));
    return { start, end, text: relayout(text.slice(start, end), own, column) };
  });
  // What removes the last line leaves the break before it.
  return applyEdits(text, [...laidOut, ...lines]).trimEnd();
}

/** Whether a larger edit takes the place of an edit, or one that leaves nothing of it. */
function isInside(edit: Edit, others: readonly Edit[]): boolean {
  return others.some((other) => {
    const isWithin = other.start <= edit.start && edit.end <= other.end;
    const isSmaller = other.end - other.start > edit.end - edit.start;
    return other !== edit && isWithin && (isSmaller || (other.text === '' && edit.text !== ''));
  });
}
