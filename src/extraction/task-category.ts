import { hasRole, normalizeLoss } from '../plan/index.ts';
import type { DataFacts, Extracted, ExtractedPlan } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import type { Trained } from './training.ts';
import { ancestry, argumentOf, lastName, type LayerValue } from './values.ts';

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
  readonly isOneTarget: boolean;
  readonly has: (pattern: RegExp) => boolean;
}

const CLASSES = /crossentropy|focal|hinge|kl_divergence|generalized_cross/;
const NUMBERS = /mean_|huber|log_cosh|rmse|poisson|quantile|mae|mse/;
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
        /generator_loss|discriminator_loss|gen_loss|disc_loss|train_discriminator|\bgan\b|make_generator|build_generator|build_discriminator|Discriminator$/i,
      ) ||
        has(/^(?:kl_loss|reparameterize|Sampling)$/)) &&
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
    'Image Captioning',
    0.85,
    ({ facts: { modalities }, inputs, layers, names, activation }) =>
      inputs >= 2 &&
      modalities.includes('image') &&
      layers.some((layer) => hasRole(layer, 'embedding')) &&
      layers.some((layer) => hasRole(layer, 'recurrent', 'query attention')) &&
      activation === 'softmax' &&
      !names.has('Conv2D'),
  ],
  [
    'Text-to-Text',
    0.85,
    ({ facts: { modalities }, inputs, layers }) =>
      inputs >= 2 &&
      modalities.includes('text') &&
      layers.filter((layer) => hasRole(layer, 'embedding')).length >= 2 &&
      layers.filter((layer) => hasRole(layer, 'recurrent', 'query attention')).length >= 2,
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
    'Object Detection',
    0.7,
    ({ has, names }) =>
      has(/non_max_suppression|draw_bounding|anchor_?box|\bbbox|\byolo/i) &&
      [...names].some((name) => /2D|Net|VGG/.test(name)),
  ],
  [
    'Image Segmentation',
    0.85,
    ({ isMap, loss, activation, metrics, facts: { modalities } }) =>
      isMap &&
      !NUMBERS.test(metrics) &&
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
      isMap && modalities[0] === 'image' && NUMBERS.test(metrics) && has(/count|density/i),
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
    'Text Generation',
    0.7,
    ({ facts: { modalities }, has, activation }) =>
      modalities[0] === 'text' &&
      activation === 'softmax' &&
      has(/generate_text|next_word|seed_text|char_to_i|char2idx|n_?gram_sequence|input_sequences/i),
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
  const words = [...new Set([...texts, ...functions, ...globals, ...facts.columns])];
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
    isOneTarget: facts.targets.length <= 1,
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

/** Whether a data argument of the training comes from a call. */
export function comesFrom({ fit }: Trained, pattern: RegExp): boolean {
  const data = fit === null ? undefined : argumentOf(fit.given, ['x', 'generator'], 0);
  return (
    data !== undefined &&
    ancestry(data).some((part) => part.kind === 'made' && pattern.test(part.path))
  );
}
