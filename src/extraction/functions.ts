import type { TreeNode } from '../python/index.ts';
import { isKerasClass, memberOf } from './class-members.ts';
import { shapeValue } from './attributes.ts';
import { OWNER, SELF } from './expressions.ts';
import {
  applyNode,
  LIMITS,
  newScope,
  nodesIn,
  nodesOfCall,
  ownLayer,
  record,
  withDoubt,
  type Machine,
  type Site,
} from './machine.ts';
import {
  known,
  mapping,
  NO_ARGUMENTS,
  sequence,
  unknown,
  type AbstractValue,
  type CallArguments,
  type ClassValue,
  type FunctionValue,
  type GraphNode,
  type InstanceValue,
  type Scope,
} from './values.ts';

/** Runs a function of the program with its parameters bound; a generator gives an object that knows its arguments. */
export function runFunction(
  machine: Machine,
  called: FunctionValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const { node, name } = called;
  const isActive = machine.active.get(node) ?? 0;
  if (machine.callDepth >= LIMITS.calls || isActive >= LIMITS.recursion)
    return unknown(site.text, site.line, [...given.positional, ...given.named.values()]);
  if (!machine.ran.has(node) && name !== 'lambda')
    record(machine, { path: name, receiver: called.self, given, result: null, line: site.line });
  machine.ran.add(node);
  const scope = newScope(called.scope);
  if (called.self !== null) scope.names.set(SELF, called.self);
  if (called.owner !== null) scope.names.set(OWNER, called.owner);
  const parameters = bindParameters(machine, called, given, scope);
  const body = node.child('body');
  machine.callDepth += 1;
  machine.active.set(node, isActive + 1);
  try {
    if (body === null) return unknown(site.text, site.line);
    if (node.type === 'lambda') return machine.evaluate(body, scope);
    if (isGenerator(node)) {
      withDoubt(machine, 0.9, () => machine.execute(body.named(), scope));
      return {
        kind: 'made',
        path: name,
        receiver: null,
        given: { positional: [], named: parameters },
        attributes: new Map(),
        line: site.line,
      };
    }
    const flow = machine.execute(body.named(), scope);
    if (typeof flow === 'string') return known(null, site.line);
    // A function that another one makes is known by the name of its maker: `focal_loss(gamma=2)`.
    return flow.kind === 'function' && flow.scope === scope ? { ...flow, name } : flow;
  } finally {
    machine.callDepth -= 1;
    machine.active.set(node, isActive);
  }
}

/** Binds parameters in a function's scope; returns them by name, without `self`. */
function bindParameters(
  machine: Machine,
  { node, self, scope: outer, line }: FunctionValue,
  { positional, named }: CallArguments,
  scope: Scope,
): ReadonlyMap<string, AbstractValue> {
  const values = self === null ? [...positional] : [self, ...positional];
  const rest = new Map(named);
  const bound = new Map<string, AbstractValue>();
  let at = 0;
  for (const parameter of node.child('parameters')?.named() ?? []) {
    if (parameter.type === 'list_splat_pattern') {
      scope.names.set(nameIn(parameter), sequence(values.slice(at), line, 'tuple'));
      at = values.length;
      continue;
    }
    if (parameter.type === 'dictionary_splat_pattern') {
      scope.names.set(nameIn(parameter), mapping(rest, line));
      continue;
    }
    const name = nameIn(parameter);
    if (name === '') continue;
    const otherwise = parameter.child('value');
    let value = values[at] ?? rest.get(name);
    at += 1;
    rest.delete(name);
    value ??= otherwise === null ? unknown(name, line) : machine.evaluate(otherwise, outer);
    scope.names.set(name, value);
    if (at > 1 || self === null) bound.set(name, value);
  }
  return bound;
}

function nameIn(parameter: TreeNode): string {
  if (parameter.type === 'identifier') return parameter.text;
  const name = parameter.child('name') ?? parameter.named()[0];
  if (name === undefined) return '';
  return name.type === 'identifier' ? name.text : nameIn(name);
}

const GENERATORS = new WeakMap<TreeNode, boolean>();

/** Whether a function yields, functions inside it left out. */
function isGenerator(node: TreeNode): boolean {
  const remembered = GENERATORS.get(node);
  if (remembered !== undefined) return remembered;
  let found = false;
  const open = [...(node.child('body')?.named() ?? [])];
  for (let next = open.pop(); next !== undefined && !found; next = open.pop()) {
    found = next.type === 'yield';
    if (next.type !== 'function_definition' && next.type !== 'lambda') open.push(...next.named());
  }
  GENERATORS.set(node, found);
  return found;
}

/** An object of a class of the program. */
export function makeInstance(
  machine: Machine,
  of: ClassValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  machine.layerCount += 1;
  const initial = memberOf(of, '__init__');
  const instance: InstanceValue = {
    kind: 'instance',
    id: machine.layerCount,
    of,
    attributes: new Map(),
    given: initial?.kind === 'function' ? byParameter(initial, given) : given,
    network: null,
    line: site.line,
  };
  if (initial?.kind === 'function') {
    runFunction(machine, { ...initial, self: instance }, given, site);
    return instance;
  }
  // A data class or a plain record takes its fields in order.
  const fields = [...of.attributes].filter(([, value]) => value.kind !== 'function');
  for (const [at, value] of given.positional.entries()) {
    const field = fields[at];
    if (field !== undefined) instance.attributes.set(field[0], value);
  }
  for (const [name, value] of given.named) instance.attributes.set(name, value);
  return instance;
}

/** Arguments under the names of the parameters that take them. */
function byParameter({ node }: FunctionValue, { positional, named }: CallArguments): CallArguments {
  const names = (node.child('parameters')?.named() ?? [])
    .filter(({ type }) => !type.endsWith('_splat_pattern') && !type.endsWith('_separator'))
    .map(nameIn)
    .slice(1);
  const bound = new Map(
    positional.flatMap((value, at): [string, AbstractValue][] => {
      const name = names[at];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  return { positional: positional.slice(names.length), named: new Map([...bound, ...named]) };
}

/**
 * Calls an object of the program's own class. A layer or model becomes the layers that its `call` applies; one that applies
 * none of Keras' is a layer of its own.
 */
export function callInstance(
  machine: Machine,
  instance: InstanceValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const isKeras = isKerasClass(instance.of);
  const call = (isKeras ? ['call', '__call__'] : ['__call__', 'call', 'forward'])
    .map((name) => memberOf(instance.of, name))
    .find((member) => member?.kind === 'function');
  const nodes = nodesOfCall(given);
  if (instance.network !== null && !isKeras) return unknown(site.text, site.line);
  buildLayer(machine, instance, nodes, site);
  const before = machine.applied;
  if (call?.kind === 'function') {
    const taken =
      nodes.length > 0 || !isKeras ? given : { ...given, positional: [hidden(machine, site)] };
    const result = runFunction(machine, { ...call, self: instance }, taken, site);
    if (!isKeras || (machine.applied > before && nodesIn(result).length > 0)) return result;
  }
  const layer = ownLayer(machine, instance, {
    name: instance.of.name,
    given: instance.given,
    line: instance.line,
  });
  return applyNode(machine, layer, nodes, site.line);
}

/** Runs `build` of a layer or model before it is first called: layers may be made there. */
function buildLayer(
  machine: Machine,
  instance: InstanceValue,
  nodes: readonly GraphNode[],
  site: Site,
): void {
  const build = isKerasClass(instance.of) ? memberOf(instance.of, 'build') : undefined;
  if (build?.kind !== 'function' || instance.attributes.has(BUILT)) return;
  instance.attributes.set(BUILT, known(true, site.line));
  const [node] = nodes;
  const shape = node === undefined ? undefined : shapeValue({ kind: 'tensor', node }, site.line);
  const positional = [shape ?? unknown('input_shape', site.line)];
  runFunction(machine, { ...build, self: instance }, { positional, named: new Map() }, site);
}

/** Attribute of what was built; no program can bind it. */
const BUILT = '<built>';

function hidden(machine: Machine, { line }: Site): AbstractValue {
  return applyNode(machine, null, [], line);
}

/** How certain what a function does is, where something else calls it. */
const HANDED = 0.6;

/** Runs functions that a call is given, and the methods of data objects, since something will call them: once each. */
export function runHanded(machine: Machine, given: readonly AbstractValue[], site: Site): void {
  for (const value of given) {
    const inner = value.kind === 'sequence' ? value.items.slice(0, 20) : [value];
    for (const handed of inner) runOne(machine, handed, site);
  }
}

const DATA_METHODS = ['__getitem__', '__next__', '__iter__'];

function runOne(machine: Machine, handed: AbstractValue, site: Site): void {
  if (handed.kind === 'external') {
    const { path, line } = handed;
    if (/\.[a-z]\w+$/.test(path))
      record(machine, { path, receiver: null, given: NO_ARGUMENTS, result: null, line });
    return;
  }
  if (handed.kind === 'function') {
    if (!machine.ran.has(handed.node))
      withDoubt(machine, HANDED, () => runFunction(machine, handed, NO_ARGUMENTS, site));
    return;
  }
  if (handed.kind !== 'instance' || isKerasClass(handed.of)) return;
  for (const name of DATA_METHODS) {
    const method = memberOf(handed.of, name);
    if (method?.kind === 'function' && !machine.ran.has(method.node))
      withDoubt(machine, HANDED, () =>
        runFunction(machine, { ...method, self: handed }, NO_ARGUMENTS, site),
      );
  }
}
