import { isKerasClass, memberOf } from './class-members.ts';
import { shapeOf } from './node-shapes.ts';
import { networkOf, outputsOf } from './network.ts';
import type { Machine } from './machine.ts';
import {
  known,
  NO_ARGUMENTS,
  sequence,
  type AbstractValue,
  type FunctionValue,
  type NetworkValue,
} from './values.ts';

/** The member of an object, methods bound to it; undefined where the program and this room know none. */
export function attributeOf(
  machine: Machine,
  object: AbstractValue,
  name: string,
  line: number,
): AbstractValue | undefined {
  switch (object.kind) {
    case 'external':
      return externalMember(machine, object.path, object.isGuess, name, line);
    case 'instance': {
      const found = object.attributes.get(name) ?? memberOf(object.of, name);
      if (found?.kind === 'function') return bound(machine, found, object, line);
      if (found !== undefined) return found;
      if (!isNetworkMember(name) || !isKerasClass(object.of)) return undefined;
      const network = networkOf(machine, object);
      return network === null ? undefined : networkMember(machine, network, name, line);
    }
    case 'class':
      return memberOf(object, name);
    case 'super': {
      const found = object.owner.bases
        .map((base) => (base.kind === 'class' ? memberOf(base, name) : undefined))
        .find((member) => member !== undefined);
      return found?.kind === 'function' ? bound(machine, found, object.self, line) : found;
    }
    case 'mapping':
      return object.entries.get(name);
    case 'network':
      return networkMember(machine, object, name, line);
    case 'layer': {
      if (!isNetworkMember(name)) return object.given.named.get(name);
      const network = networkOf(machine, object);
      return network === null ? undefined : networkMember(machine, network, name, line);
    }
    case 'tensor':
      if (name !== 'shape' && name !== '_keras_shape') return undefined;
      return shapeValue(object, line);
    case 'made': {
      const [first] = object.given.positional;
      return (
        object.attributes.get(name) ??
        object.given.named.get(name) ??
        (first?.kind === 'mapping' ? first.entries.get(name) : undefined)
      );
    }
    default:
      return undefined;
  }
}

/** A tensor's shape with its batch axis. */
export function shapeValue(
  tensor: Extract<AbstractValue, { kind: 'tensor' }>,
  line: number,
): AbstractValue | undefined {
  const shape = shapeOf(tensor.node);
  if (shape === null) return undefined;
  const axes = shape.map((size) => known(size === null ? null : BigInt(size), line));
  return sequence([known(null, line), ...axes], line, 'tuple');
}

/** Where flags of the command line are kept among the global names. */
export function flagName(name: string): string {
  return `<flag> ${name}`;
}

function externalMember(
  machine: Machine,
  path: string,
  isGuess: boolean,
  name: string,
  line: number,
): AbstractValue {
  const flag = /\bFLAGS$/.test(path) ? machine.global.names.get(flagName(name)) : undefined;
  return flag ?? { kind: 'external', path: `${path}.${name}`, isGuess, line };
}

function bound(
  machine: Machine,
  member: FunctionValue,
  self: AbstractValue,
  line: number,
): AbstractValue {
  const method = member.isStatic ? member : { ...member, self };
  return member.isProperty ? machine.call(method, NO_ARGUMENTS, { line, text: '' }) : method;
}

function isNetworkMember(name: string): boolean {
  return /^(?:outputs?|inputs?|layers|output_shape|input_shape)$/.test(name);
}

function networkMember(
  machine: Machine,
  network: NetworkValue,
  name: string,
  line: number,
): AbstractValue | undefined {
  const tensors = (nodes: NetworkValue['outputs']): AbstractValue | undefined => {
    const [first] = nodes;
    if (first === undefined) return undefined;
    return nodes.length === 1
      ? { kind: 'tensor', node: first }
      : sequence(
          nodes.map((node) => ({ kind: 'tensor', node })),
          line,
        );
  };
  switch (name) {
    case 'output':
    case 'outputs':
      return tensors(outputsOf(machine, network));
    case 'input':
    case 'inputs':
      return tensors(network.inputs) ?? { kind: 'tensor', node: hidden(line) };
    case 'layers':
      return network.type === 'sequential'
        ? { kind: 'sequence', type: 'list', items: network.items, isOpen: false, line }
        : sequence(
            network.items.length > 0 ? network.items : lastLayers(machine, network),
            line,
            'list',
            true,
          );
    default:
      return undefined;
  }
}

/** The inputs of a network that states none. */
function hidden(line: number): NetworkValue['outputs'][number] {
  return { order: 0, layer: null, inputs: [], line };
}

/** The layers that the outputs come from, as far as a loop over `model.layers` needs them. */
function lastLayers(machine: Machine, network: NetworkValue): readonly AbstractValue[] {
  return outputsOf(machine, network).flatMap(({ layer }) => (layer === null ? [] : [layer]));
}
