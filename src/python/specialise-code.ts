import { remember } from '../core/index.ts';
import { applyEdits, type Edit } from './edit.ts';
import { Frame, type ProgramContext } from './frame.ts';
import { readNames, type Names, type Scope } from './names.ts';
import { AnsweredResults } from './remember-answers.ts';
import { relayout } from './relayout.ts';
import { collectCalls, type Call, type Calls } from './specialise-calls.ts';
import { foldLocal } from './specialise-locals.ts';
import { StatementFolder, type Folds, type Visitor } from './specialise-statements.ts';
import { logicalLine, readTree, type Tree, type TreeNode } from './tree.ts';
import type { Value } from './values.ts';

/** Parsed code with its names resolved. */
export interface Code {
  readonly text: string;
  readonly tree: Tree;
  readonly names: Names;
}

/** Code with deeper nesting is not analysed, so that recursive walks are safe. */
const MOST_DEPTH = 200;
/** Safety limit; every pass removes something, so that passes end by themselves. */
const MOST_PASSES = 200;

/** Each call gives a value of its own, which edits and calls are kept by; equal texts share tree and names. */
export function readCode(text: string): Code {
  const tree = readTree(text);
  return { text, tree, names: namesOf(tree.root) };
}

const namesOf = remember(readNames);

/** Whether the code can be analysed: it parses and is not nested too deeply. */
export function isOpen({ tree }: Code): boolean {
  return !tree.isBroken && tree.depth <= MOST_DEPTH;
}

/** Folds the constants in a piece of code to a fixpoint. Also returns the calls that remain. */
export function foldCode(code: Code, program: ProgramContext): { code: Code; calls: Calls } {
  let current = code;
  for (let pass = 0; pass < MOST_PASSES && isOpen(current); pass += 1) {
    const { text, calls } = foldPass(current, program);
    if (text === null) return { code: current, calls };
    const next = readCode(text);
    // An edit that breaks the syntax is discarded.
    if (next.tree.isBroken || text === current.text) break;
    current = next;
  }
  return { code: current, calls: new Map() };
}

const PASSES = new AnsweredResults<{ readonly text: string | null; readonly calls: Calls }>();

/** The text after one pass, null where nothing folds, and the calls in the code before it. */
function foldPass(
  code: Code,
  program: ProgramContext,
): { readonly text: string | null; readonly calls: Calls } {
  return PASSES.of(code.tree, program, (asked) => {
    const calls = new Map<TreeNode, Call>();
    const folds = foldOnce(code, asked, (node, frame) => collectCalls(node, frame, calls));
    const found = isEmpty(folds) ? foldLocal(code.names, asked) : folds;
    return { text: found === null ? null : applyFolds(code.text, found), calls };
  });
}

/** One pass. `parameters` are assumed values of function parameters, by the function's scope. */
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

/** Applies edits to a text and re-wraps the statements that they change. */
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
  // Removing the last line leaves a line break at the end.
  return applyEdits(text, [...laidOut, ...lines]).trimEnd();
}

/** Whether another edit covers an edit: a larger one, or a removal of the same range. */
function isInside(edit: Edit, others: readonly Edit[]): boolean {
  return others.some((other) => {
    const isWithin = other.start <= edit.start && edit.end <= other.end;
    const isSmaller = other.end - other.start > edit.end - edit.start;
    return other !== edit && isWithin && (isSmaller || (other.text === '' && edit.text !== ''));
  });
}
