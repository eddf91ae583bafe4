import { callTextMethod, entriesOf, itemsOf } from './data.ts';
import { isKerasClass, memberOf } from './class-members.ts';
import { runHanded } from './functions.ts';
import { noteFlag } from './library.ts';
import {
  applyNode,
  LIMITS,
  nodesIn,
  nodesOfCall,
  record,
  type Machine,
  type Site,
} from './machine.ts';
import { NETWORK, networkOf, newNetwork, outputsOf } from './network.ts';
import {
  argumentOf,
  asText,
  keyOf,
  known,
  sequence,
  unknown,
  type AbstractValue,
  type CallArguments,
  type InstanceValue,
  type MadeValue,
  type MappingValue,
  type NetworkValue,
  type SequenceValue,
} from './values.ts';

/** Calls a method that the program does not define: of a list, a dictionary, a text, a model, or an object of a library. */
export function callMethod(
  machine: Machine,
  receiver: AbstractValue,
  name: string,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const found = callOwn(machine, receiver, name, given, site);
  if (found !== undefined) return found;
  const made: MadeValue = {
    kind: 'made',
    path: name,
    receiver: receiver.kind === 'super' ? receiver.self : receiver,
    given,
    attributes: new Map(),
    line: site.line,
  };
  record(machine, {
    path: name,
    receiver: made.receiver,
    given,
    result: made,
    line: site.line,
  });
  runHanded(machine, [...given.positional, ...given.named.values()], site);
  const nodes = nodesIn(receiver);
  // What is done with a tensor stays part of the network.
  return receiver.kind === 'tensor' && nodes.length > 0
    ? applyNode(machine, null, [...nodes, ...nodesOfCall(given)], site.line)
    : made;
}

function callOwn(
  machine: Machine,
  receiver: AbstractValue,
  name: string,
  given: CallArguments,
  site: Site,
): AbstractValue | undefined {
  switch (receiver.kind) {
    case 'known':
      return typeof receiver.value === 'string'
        ? callTextMethod(receiver.value, name, given.positional, site.line)
        : undefined;
    case 'sequence':
      return callList(receiver, name, given, site, machine.repeats > 0);
    case 'mapping':
      return callMapping(receiver, name, given, site);
    case 'network':
      return callNetworkMethod(machine, receiver, name, given, site);
    case 'instance':
      return callInstanceMethod(machine, receiver, name, given, site);
    case 'super':
      return callSuper(machine, receiver.self, name, given, site);
    case 'layer': {
      if (!/^(?:get_layer|get_output_at|__call__)$/.test(name)) return undefined;
      const network = networkOf(machine, receiver);
      return network === null ? undefined : callNetworkMethod(machine, network, name, given, site);
    }
    case 'made':
      return callMadeMethod(receiver, name, given, site);
    case 'external':
      if (/^DEFINE_\w+$/.test(name)) noteFlag(machine, given);
      return undefined;
    default:
      return undefined;
  }
}

function callList(
  list: SequenceValue,
  name: string,
  { positional }: CallArguments,
  { line }: Site,
  isRepeated: boolean,
): AbstractValue | undefined {
  const [first, second] = positional;
  switch (name) {
    case 'append':
    case 'add':
      if (first !== undefined && list.items.length < LIMITS.items) list.items.push(first);
      // How often a loop runs that only the run decides is not known.
      list.isOpen ||= isRepeated;
      return known(null, line);
    case 'extend':
    case 'update': {
      const more = first === undefined ? undefined : itemsOf(first);
      list.items.push(...(more?.items ?? []).slice(0, LIMITS.items - list.items.length));
      list.isOpen ||= isRepeated || (more?.isOpen ?? true);
      return known(null, line);
    }
    case 'insert': {
      const place = first?.kind === 'known' ? Number(first.value) : 0;
      if (second !== undefined) list.items.splice(place, 0, second);
      return known(null, line);
    }
    case 'pop':
      if (first?.kind === 'known') return list.items.splice(Number(first.value), 1)[0];
      return list.items.pop();
    case 'copy':
      return sequence(list.items, line, list.type, list.isOpen);
    case 'reverse':
      list.items.reverse();
      return known(null, line);
    case 'as_list':
      return list;
    default:
      return undefined;
  }
}

function callMapping(
  mapping: MappingValue,
  name: string,
  { positional, named }: CallArguments,
  { line, text }: Site,
): AbstractValue | undefined {
  const [first, second] = positional;
  switch (name) {
    case 'items':
      return entriesOf(mapping);
    case 'keys':
      return sequence(itemsOf(mapping)?.items ?? [], line, 'list', mapping.isOpen);
    case 'values':
      return sequence([...mapping.entries.values()], line, 'list', mapping.isOpen);
    case 'copy':
      return { ...mapping, entries: new Map(mapping.entries), line };
    case 'get':
    case 'pop':
    case 'setdefault': {
      if (first?.kind !== 'known') return unknown(text, line, [mapping]);
      return (
        mapping.entries.get(keyOf(first.value)) ??
        (mapping.isOpen ? unknown(text, line, [mapping]) : (second ?? known(null, line)))
      );
    }
    case 'update':
      if (first?.kind === 'mapping')
        for (const [key, value] of first.entries) mapping.entries.set(key, value);
      mapping.isOpen ||= first !== undefined && (first.kind !== 'mapping' || first.isOpen);
      for (const [key, value] of named) mapping.entries.set(key, value);
      return known(null, line);
    default:
      return undefined;
  }
}

function callNetworkMethod(
  machine: Machine,
  network: NetworkValue,
  name: string,
  given: CallArguments,
  { line }: Site,
): AbstractValue | undefined {
  switch (name) {
    case 'add': {
      const [item] = given.positional;
      if (item !== undefined && network.items.length < LIMITS.items) network.items.push(item);
      return known(null, line);
    }
    case 'pop':
      return network.items.pop() ?? known(null, line);
    case 'get_layer': {
      const wanted = asText(argumentOf(given, ['name'], 0));
      const item = network.items.find(
        (other) => other.kind === 'layer' && asText(other.given.named.get('name')) === wanted,
      );
      if (item !== undefined && wanted !== undefined) return item;
      const [node] = outputsOf(machine, network);
      return node?.layer ?? undefined;
    }
    case 'get_output_at': {
      const [node] = outputsOf(machine, network);
      return node === undefined ? undefined : { kind: 'tensor', node };
    }
    case '__call__':
      return machine.call(network, given, { line, text: '' });
    default:
      return undefined;
  }
}

/** Methods that a class of the program has from Keras. */
function callInstanceMethod(
  machine: Machine,
  instance: InstanceValue,
  name: string,
  given: CallArguments,
  site: Site,
): AbstractValue | undefined {
  if (!isKerasClass(instance.of)) return undefined;
  if (name === 'add') {
    instance.network ??= newNetwork(machine, { type: 'sequential', line: instance.line });
    return callNetworkMethod(machine, instance.network, name, given, site);
  }
  const step = name === 'fit' ? memberOf(instance.of, 'train_step') : undefined;
  if (step?.kind === 'function') runHanded(machine, [{ ...step, self: instance }], site);
  return name === '__call__' ? machine.call(instance, given, site) : undefined;
}

/** `super().__init__(inputs=..., outputs=...)` makes the object a functional model; lists a sequential one. */
function callSuper(
  machine: Machine,
  self: AbstractValue,
  name: string,
  given: CallArguments,
  site: Site,
): AbstractValue | undefined {
  if (self.kind !== 'instance') return undefined;
  if (name !== '__init__') return callInstanceMethod(machine, self, name, given, site);
  const outputs = argumentOf(given, ['outputs'], 1);
  if (outputs !== undefined && nodesIn(outputs).length > 0) {
    const inputs = argumentOf(given, ['inputs'], 0);
    self.network = newNetwork(machine, {
      type: 'functional',
      inputs: inputs === undefined ? [] : nodesIn(inputs),
      outputs: nodesIn(outputs),
      line: site.line,
    });
  } else {
    const listed = argumentOf(given, ['layers'], 0);
    if (listed?.kind === 'sequence' && listed.items.some(({ kind }) => kind === 'layer'))
      self.network = newNetwork(machine, {
        type: 'sequential',
        items: [...listed.items],
        line: site.line,
      });
  }
  return known(null, site.line);
}

/** Parsers of the command line keep the defaults of their arguments. */
function callMadeMethod(
  made: MadeValue,
  name: string,
  given: CallArguments,
  { line }: Site,
): AbstractValue | undefined {
  if (made.path.endsWith('ArgumentParser')) {
    if (name === 'add_argument') {
      const flag = given.positional.map(asText).findLast((text) => text !== undefined) ?? '';
      const key = asText(given.named.get('dest')) ?? flag.replace(/^-+/, '').replaceAll('-', '_');
      const value =
        given.named.get('default') ??
        (asText(given.named.get('action')) === 'store_true' ? known(false, line) : undefined);
      if (value !== undefined) made.attributes.set(key, value);
      return known(null, line);
    }
    if (name === 'add_argument_group') return made;
    if (name === 'parse_args') return made;
    if (name === 'parse_known_args') return sequence([made, unknown('', line)], line, 'tuple');
  }
  const network = made.attributes.get(NETWORK);
  return name === 'build' &&
    network !== undefined &&
    /Search|Hyperband|Optimization/.test(made.path)
    ? network
    : undefined;
}
