import { rememberTexts } from '../core/index.ts';
import { layerName } from '../plan/index.ts';
import { flagName } from './attributes.ts';
import { callBuiltin, isTrue, itemsOf } from './data.ts';
import { runHanded } from './functions.ts';
import {
  applyNode,
  LIMITS,
  makeLayer,
  nodesIn,
  nodesOfCall,
  record,
  type Machine,
  type Site,
} from './machine.ts';
import { NETWORK, newNetwork } from './network.ts';
import { shapeValue } from './attributes.ts';
import { OLD_KERNEL } from './render-layer.ts';
import { OPERATIONS } from './operation-table.ts';
import {
  argumentOf,
  asNumber,
  asText,
  known,
  lastName,
  mapping,
  sequence,
  unknown,
  type AbstractValue,
  type CallArguments,
  type ExternalValue,
  type GraphNode,
  type LayerValue,
  type MadeValue,
} from './values.ts';

/** Packages whose layers are those of Keras. */
const KERAS =
  /^(?:tensorflow|tf|keras|tf_keras|tensorflow_addons|tfa|keras_\w+|tensorflow_\w+|layers|L|models|tflearn)(?:\.|$)/;
/** Packages with layers and backbones of another kind. */
const OTHERS =
  /^(?:torch\w*|timm|fastai|jax|flax|mxnet|paddle|sklearn|numpy|np|pandas|pd|cv2|PIL)(?:\.|$)/;
const NO_LAYERS =
  /\.(?:losses|metrics|optimizers|callbacks|initializers|regularizers|constraints|preprocessing\.(?:image|text|sequence)|datasets|utils|data|image|io|train|linalg|random|backend)\./;

/** Calls a function or class of a library. */
export function callLibrary(
  machine: Machine,
  callee: ExternalValue,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const { path } = callee;
  const name = lastName(path);
  const { line } = site;
  const isBare = !path.includes('.');
  if (isBare) {
    const value = callPython(machine, name, given, site);
    if (value !== undefined) return value;
  }
  const isKeras = callee.isGuess ? isBare || KERAS.test(path) : KERAS.test(path);
  const network =
    isKeras || /(?:^|\.)(?:Model|Sequential)$/.test(path)
      ? makeNetwork(machine, name, given, site)
      : undefined;
  if (network !== undefined) return network;
  const nodes = nodesOfCall(given);
  if (nodes.length > 0 || path.startsWith('operator')) {
    const result = applyOperation(machine, path, nodes, given, site);
    if (result !== undefined) return result;
  }
  const layer = OTHERS.test(path) ? undefined : layerOf(machine, callee, isKeras, given, line);
  if (layer !== undefined) {
    // The functions of Keras take their input at once: `concatenate([left, right])`.
    return /^[a-z]/.test(name) ? applyNode(machine, layer, nodes, line) : layer;
  }
  if (nodes.length > 0 && /^[a-z_]/.test(name)) {
    record(machine, { path, receiver: null, given, result: null, line });
    return applyNode(machine, null, nodes, line);
  }
  return makeObject(machine, path, given, site);
}

function makeObject(
  machine: Machine,
  path: string,
  given: CallArguments,
  site: Site,
): AbstractValue {
  const made: MadeValue = {
    kind: 'made',
    path,
    receiver: null,
    given,
    attributes: new Map(),
    line: site.line,
  };
  record(machine, { path, receiver: null, given, result: made, line: site.line });
  if (!buildWrapped(machine, made, site))
    runHanded(machine, [...given.positional, ...given.named.values()], site);
  return made;
}

/** Wrappers of scikit-learn and tuners are given the function that builds the model. */
const WRAPPER =
  /(?:^|\.)(?:Keras(?:Classifier|Regressor)|RandomSearch|Hyperband|BayesianOptimization|GridSearch|Tuner|Sklearn)$/;

function buildWrapped(machine: Machine, made: MadeValue, site: Site): boolean {
  if (!WRAPPER.test(made.path)) return false;
  const build =
    argumentOf(made.given, ['build_fn', 'model', 'hypermodel'], 0) ?? unknown('', site.line);
  const isTuner = !/Keras/.test(made.path);
  const positional = isTuner ? [unknown('hp', site.line)] : [];
  if (build.kind !== 'function') {
    if (build.kind === 'network') made.attributes.set(NETWORK, build);
    return build.kind === 'network';
  }
  // Other arguments of the wrapper are those of the function.
  const names = new Set(
    (build.node.child('parameters')?.named() ?? []).map(({ text }) => /^\w*/.exec(text)?.[0] ?? ''),
  );
  const named = new Map(
    [...made.given.named]
      .map(([name, value]): [string, AbstractValue] => [name.replace(/^model__/, ''), value])
      .filter(([name]) => names.has(name)),
  );
  made.attributes.set(NETWORK, machine.call(build, { positional, named }, site));
  return true;
}

/** Builtin functions of Python, and flags of the command line. */
function callPython(
  machine: Machine,
  name: string,
  given: CallArguments,
  { line, text }: Site,
): AbstractValue | undefined {
  const { positional } = given;
  const [first, second] = positional;
  switch (name) {
    case 'range': {
      return rangeOf(positional, line);
    }
    case 'enumerate': {
      const found = first === undefined ? undefined : itemsOf(first);
      if (found === undefined) return unknown(text, line, positional);
      const from = asNumber(argumentOf(given, ['start'], 1)) ?? 0;
      return sequence(
        found.items.map((item, at) =>
          sequence([known(BigInt(from + at), line), item], line, 'tuple'),
        ),
        line,
        'list',
        found.isOpen,
      );
    }
    case 'zip': {
      const columns = positional.map((value) => itemsOf(value));
      if (columns.some((column) => column === undefined)) return unknown(text, line, positional);
      const least = Math.min(...columns.map((column) => column?.items.length ?? 0));
      return sequence(
        Array.from({ length: Number.isFinite(least) ? least : 0 }, (_, at) =>
          sequence(
            columns.flatMap((column) => column?.items[at] ?? []),
            line,
            'tuple',
          ),
        ),
        line,
      );
    }
    case 'list':
    case 'tuple':
    case 'sorted':
    case 'reversed':
    case 'set': {
      if (first === undefined) return sequence([], line, name === 'tuple' ? 'tuple' : 'list');
      const found = itemsOf(first);
      if (found === undefined) return unknown(text, line, positional);
      if (name === 'sorted')
        return callBuiltin(name, positional, line) ?? unknown(text, line, positional);
      const items = name === 'reversed' ? found.items.toReversed() : found.items;
      return sequence(items, line, name === 'tuple' ? 'tuple' : 'list', found.isOpen);
    }
    case 'dict': {
      const entries = new Map(first?.kind === 'mapping' ? first.entries : []);
      for (const [key, value] of given.named) entries.set(key, value);
      return mapping(entries, line, first !== undefined && first.kind !== 'mapping');
    }
    case 'getattr': {
      const attribute = asText(second);
      if (first === undefined || attribute === undefined) return unknown(text, line, positional);
      if (first.kind === 'external') return { ...first, path: `${first.path}.${attribute}` };
      return positional[2] ?? unknown(text, line, positional);
    }
    case 'isinstance':
    case 'hasattr':
    case 'callable':
    case 'type':
    case 'print':
    case 'open':
    case 'input':
      return unknown(text, line, positional);
    case 'map':
    case 'filter':
    case 'iter':
    case 'next':
      runHanded(machine, positional, { line, text });
      return unknown(text, line, positional);
    case 'vars':
      return first ?? unknown(text, line);
    default: {
      const value = callBuiltin(name, positional, line);
      return value ?? (CONVERSIONS.has(name) ? unknown(text, line, positional) : undefined);
    }
  }
}

/** Builtin functions that give a number or a text. */
const CONVERSIONS = new Set([
  'len',
  'int',
  'float',
  'str',
  'bool',
  'max',
  'min',
  'sum',
  'abs',
  'round',
]);

function rangeOf(positional: readonly AbstractValue[], line: number): AbstractValue {
  const bounds = positional.map(asNumber);
  // The bound is what the program states.
  const place = positional.at(Math.min(1, positional.length - 1));
  const stated = place?.kind === 'known' ? place.line : line;
  const [from = 0, to = 0, by = 1] =
    bounds.length === 1
      ? [0, bounds[0] ?? Number.NaN, 1]
      : bounds.map((bound) => bound ?? Number.NaN);
  const count = Math.ceil((to - from) / by);
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(from) || !Number.isSafeInteger(by))
    return sequence([known(0n, line)], line, 'list', true);
  const length = Math.min(Math.max(0, count), LIMITS.items);
  const items = Array.from({ length }, (_, at) => known(BigInt(from + at * by), stated));
  return sequence(items, stated, 'list', count > LIMITS.items);
}

function makeNetwork(
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
): AbstractValue | undefined {
  const { line } = site;
  switch (name) {
    case 'Sequential': {
      const listed = argumentOf(given, ['layers'], 0);
      const items = listed === undefined ? [] : (itemsOf(listed)?.items ?? []);
      return newNetwork(machine, { type: 'sequential', items: [...items], line });
    }
    case 'Model':
    case 'Functional': {
      const inputs = argumentOf(given, ['inputs', 'input'], 0);
      const outputs = argumentOf(given, ['outputs', 'output'], 1);
      if (outputs === undefined) return undefined;
      return newNetwork(machine, {
        type: 'functional',
        inputs: inputs === undefined ? [] : nodesIn(inputs),
        outputs: nodesIn(outputs),
        line,
      });
    }
    case 'Input': {
      const first = given.positional[0];
      const named = new Map(given.named);
      if (first !== undefined) named.set('shape', first);
      const layer = makeLayer(machine, { name: 'Input', given: { positional: [], named }, line });
      return applyNode(machine, layer, [], line);
    }
    case 'clone_model':
    case 'multi_gpu_model':
    case 'convert_to_tpu':
    case 'keras_to_tpu_model': {
      return given.positional[0];
    }
    case 'load_model':
      return savedModel(machine, given);
    default:
      return undefined;
  }
}

const rememberedName = rememberTexts(layerName, 40_000);

/** The model that the program saved before under the name that it loads, itself or by a callback. */
function savedModel(machine: Machine, given: CallArguments): AbstractValue | undefined {
  const file = asText(given.positional[0] ?? given.named.get('filepath'));
  if (file === undefined) return undefined;
  const save = machine.records.findLast(
    ({ path, given: { positional, named } }) =>
      /^(?:save|save_model|ModelCheckpoint)$/.test(lastName(path)) &&
      [...positional, named.get('filepath')].some((value) => asText(value) === file),
  );
  if (save === undefined) return undefined;
  const isCallback = save.path.endsWith('ModelCheckpoint');
  const fit = machine.records.findLast(({ path }) => /^fit(?:_generator)?$/.test(path));
  const model = isCallback ? fit?.receiver : (save.receiver ?? save.given.positional[0]);
  return model?.kind === 'network' || model?.kind === 'instance' ? model : undefined;
}

/** A layer or backbone by its name; undefined for what Keras has not. */
function layerOf(
  machine: Machine,
  { path, isGuess }: ExternalValue,
  isKeras: boolean,
  given: CallArguments,
  line: number,
): LayerValue | undefined {
  const written = lastName(path);
  if (NO_LAYERS.test(path) || !/^[A-Za-z]\w+$/.test(written)) return undefined;
  const found = rememberedName(written);
  if (found === null || found.isOther) return undefined;
  const isFunction = /^[a-z]/.test(written);
  const isBackbone =
    /[A-Z].*\d|Xception|DenseNet|NASNet|MobileNet/.test(found.name) &&
    /applications|app|efn|efficientnet|classif/i.test(path);
  if (!isKeras && !isBackbone && !isGuess && !/\d$|[A-Z]\w*Net/.test(written)) return undefined;
  if (
    isFunction &&
    !(
      isKeras &&
      /\blayers\.|^(?:concatenate|add|multiply|average|maximum|minimum|subtract|dot)$/.test(
        isGuess ? written : path,
      )
    )
  )
    return undefined;
  const named = new Map(given.named);
  if (/^Convolution\dD$/.test(written)) named.set(OLD_KERNEL, known(true, line));
  return makeLayer(machine, { name: found.name, given: { ...given, named }, line });
}

/** An operation on tensors as the layer that does the same; undefined for one that no layer does. */
function applyOperation(
  machine: Machine,
  path: string,
  nodes: readonly GraphNode[],
  given: CallArguments,
  { line }: Site,
): AbstractValue | undefined {
  const name = lastName(path);
  if (/(?:^|\.)(?:int_shape|shape|get_shape)$/.test(path)) {
    const [first] = given.positional;
    return first?.kind === 'tensor' ? shapeValue(first, line) : undefined;
  }
  if (!/^operator |^(?:tf|tensorflow|keras|K|tf_keras|ops)\b|\bbackend\b/.test(path))
    return undefined;
  if (/\.layers\./.test(path)) return undefined;
  const operation = OPERATIONS[path.startsWith('operator') ? path : name];
  if (operation === undefined) return undefined;
  const isJoin =
    given.positional.filter((value) => value.kind === 'tensor').length > 1 || nodes.length > 1;
  if (operation.joins && !isJoin) return applyNode(machine, null, nodes, line);
  const named = new Map<string, AbstractValue>();
  if (operation.activation) named.set('activation', known(name, line));
  const shape = operation.shape ? argumentOf(given, ['shape', 'newshape'], 1) : undefined;
  if (shape !== undefined) named.set('target_shape', withoutBatch(shape));
  const layer = makeLayer(machine, {
    name: operation.layer,
    isOperation: true,
    given: { positional: [], named },
    line,
  });
  return applyNode(machine, layer, nodes, line);
}

function withoutBatch(shape: AbstractValue): AbstractValue {
  return shape.kind === 'sequence' ? { ...shape, items: shape.items.slice(1) } : shape;
}

/** `flags.DEFINE_float('lr', 0.1, ...)` states a default. */
export function noteFlag(machine: Machine, { positional, named }: CallArguments): void {
  const name = asText(positional[0]);
  const value = named.get('default') ?? positional[1];
  if (name !== undefined && value !== undefined && isTrue(value) !== undefined)
    machine.global.names.set(flagName(name), value);
}
