import type { Ask, AskKind, Hyperparameters, Reading } from '../artifacts/index.ts';
import { normalizeBackbone } from '../plan/index.ts';
import { comparesNetworks } from './compared-networks.ts';
import { FAMILIES, familiesOf, namedBackbones, NEAREST } from './families.ts';
import { layerSettings, type LayerSettings } from './layer-settings.ts';
import { correctSpelling } from './spelling.ts';
import { secondsOfStep, toSteps, type TimeUnit } from './spans.ts';
import { networkIn, type StatedNetwork } from './network/read-network.ts';
import { statedParts } from './stated-parts.ts';
import { readStacks, type StatedStacks } from './stacks.ts';
import { isWholeList } from './whole-list.ts';
import type { TrunkFamily } from './terms/term.ts';

export interface StatedColumn {
  readonly name: string;
  readonly target: boolean;
}

export interface StatedSize {
  readonly size: readonly [number, number];
  readonly channels: number | null;
}

/** Sizes of the blocks of a transformer. */
export interface StatedTransformer {
  readonly heads: number | null;
  readonly feedForward: number | null;
  readonly units: number | null;
  readonly encoderBlocks: number | null;
  readonly decoderBlocks: number | null;
}

/** The asks that decide fields of a plan, by name and type; null or empty where nothing is stated. */
export interface Stated {
  readonly hyperparameters: Hyperparameters;
  readonly image: StatedSize | null;
  readonly channels: number | null;
  readonly classCount: number | null;
  readonly classNames: readonly string[];
  readonly columns: readonly StatedColumn[];
  /** The columns are all that the table has. */
  readonly hasAllColumns: boolean;
  /** Of a table: those of numbers, of categories, and all together. */
  readonly columnCounts: {
    readonly numbers: number | null;
    readonly categories: number | null;
    readonly all: number | null;
  };
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Parts that the data come in: `train`, `validation`, `test`. */
  readonly parts: readonly string[];
  readonly window: number | null;
  readonly horizon: number | null;
  readonly sampleRate: number | null;
  readonly clipSeconds: number | null;
  readonly signalLength: number | null;
  readonly sequenceLength: number | null;
  /** Of texts that are written from others; of both where only one length is stated. */
  readonly sourceLength: number | null;
  readonly targetLength: number | null;
  readonly vocabularySize: number | null;
  /** Length of the codes or the noise of a generative network. */
  readonly latentSize: number | null;
  readonly transformer: StatedTransformer;
  /** The attention that is asked for by its author; false where none is wanted. */
  readonly attention: 'Attention' | 'AdditiveAttention' | false | null;
  readonly units: number | null;
  readonly dropout: number | null;
  readonly stacks: StatedStacks;
  readonly settings: LayerSettings;
  /** The network that is described layer by layer. */
  readonly network: StatedNetwork | null;
  /** Names of the architectures that are asked for, in the order of the text. */
  readonly architectures: readonly string[];
  /** Families of the networks that are asked for, the most special first. */
  readonly families: readonly TrunkFamily[];
  /** Name in `keras.applications`, of the nearest network where it does not have the one that is asked for. */
  readonly backbone: string | null;
  /** All that are named, where networks are compared. */
  readonly comparedBackbones: readonly string[];
}

/** The typed view of a reading's asks, and of its hints where there is no ask. */
export function statedOf({ asks: own, hints, requirement, words }: Reading): Stated {
  const asks = [...own, ...hints];
  const ask = (kind: AskKind, name: string): Ask | undefined =>
    asks.find((other) => other.kind === kind && other.name === name && other.value !== false);
  const number = (kind: AskKind, name: string): number | null => {
    const value = ask(kind, name)?.value;
    return typeof value === 'number' ? value : null;
  };
  const text = (kind: AskKind, name: string): string | null => {
    const value = ask(kind, name)?.value;
    return typeof value === 'string' ? value : null;
  };
  // Targets that are shares of classes need the cross-entropy of such.
  const isSoft =
    number('training', 'label smoothing') !== null ||
    ask('technique', 'label smoothing') !== undefined ||
    asks.some(({ name, value }) => name === 'other augmentation' && /mix/.test(String(value)));
  const backbone = text('architecture', 'backbone');
  const names = listOf(ask('class', 'class names'));
  const classCount = number('count', 'classes') ?? (names.length > 0 ? names.length : null);
  const channels = number('size', 'channels');
  const [height, width] = listOf(ask('size', 'image')).map(Number);
  return {
    hyperparameters: {
      optimizer: text('training', 'optimizer'),
      loss: isSoft ? softLoss(text('training', 'loss')) : text('training', 'loss'),
      learningRate: number('training', 'learning rate'),
      batchSize: number('training', 'batch size'),
      epochs: number('training', 'epochs'),
      metric: text('metric', 'metric'),
    },
    image: height === undefined || width === undefined ? null : { size: [height, width], channels },
    channels,
    classCount,
    // A list that runs on into other words holds more than the classes.
    classNames: names.slice(0, classCount ?? 0),
    columns: asks.flatMap(({ kind, name, value }) =>
      kind === 'column' && typeof value === 'string'
        ? [{ name: value, target: name === 'target' }]
        : [],
    ),
    hasAllColumns: isWholeList(own, requirement),
    columnCounts: {
      numbers: number('count', 'number columns'),
      categories: number('count', 'category columns'),
      all: number('count', 'columns'),
    },
    files: asks.flatMap(({ kind, value }) =>
      kind === 'file' && typeof value === 'string' ? [value] : [],
    ),
    folders: asks.flatMap(({ kind, value }) =>
      kind === 'folder' && typeof value === 'string' ? [value] : [],
    ),
    parts: statedParts(own, requirement),
    window: stepsOf(ask('size', 'window'), words),
    horizon: stepsOf(ask('size', 'horizon'), words),
    sampleRate: number('size', 'sample rate'),
    clipSeconds: number('size', 'clip seconds'),
    signalLength: number('size', 'signal length'),
    sequenceLength: number('size', 'sequence length'),
    sourceLength: number('size', 'source length') ?? number('size', 'sequence length'),
    targetLength: number('size', 'target length') ?? number('size', 'sequence length'),
    vocabularySize: number('size', 'vocabulary'),
    latentSize: number('size', 'latent dimension'),
    transformer: {
      heads: number('layer', 'attention heads'),
      feedForward: number('layer', 'feed-forward units'),
      units: number('layer', 'model dimension'),
      encoderBlocks: number('layer', 'encoder blocks'),
      decoderBlocks: number('layer', 'decoder blocks'),
    },
    attention: attentionOf(asks),
    units: number('layer', 'units'),
    dropout: number('layer', 'dropout'),
    stacks: readStacks(correctSpelling(requirement.text)),
    settings: layerSettings(own, `${requirement.text}\n${requirement.attributes}`),
    network: networkIn(requirement.text),
    architectures: architecturesOf(asks),
    families: comparesNetworks(asks) ? familiesOf(firstNetwork(asks)) : familiesOf(asks),
    backbone: backbone === null ? null : normalizeBackbone(backbone).name,
    comparedBackbones: comparesNetworks(asks)
      ? namedBackbones(asks).map((name) => normalizeBackbone(name).name)
      : [],
  };
}

/** The loss of targets that are shares of classes. */
function softLoss(stated: string | null): string {
  return stated?.includes('focal') === true
    ? 'categorical_focal_crossentropy'
    : 'categorical_crossentropy';
}

/** Of networks that are compared the planned one is the first that is named. */
function firstNetwork(asks: readonly Ask[]): readonly Ask[] {
  const named = asks.filter((ask) => familiesOf([ask]).some((family) => family !== 'dense'));
  const first = named.toSorted((left, right) => left.span[0] - right.span[0])[0];
  return asks.filter((ask) => ask === first || familiesOf([ask]).length === 0);
}

/** The names of terms; a network of the transformer family stands for the plain transformer too. */
function architecturesOf(asks: readonly Ask[]): readonly string[] {
  const names = asks
    .filter(({ kind, value }) => kind === 'architecture' && value !== false)
    .flatMap(({ name }) => [name, ...(NEAREST.get(name) ?? [])]);
  const isTransformer = names.some(
    (name) => name !== 'attention' && FAMILIES.get(name) === 'transformer',
  );
  return isTransformer && !names.includes('transformer') ? [...names, 'transformer'] : names;
}

/** Scores by a small network are Bahdanau's, by a dot product Luong's. */
function attentionOf(asks: readonly Ask[]): Stated['attention'] {
  const said = asks.filter(({ kind, name }) => kind === 'architecture' && name === 'attention');
  if (said.length > 0 && said.every(({ value }) => value === false)) return false;
  const words = said.map((ask) => ask.words.toLowerCase()).join(' ');
  if (/bahdanau|additive/.test(words)) return 'AdditiveAttention';
  return /luong|dot/.test(words) ? 'Attention' : null;
}

/** A span in steps of the data. */
function stepsOf(ask: Ask | undefined, words: string): number | null {
  const [count, unit] = Array.isArray(ask?.value) ? ask.value : [];
  if (typeof count !== 'number') return null;
  const step = secondsOfStep(words);
  if (typeof unit !== 'string' || step === null) return count;
  return toSteps(count, unit as TimeUnit, step);
}

function listOf(ask: Ask | undefined): readonly string[] {
  return Array.isArray(ask?.value) ? ask.value.map(String) : [];
}
