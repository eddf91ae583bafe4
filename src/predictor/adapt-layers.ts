import type { DataSpec, LayerArgument, LayerCall, Sample, TypedLayer } from '../artifacts/index.ts';
import { factsOf, inputForm, type InputForm } from '../kinds/index.ts';
import { isBackbone, parseLayer, renderLayer } from '../plan/index.ts';
import { countAsked } from './choose-base.ts';
import type { Stated } from '../requirement/index.ts';
import { applyStacks, type TrunkFamily } from '../requirement/index.ts';
import { CONVOLUTION_BEFORE_RECURRENCE, RECURRENT, TRUNKS } from './trunk-table.ts';

/** However much a plan pools, sides stay at least so many cells long. */
const LEAST_CELLS = 2;

export interface Adapted {
  readonly layers: readonly string[];
  /** The architecture whose trunk was built because no sample has it; null where the layers were there. */
  readonly built: TrunkFamily | null;
}

/**
 * Adapts layers to what is asked for and to the data: other recurrent layer, other backbone, sizes of vocabulary and
 * text, stated units and dropout, no more pooling than the input is long.
 *
 * The last of `layers` is the head; `head` replaces it, and null leaves it as it is. The layers of a custom program
 * keep their order, since they are no chain.
 */
export function adaptLayers(
  layers: readonly string[],
  head: string | null,
  stated: Stated,
  data: DataSpec,
  topology: Sample['topology'],
): Adapted {
  const form = inputForm(data);
  const chain = topology === 'trunk' && head !== null;
  const built = chain ? missingTrunkFamily(layers.slice(0, -1), stated, form) : null;
  const own = head === null ? layers : layers.slice(0, -1);
  const trunk = (built === null ? own : buildTrunk(built, stated, form))
    .map((layer) => fill(layer, stated, data))
    .map((layer) => swapBackbone(layer, stated.backbone))
    .map((layer) => changeCall(layer, (call) => swapRecurrent(call, stated)))
    .map((layer) => changeCall(layer, (call) => fitSizes(call, data)));
  const { stacks } = stated;
  const stacked = chain
    ? applyStacks(trunk, stacks, stated.dropout)
    : applyStacks(trunk, { ...stacks, dense: null, recurrent: null }, null);
  // Units that belong to a stack are set there.
  const units = stacks.dense ?? stacks.recurrent;
  const sized = setUnits(
    setDropout(stacked, stated),
    chain && units !== null && units.units.length > 0 ? { ...stated, units: null } : stated,
  );
  const pooled = chain ? limitPooling(sized, data) : sized;
  const started = chain ? startSteps(pooled, data) : pooled;
  return { layers: head === null ? started : [...started, head], built };
}

const TAKES_STEPS =
  /^(Bidirectional|LSTM|GRU|SimpleRNN|Conv1D|SeparableConv1D|MultiHeadAttention)\(/;

/** The programs of arrays hand on pictures; layers over steps need the two axes that the data has. */
function startSteps(layers: readonly string[], data: DataSpec): readonly string[] {
  const { INPUT_SHAPE: shape } = factsOf(data);
  return shape?.length === 2 && TAKES_STEPS.test(layers[0] ?? '')
    ? [`Reshape((${shape.join(', ')}))`, ...layers]
    : layers;
}

/** The first asked family that the layers lack and that has a trunk for this input. */
function missingTrunkFamily(
  layers: readonly string[],
  stated: Stated,
  form: InputForm,
): TrunkFamily | null {
  const backbone: TrunkFamily[] = stated.backbone !== null && form === 'image' ? ['backbone'] : [];
  const asked = stated.families
    // A pretrained picture network is a CNN, and every network may end in dense layers.
    .filter((name) => !(name === 'cnn' && backbone.length > 0))
    .filter((name, _, all) => name !== 'dense' || all.every((other) => other === 'dense'));
  return (
    [...backbone, ...asked].find((name) => {
      if (TRUNKS[name]?.[form] === undefined) return false;
      if (name === 'backbone') return !layers.some(isBackbone);
      if (name === 'dense')
        return layers.some((layer) => /Conv|LSTM|GRU|RNN|Transformer|Attention/.test(layer));
      // One recurrent layer is turned into another where it stands.
      if (name in RECURRENT && layers.some((layer) => /LSTM\(|GRU\(|SimpleRNN\(/.test(layer)))
        return false;
      return countAsked(layers, { families: [name], backbone: null }) === 0;
    }) ?? null
  );
}

function buildTrunk(name: TrunkFamily, stated: Stated, form: InputForm): readonly string[] {
  const trunk = TRUNKS[name]?.[form] ?? [];
  const recurrent = stated.families.find((other) => other in RECURRENT);
  const both = stated.families.includes('cnn') && recurrent !== undefined;
  const before = both ? CONVOLUTION_BEFORE_RECURRENCE[form] : undefined;
  const chosen = both ? (TRUNKS[recurrent]?.[form] ?? trunk) : trunk;
  const at = chosen.findIndex((layer) => /LSTM|GRU|RNN/.test(layer));
  if (before === undefined || at < 0) return chosen;
  // A convolution does not hand on the mask of the padding.
  return [...chosen.slice(0, at), ...before, ...chosen.slice(at)].map((layer) =>
    layer.replace(', mask_zero=True', ''),
  );
}

function fill(layer: string, stated: Stated, data: DataSpec): string {
  const { VOCABULARY_SIZE: words, SEQUENCE_LENGTH: length } = factsOf(data);
  return layer
    .replace('{vocabulary}', String(words ?? 10_000))
    .replace('{length}', String(length ?? 100))
    .replace('{backbone}', stated.backbone ?? 'MobileNetV2');
}

function swapBackbone(layer: string, backbone: string | null): string {
  return backbone !== null && isBackbone(layer) ? layer.replace(/^[A-Za-z0-9]+/, backbone) : layer;
}

function changeCall(text: string, change: (layer: LayerCall) => LayerCall): string {
  const typed: TypedLayer = parseLayer(text);
  if (typed.kind !== 'call') return text;
  const changed = change(typed);
  return changed === typed ? text : renderLayer(changed);
}

const RECURRENT_NAMES = new Set(['LSTM', 'GRU', 'SimpleRNN']);

/** `LSTM` where a GRU stands, wrapped in `Bidirectional` where that is asked for. */
function swapRecurrent(layer: LayerCall, { families }: Stated): LayerCall {
  const asked = families.find((name) => RECURRENT[name] !== undefined);
  const name = asked === undefined ? undefined : RECURRENT[asked];
  if (asked === undefined || name === undefined) return layer;
  if (layer.name === 'Bidirectional') {
    const inner = layer.positional[0];
    if (inner?.kind !== 'layer' || !RECURRENT_NAMES.has(inner.layer.name)) return layer;
    const renamed = { ...inner.layer, name };
    return {
      ...layer,
      positional: [{ kind: 'layer', layer: renamed }, ...layer.positional.slice(1)],
    };
  }
  if (!RECURRENT_NAMES.has(layer.name)) return layer;
  const renamed: LayerCall = { ...layer, name };
  if (!asked.startsWith('bi')) return renamed;
  return {
    kind: 'call',
    name: 'Bidirectional',
    positional: [{ kind: 'layer', layer: renamed }],
    named: {},
  };
}

/** Sizes that come from the data: vocabulary of the embedding, length of the text. */
function fitSizes(layer: LayerCall, { facts }: DataSpec): LayerCall {
  const names: Readonly<Record<string, readonly (string | null)[]>> = {
    Embedding: ['VOCABULARY_SIZE'],
    TokenAndPositionEmbedding: ['VOCABULARY_SIZE', null, 'SEQUENCE_LENGTH'],
  };
  const places = names[layer.name];
  if (places === undefined) return layer;
  const positional = layer.positional.map((argument, at): LayerArgument => {
    const value = facts[places[at] ?? ''];
    return typeof value === 'number' ? { kind: 'literal', value } : argument;
  });
  return { ...layer, positional };
}

function setDropout(layers: readonly string[], { dropout }: Stated): readonly string[] {
  if (dropout === null) return layers;
  return layers.map((layer) =>
    layer.replace(/^((?:Spatial)?Dropout(?:1D|2D)?)\([^)]*\)$/, `$1(${dropout})`),
  );
}

/** Stated units belong to the recurrent layers, or to the first dense one where there is none. */
function setUnits(layers: readonly string[], { units }: Stated): readonly string[] {
  if (units === null) return layers;
  const recurrent = /\b(LSTM|GRU|SimpleRNN)\((units=)?\d+/;
  if (layers.some((layer) => recurrent.test(layer))) {
    return layers.map((layer) => layer.replace(recurrent, `$1($2${units}`));
  }
  const first = layers.findIndex((layer) => /^Dense\(\d+/.test(layer));
  return layers.map((layer, at) =>
    at === first ? layer.replace(/^Dense\(\d+/, `Dense(${units}`) : layer,
  );
}

/** Drops the last poolings of a trunk, which would leave less than two cells a side. */
function limitPooling(layers: readonly string[], data: DataSpec): readonly string[] {
  const { IMAGE_SIZE: size, WINDOW: window, SIGNAL_LENGTH: length } = factsOf(data);
  const shortest = Array.isArray(size) ? Math.min(...size) : (window ?? length ?? 0);
  if (shortest === 0) return layers;
  const most = Math.max(0, Math.floor(Math.log2(shortest / LEAST_CELLS)));
  let seen = 0;
  return layers.filter((layer) => {
    if (!/^(Max|Average)Pooling[12]D\(/.test(layer)) return true;
    seen += 1;
    return seen <= most;
  });
}
