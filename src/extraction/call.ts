import { callLibrary } from './library.ts';
import { callInstance, makeInstance, runFunction } from './functions.ts';
import { applyNode, nodesOfCall, ownLayer, record, type Machine, type Site } from './machine.ts';
import { applyNetwork, isLayerLike, madeLayer, networkOf } from './network.ts';
import {
  lastName,
  sequence,
  unknown,
  type AbstractValue,
  type CallArguments,
  type GraphNode,
  type MadeValue,
  type NetworkValue,
} from './values.ts';

/** Calls a value: a function or class of the program, a library's, a layer or model on tensors. Never throws. */
export function callValue(
  machine: Machine,
  callee: AbstractValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  switch (callee.kind) {
    case 'function':
      return runFunction(machine, callee, given, site);
    case 'class':
      return makeInstance(machine, callee, given, site);
    case 'instance':
      return callInstance(machine, callee, given, site);
    case 'external':
      return callLibrary(machine, callee, given, site);
    case 'layer':
      return applyNode(machine, callee, nodesOfCall(given), site.line);
    case 'network':
      return callNetwork(machine, callee, given, site);
    case 'made':
      return callMade(machine, callee, given, site);
    default: {
      const nodes = nodesOfCall(given);
      if (nodes.length > 0) return applyNode(machine, null, nodes, site.line);
      return unknown(site.text, site.line, [callee, ...given.positional, ...given.named.values()]);
    }
  }
}

function callNetwork(
  machine: Machine,
  network: NetworkValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  return tensorsOf(applyNetwork(machine, network, nodesOfCall(given), site.line), site);
}

function tensorsOf(nodes: readonly GraphNode[], { line, text }: Site): AbstractValue {
  const tensors = nodes.map((node): AbstractValue => ({ kind: 'tensor', node }));
  return tensors.length === 1 ? (tensors[0] ?? unknown(text, line)) : sequence(tensors, line);
}

/** What a library made is called: a function with arguments bound, a model, a layer that this room does not know. */
function callMade(
  machine: Machine,
  made: MadeValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const [inner, ...bound] = made.given.positional;
  if (lastName(made.path) === 'partial' && inner !== undefined)
    return machine.call(
      inner,
      {
        positional: [...bound, ...given.positional],
        named: new Map([...made.given.named, ...given.named]),
      },
      site,
    );
  const nodes = nodesOfCall(given);
  const network = networkOf(machine, made);
  if (network !== null) return callNetwork(machine, network, given, site);
  if (nodes.length === 0)
    return {
      kind: 'made',
      path: made.path,
      receiver: made,
      given,
      attributes: new Map(),
      line: site.line,
    };
  // An object that is called on tensors may be a loss.
  record(machine, { path: made.path, receiver: made, given, result: null, line: site.line });
  if (!isLayerLike(made)) return applyNode(machine, null, nodes, site.line);
  return applyNode(machine, ownLayer(machine, made, madeLayer(made)), nodes, site.line);
}
