import { hasRole, normalizeLoss } from '../plan/index.ts';
import type { DataFacts, Extracted, ExtractedPlan } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import type { Trained } from './training.ts';
import { argumentOf, asNumber, lastName, type LayerValue } from './values.ts';

/** What the rules of the task see of a program. */
interface Program {
  readonly facts: DataFacts;
  readonly layers: readonly LayerValue[];
  readonly names: ReadonlySet<string>;
  readonly loss: string;
  /** Names of metrics, a space between them. */
  readonly metrics: string;
  readonly units: number | null | undefined;
  readonly activation: string | null;
  readonly inputs: number;
  /** Whether the head is a map over the input's positions: a mask, a picture. */
  readonly isMap: boolean;
  /** Whether every position of a sequence has an answer of its own. */
  readonly isEach: boolean;
  readonly has: (pattern: RegExp) => boolean;
}

const CLASSES = /crossentropy|focal|hinge|kl_divergence|generalized_cross/;
const NUMBERS = /mean_|huber|log_cosh|rmse|poisson|quantile|mae|mse/;
/** Metrics of numbers; overlaps are means too. */
const DISTANCES = /mean_(?:absolute|squared)|root_mean|mae|mse/;
const OVERLAPS = /dice|tversky|iou|jaccard/;

/** The category by layers, head, loss and what the program reads; the first rule that holds. */
const RULES: readonly (readonly [string, number, (program: Program) => boolean])[] = [
  [
    'Reinforcement Learning',
    0.9,
    ({ has }) => has(/^gym\b|\bgym\.make|replay_?buffer|kaggle_environments/i),
  ],
  [
    'Image Generation',
    0.85,
    ({ has, facts: { modalities } }) =>
      (has(
        /generator_loss|discriminator_loss|diffusion|gen_loss|disc_loss|train_discriminator|\bgan\b|make_generator|build_generator|build_discriminator|Discriminator$/i,
      ) ||
        has(/^(?:c?vae|kl_loss(?:_tracker)?|reparameterize|sampl(?:ing|er))$/i)) &&
      modalities[0] !== 'text' &&
      modalities[0] !== 'table',
  ],
  [
    'Optical Character Recognition',
    0.7,
    ({ has, facts: { modalities } }) => has(/ctc/i) && modalities[0] === 'image',
  ],
  [
    'Speech Recognition',
    0.8,
    ({ has, facts: { modalities } }) => has(/ctc/i) && modalities[0] === 'audio',
  ],
  [
    'Question Answering',
    0.7,
    ({ facts: { modalities }, inputs, has }) =>
      modalities[0] === 'text' && inputs >= 2 && has(/squad|start_position|answer_start/i),
  ],
  [
    'Text-to-Text',
    0.85,
    ({ facts: { modalities }, inputs, layers, has }) =>
      inputs >= 2 &&
      modalities.includes('text') &&
      !has(/caption/i) &&
      layers.filter((layer) => hasRole(layer, 'embedding')).length >= 2 &&
      layers.filter((layer) => hasRole(layer, 'recurrent', 'bidirectional', 'query attention'))
        .length >= 2,
  ],
  [
    'Image Captioning',
    0.85,
    ({ facts: { modalities }, inputs, layers, activation, loss, has }) =>
      inputs >= 2 &&
      modalities.includes('image') &&
      layers.some((layer) => hasRole(layer, 'embedding')) &&
      layers.some((layer) => hasRole(layer, 'recurrent', 'query attention')) &&
      CLASSES.test(loss) &&
      activation !== 'sigmoid' &&
      (activation === 'softmax' || has(/caption/i)) &&
      !/binary/.test(loss),
  ],
  [
    'Text-to-Text',
    0.7,
    ({ names, has }) =>
      [...names].some((name) => /ConditionalGeneration|Seq2Seq/.test(name)) ||
      ([...names].some((name) => /LMHead|CausalLM/.test(name)) && has(/summar|translat/i)),
  ],
  ['Text Generation', 0.75, ({ names }) => [...names].some((name) => /LMHead|CausalLM/.test(name))],
  [
    'Question Answering',
    0.8,
    ({ names }) => [...names].some((name) => /QuestionAnswering/.test(name)),
  ],
  [
    'Token Classification',
    0.8,
    ({ names }) => [...names].some((name) => /TokenClassification/.test(name)),
  ],
  [
    'Token Classification',
    0.75,
    ({ facts: { modalities }, isEach, has }) =>
      modalities[0] === 'text' &&
      isEach &&
      has(/(?:^|_)(?:ner|tags?|entit(?:y|ies)|pos)(?:_|2|$|s$)|tag_?2|num_tags/i),
  ],
  [
    'Text Generation',
    0.8,
    ({ layers, units, inputs, isEach, has }) =>
      inputs <= 1 &&
      (units ?? 3) > 2 &&
      ((isEach &&
        typeof units === 'number' &&
        layers.some((layer) => vocabularyOf(layer) === units)) ||
        has(
          /^(?:char_indices|next_chars?|char2idx|char_to_i(?:d|ndex)|idx2char|ids_from_chars|seed_text|generate_text|next_word|n_gram_sequence)$/i,
        )),
  ],
  [
    'Object Detection',
    0.7,
    ({ has, names }) =>
      has(/non_max_suppression|draw_bounding|anchor_?box|\bbbox|\byolo|\bbox_loss/i) &&
      [...names].some((name) => /2D|Net|VGG/.test(name)),
  ],
  [
    'Image Segmentation',
    0.85,
    ({ isMap, loss, activation, metrics, facts: { modalities } }) =>
      isMap &&
      !DISTANCES.test(metrics) &&
      modalities[0] !== 'text' &&
      modalities[0] !== 'series' &&
      (OVERLAPS.test(loss) ||
        (CLASSES.test(loss) &&
          (activation === 'sigmoid' || activation === 'softmax' || activation === null))),
  ],
  [
    'Image Regression',
    0.7,
    ({ isMap, facts: { modalities }, metrics, has }) =>
      isMap && modalities[0] === 'image' && DISTANCES.test(metrics) && has(/count|density/i),
  ],
  [
    'Image-to-Image',
    0.8,
    ({ isMap, loss, facts: { modalities } }) =>
      isMap && modalities[0] === 'image' && (NUMBERS.test(loss) || loss !== ''),
  ],
  [
    'Anomaly Detection',
    0.7,
    ({ has }) => has(/anomal|IsolationForest|reconstruction_error|outlier/i),
  ],
  [
    'Recommendation System',
    0.8,
    ({ layers, inputs, has }) =>
      inputs >= 2 &&
      layers.filter((layer) => hasRole(layer, 'embedding')).length >= 2 &&
      has(/user|movie|item|product/i),
  ],
  [
    'Image Retrieval',
    0.7,
    ({ facts: { modalities }, inputs, loss, has }) =>
      modalities[0] === 'image' &&
      (/contrastive|triplet/.test(loss) || (inputs >= 2 && has(/siamese/i))),
  ],
  [
    'Video Classification',
    0.8,
    ({ facts: { modalities }, loss }) => modalities[0] === 'video' && !NUMBERS.test(loss),
  ],
  [
    'Audio Classification',
    0.85,
    ({ facts: { modalities }, loss }) => modalities[0] === 'audio' && !NUMBERS.test(loss),
  ],
  [
    'Multi-Label Text Classification',
    0.75,
    ({ facts: { modalities }, activation, units, loss }) =>
      modalities[0] === 'text' &&
      activation === 'sigmoid' &&
      (units ?? 0) > 1 &&
      CLASSES.test(loss),
  ],
  [
    'Text Classification',
    0.85,
    ({ facts: { modalities }, loss }) => modalities[0] === 'text' && !NUMBERS.test(loss),
  ],
  [
    'Multi-Label Classification',
    0.75,
    ({ facts: { modalities }, activation, units, loss }) =>
      modalities[0] === 'image' &&
      activation === 'sigmoid' &&
      (units ?? 0) > 2 &&
      /binary/.test(loss),
  ],
  [
    'Image Regression',
    0.75,
    ({ facts: { modalities }, loss, activation }) =>
      modalities[0] === 'image' && NUMBERS.test(loss) && activation !== 'softmax',
  ],
  ['Image Classification', 0.9, ({ facts: { modalities } }) => modalities[0] === 'image'],
  [
    'Time Series Classification',
    0.8,
    ({ facts: { modalities }, loss }) => modalities[0] === 'series' && CLASSES.test(loss),
  ],
  [
    'Text Regression',
    0.75,
    ({ facts: { modalities }, loss, activation }) =>
      modalities[0] === 'text' && NUMBERS.test(loss) && activation !== 'softmax',
  ],
  ['Time Series Forecasting', 0.8, ({ facts: { modalities } }) => modalities[0] === 'series'],
  [
    'Tabular Regression',
    0.8,
    ({ loss, activation }) => NUMBERS.test(loss) && activation !== 'softmax',
  ],
  [
    'Tabular Classification',
    0.8,
    ({ loss, activation }) =>
      CLASSES.test(loss) || activation === 'softmax' || activation === 'sigmoid',
  ],
];

/** The kind of task, in the spelling of the plan's categories; null where nothing tells. */
export function categoryOf(
  machine: Machine,
  trained: Trained,
  facts: DataFacts,
  fields: Pick<ExtractedPlan, 'loss' | 'output' | 'input' | 'metrics'>,
): Extracted<string> | null {
  if (trained.layers.length === 0 && trained.compile === null) return null;
  const texts = machine.records.map(namesOf);
  const functions = [...machine.ran].map((node) => node.child('name')?.text ?? '');
  const globals = [...machine.global.names.keys()];
  const losses = fields.loss?.value.split(', ') ?? [];
  const words = [...new Set([...texts, ...functions, ...globals, ...facts.columns, ...losses])];
  const loss = normalizeLoss(fields.loss?.value.split(', ')[0] ?? null).name;
  const program: Program = {
    facts,
    layers: trained.layers,
    names: new Set(trained.layers.map(({ name }) => name)),
    loss,
    metrics: (fields.metrics?.value ?? []).join(' '),
    units: fields.output?.value.units,
    activation: fields.output?.value.activation ?? null,
    inputs: trained.layers.filter(({ name }) => name === 'Input').length,
    isMap: isMap(trained.layers),
    isEach: isEach(trained.layers),
    has: (pattern) => words.some((word) => pattern.test(word)),
  };
  const rule = RULES.find(([, , holds]) => holds(program));
  if (rule === undefined) return null;
  const call = trained.compile ?? trained.fit;
  return {
    value: rule[0],
    line: call?.line ?? trained.network?.line ?? 1,
    confidence: rule[1] * (call?.certainty ?? 0.8),
  };
}

function namesOf({ path }: CallRecord): string {
  return lastName(path) === path ? path : path.slice(-80);
}

/** Whether the last layer with weights is a convolution, and nothing behind it forgets positions. */
function isMap(layers: readonly LayerValue[]): boolean {
  const at = layers.findLastIndex((layer) =>
    hasRole(
      layer,
      'dense',
      'convolution',
      'transposed convolution',
      'up-sampling',
      'recurrent',
      'recurrent convolution',
    ),
  );
  const last = layers[at];
  if (last === undefined || !/2D|3D/.test(last.name)) {
    return layers.some(
      ({ name, isOwn }) => isOwn && /^(?:Unet|UNet|Linknet|FPN|PSPNet|unet\w*)$/i.test(name),
    );
  }
  return !layers.slice(at).some((layer) => hasRole(layer, 'global pooling', 'flatten'));
}

/** Whether the head answers for every position: nothing behind the last sequence layer forgets them. */
function isEach(layers: readonly LayerValue[]): boolean {
  if (layers.some(({ name }) => name === 'TimeDistributed')) return true;
  const at = layers.findLastIndex((layer) =>
    hasRole(layer, 'recurrent', 'bidirectional', 'query attention'),
  );
  const last = layers[at];
  if (last === undefined) return false;
  if (layers.slice(at).some((layer) => hasRole(layer, 'global pooling', 'flatten'))) return false;
  if (hasRole(last, 'query attention')) return true;
  const inner = last.given.positional[0];
  const recurrent = inner?.kind === 'layer' ? inner : last;
  const sequences = recurrent.given.named.get('return_sequences');
  return sequences?.kind === 'known' && sequences.value === true;
}

/** The vocabulary of an embedding. */
function vocabularyOf(layer: LayerValue): number | undefined {
  return hasRole(layer, 'embedding')
    ? asNumber(argumentOf(layer.given, ['input_dim'], 0))
    : undefined;
}
