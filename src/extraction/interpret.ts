import type { TreeNode } from '../python/index.ts';
import { callValue } from './call.ts';
import { evaluateExpression } from './expressions.ts';
import { newScope, withDoubt, type Machine } from './machine.ts';
import { callMethod } from './methods.ts';
import type { ReadSource } from './read-source.ts';
import { executeStatements } from './statements.ts';
import { NO_ARGUMENTS, type AbstractValue } from './values.ts';

/**
 * Follows a program statement by statement with what is known without running it: constants, lists, the program's own
 * functions and classes, layers and tensors. Loops, calls and steps are bounded (`LIMITS`). Never throws.
 */
export function interpret({ statements, lineOf }: ReadSource): Machine {
  const global = newScope(null);
  const machine: Machine = {
    lineOf,
    global,
    stars: new Set(),
    records: [],
    networks: [],
    ran: new Set(),
    active: new Map(),
    ownLayers: new Map(),
    steps: 0,
    depth: 0,
    callDepth: 0,
    order: 0,
    layerCount: 0,
    made: 0,
    applied: 0,
    certainty: 1,
    shown: 0,
    repeats: 0,
    evaluate: (node, scope) => evaluateExpression(machine, node, scope),
    execute: (nodes, scope) => executeStatements(machine, nodes, scope),
    call: (callee, given, site) => callValue(machine, callee, given, site),
    callMethod: (receiver, name, given, site) => callMethod(machine, receiver, name, given, site),
  };
  for (const statement of statements) executeStatements(machine, [statement], global);
  return machine;
}

/** How certain what a function does is that the program never calls. */
const UNCALLED = 0.5;

/** Runs functions and classes that nothing calls, in the order of the program, where they make or train a model. */
export function runUncalled(machine: Machine, isWanted: (node: TreeNode) => boolean): void {
  const values = [...machine.global.names.values()];
  for (const value of values) {
    if (value.kind === 'function' && !machine.ran.has(value.node) && isWanted(value.node))
      run(machine, value);
    if (value.kind !== 'class') continue;
    const methods = [...value.attributes.values()].filter((member) => member.kind === 'function');
    const wanted = methods.filter(({ node }) => !machine.ran.has(node) && isWanted(node));
    if (wanted.length === 0) continue;
    const self = run(machine, value);
    for (const method of wanted)
      if (!machine.ran.has(method.node)) run(machine, { ...method, self });
  }
}

function run(machine: Machine, value: AbstractValue): AbstractValue {
  return withDoubt(machine, UNCALLED, () =>
    machine.call(value, NO_ARGUMENTS, { line: 1, text: '' }),
  );
}
