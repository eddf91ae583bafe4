import type { Segment } from '../artifacts/index.ts';
import { PYTHON_BUILTINS } from './builtins-table.ts';
import { evaluate } from './evaluate.ts';
import { Frame, type Known, type ProgramContext } from './frame.ts';
import { isLookedInto } from './names.ts';
import { isOpen, readCode, type Code } from './specialise-code.ts';
import { hasFixedItems, isImmutable, type Value } from './values.ts';

/** Facts about the program's names that analyses of functions need. */
export interface FunctionContext extends ProgramContext {
  /** Whether a name is a constant or an import with exactly one binding. */
  isFixed(name: string): boolean;
}

/** A segment with its parsed code; imports and constants have none. */
export interface Piece {
  readonly segment: Segment;
  readonly code: Code | null;
}

/** Reads the values of the final constants and the origin of all other names. */
export function readContext(
  pieces: readonly Piece[],
  isFinal: (name: string) => boolean,
  results: ReadonlyMap<string, Known>,
): FunctionContext {
  const owners = new Map<string, Segment | null>();
  for (const { segment } of pieces)
    for (const name of segment.defines) owners.set(name, owners.has(name) ? null : segment);
  const values = new Map<string, Value>();
  const context: FunctionContext = {
    value: (name) => values.get(name),
    result: (name) => results.get(name),
    meaning: (name) => {
      const owner = owners.get(name);
      if (owner === undefined) return PYTHON_BUILTINS.has(name) ? name : undefined;
      return owner?.section === 'imports' ? importedName(owner.code) : undefined;
    },
    isFixed: (name) => /^(?:imports|configuration)$/.test(owners.get(name)?.section ?? ''),
  };
  for (const [name, segment] of owners) {
    if (segment?.section !== 'configuration' || segment.defines.length !== 1 || !isFinal(name))
      continue;
    const value = readConstant(segment.code, context);
    if (value === undefined) continue;
    if (isImmutable(value) || (hasFixedItems(value) && isOnlyRead(name, pieces)))
      values.set(name, value);
  }
  return context;
}

/** The value of a statement `NAME = value`. */
function readConstant(text: string, context: FunctionContext): Value | undefined {
  const code = readCode(text);
  const statements = code.tree.root.named();
  const assignment = statements[0]?.named()[0];
  const right = assignment?.type === 'assignment' ? assignment.child('right') : null;
  if (right === null || statements.length !== 1 || !isOpen(code)) return undefined;
  const { names } = code;
  return evaluate(
    right,
    new Frame({ names, program: context, outer: null }, names.module, new Map()),
  );
}

/** Qualified name that an import binds: `pathlib.Path` for `from pathlib import Path`. */
function importedName(code: string): string | undefined {
  const from = /^from ([\w.]+) import (\w+)(?: as \w+)?$/.exec(code);
  if (from !== null) return `${from[1]}.${from[2]}`;
  return /^import ([\w.]+)(?: as \w+)?$/.exec(code)?.[1];
}

/** Whether no code of the program can mutate a list or dict constant. */
function isOnlyRead(name: string, pieces: readonly Piece[]): boolean {
  return pieces.every(({ segment, code }) =>
    code === null
      ? !segment.uses.includes(name)
      : [...code.names.references.values()].every(
          ({ node }) => node.text !== name || isLookedInto(node),
        ),
  );
}
