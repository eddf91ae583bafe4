import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordOf } from '../artifacts/index.ts';
import { PACKAGE_ROOT } from '../core/index.ts';
import { parsePlan } from '../plan/index.ts';
import { firstError, withSyntaxTree } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { verifies } from '../../tests/requirements.ts';
import { generateProject, type Generated } from './generate.ts';
import { planProject } from './plan-project.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));

interface Given {
  readonly text: string;
  readonly category: string;
  readonly layers: readonly string[];
  readonly hyperparameters?: Readonly<Record<string, string | number>>;
  readonly availableWeights?: ReadonlySet<string>;
}

async function generate({
  text,
  category,
  layers,
  hyperparameters = {},
  availableWeights = new Set(),
}: Given): Promise<Generated> {
  const parsed = parsePlan({
    'Task Category': category,
    Dataset: { Input: '', Output: '' },
    'Model Architecture': { Layers: layers, Hyperparameters: hyperparameters },
  });
  if (!parsed.ok) throw new Error(parsed.issues[0]?.message);
  const requirement = { text, attributes: '' };
  const given = recordOf(parsed.value.plan);
  const planned = await planProject({ requirement, data: null, samples, given });
  return generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
    availableWeights,
  });
}

function buildModel({ final }: Generated): string {
  return final.program.segments.find(({ id }) => id === 'model.build_model')?.code ?? '';
}

const PICTURES = 'Classify pictures of flowers into 5 classes with attention on patches';
const TWEETS = 'Classify short messages into 4 topics';

describe(`${verifies('plan-drives-code')} a plan from elsewhere`, () => {
  test('a chain is built even where the nearest program has a topology of its own', async () => {
    const generated = await generate({
      text: PICTURES,
      category: 'Image Classification',
      layers: ['EfficientNetB4', 'GlobalAveragePooling2D', "Dense(5, activation='softmax')"],
    });
    expect(generated.selection.nearest.sample.topology).toBe('trunk');
    expect(buildModel(generated)).toContain('keras.applications.EfficientNetB4(');
    expect(generated.record.substituted).not.toContain('layers');
  });

  test('an output that the plan leaves open is an assumption, no substitution', async () => {
    const generated = await generate({
      text: PICTURES,
      category: 'Image Classification',
      layers: ['Conv2D (12 filters, 3x3)', 'MaxPooling2D layer', 'Flatten', 'Output layer'],
    });
    expect(generated.record.data?.facts['CLASS_COUNT']).toBe(5);
    expect(buildModel(generated)).toContain('layers.Dense(class_count, activation="softmax")');
    expect(generated.record.assumptions.join(' ')).toContain(
      "the output is Dense(5, activation='softmax')",
    );
    expect(generated.record.substituted).not.toContain('layers');
  });

  test.each([
    ['MultiHeadAttention(2, 8)', 'layers.MultiHeadAttention(2, 8)(features, features)'],
    ['Attention()', 'layers.Attention()([features, features])'],
  ])('in a chain, %s attends to its input', async (layer, code) => {
    const generated = await generate({
      text: TWEETS,
      category: 'Text Classification',
      layers: ['Embedding(1000, 16)', 'LSTM(8)', layer, "Dense(4, activation='softmax')"],
    });
    expect(buildModel(generated)).toContain(code);
    expect(buildModel(generated)).toContain('return_sequences=True');
  });

  test('words become vectors where the plan has no embedding', async () => {
    const generated = await generate({
      text: TWEETS,
      category: 'Text Classification',
      layers: ['LSTM(8)', "Dense(4, activation='softmax')"],
    });
    expect(buildModel(generated)).toContain('layers.Embedding(vocabulary_size, 128)(inputs)');
    expect(generated.record.substituted).toContain('layers');
  });

  test('layers for pictures run along the columns of a table', async () => {
    const generated = await generate({
      text: 'Predict which of 3 kinds of wine it is from a table of measurements',
      category: 'Tabular Classification',
      layers: [
        "Conv2D(24, (3, 3), activation='relu')",
        'Flatten()',
        "Dense(3, activation='softmax')",
      ],
    });
    expect(buildModel(generated)).toContain('layers.Conv1D(24, 3');
    expect(generated.record.substituted).toContain('layers');
  });

  test('a chain has one pretrained network', async () => {
    const generated = await generate({
      text: PICTURES,
      category: 'Image Classification',
      layers: [
        'VGG16, ResNet50 and Xception base models',
        'Flatten',
        "Dense(5, activation='softmax')",
      ],
    });
    expect(buildModel(generated).match(/keras\.applications\./g)).toHaveLength(1);
    expect(generated.record.warnings.join(' ')).toContain('ResNet50 left out');
  });

  test.each([
    ['optimizer', 'Ranger', 'keras.optimizers.Adam(learning_rate)', 'No optimizer Ranger is known'],
    [
      'optimizer',
      'RectifiedAdam',
      'keras.optimizers.Adam(learning_rate)',
      'Keras has no rectified',
    ],
    ['loss function', 'ArcFace', 'loss="categorical_crossentropy"', 'no angular margin'],
  ])('%s %s is replaced and said', async (field, value, code, warning) => {
    const generated = await generate({
      text: PICTURES,
      category: 'Image Classification',
      layers: ['Conv2D(8, 3)', 'Flatten()', "Dense(5, activation='softmax')"],
      hyperparameters: { [field]: value },
    });
    expect(buildModel(generated)).toContain(code);
    expect(generated.record.warnings.join(' ')).toContain(warning);
  });

  test('logits are scored as probabilities whatever form the labels have', async () => {
    const generated = await generate({
      text: PICTURES,
      category: 'Image Classification',
      layers: ['Conv2D(8, 3)', 'Flatten()', 'Dense(5)'],
      hyperparameters: { 'loss function': 'categorical_crossentropy' },
    });
    expect(buildModel(generated)).toContain('CategoricalCrossentropy(from_logits=True)');
    const scores = generated.final.program.segments.find(({ defines }) =>
      defines.includes('class_scores'),
    );
    expect(scores?.code).toContain('softmax');
  });

  test('a program with a topology of its own keeps its head and the loss that fits it', async () => {
    const generated = await generate({
      text: 'Segment cells in microscope images, masks are given',
      category: 'Image Segmentation',
      layers: ['Conv2D', 'MaxPooling2D', 'Conv2DTranspose', 'Conv2D'],
    });
    expect(generated.selection.nearest.sample.topology).toBe('custom');
    expect(buildModel(generated)).not.toContain('from_logits');
  });

  test('the category that a plan states outweighs a chance word of the requirement', async () => {
    const generated = await generate({
      text: 'Classify microscope images of cells with a structured data set',
      category: 'Image Classification',
      layers: ['Conv2D(8, 3)', 'Flatten()', "Dense(7, activation='softmax')"],
    });
    expect(generated.record.data?.kind).toBe('image-folders');
    expect(generated.record.data?.facts['CLASS_COUNT']).toBe(7);
  });
});

describe('a pretrained network', () => {
  const withBackbone = (
    layer: string,
    availableWeights: ReadonlySet<string> = new Set(['ResNet50']),
    text = PICTURES,
  ): Promise<Generated> =>
    generate({
      text,
      category: 'Image Classification',
      layers: [layer, 'GlobalAveragePooling2D()', "Dense(5, activation='softmax')"],
      availableWeights,
    });
  const file = ({ files }: Generated, name: string): string => files.get(name) ?? '';
  const sentences = ({ record }: Generated): string =>
    [...record.warnings, ...record.assumptions].join(' ');

  test('starts from its weights where they are at hand: first its head is trained, then all', async () => {
    const generated = await withBackbone('ResNet50()');
    expect(file(generated, 'model.py')).toContain('weights="imagenet"');
    const train = file(generated, 'train.py');
    expect(train).toContain('def train_head(');
    const call = train.lastIndexOf('train_head(model');
    expect(call).toBeLessThan(train.indexOf('history = '));
    expect(call).toBeGreaterThan(0);
    expect(train).not.toContain('if WEIGHTS');
    expect(sentences(generated)).toContain('ResNet50 starts from its ImageNet weights');
    expect(brokenFiles(generated.files)).toEqual([]);
  });

  test('is trained from scratch where they are not, and that is said', async () => {
    const [there, missing] = [
      await withBackbone('ResNet50()'),
      await withBackbone('ResNet50()', new Set(['VGG16'])),
    ];
    expect(file(there, 'train.py')).toContain('train_head(');
    expect(file(missing, 'train.py')).not.toContain('train_head(');
    expect(file(missing, 'model.py')).toContain('weights=None');
    expect(missing.record.warnings.join(' ')).toContain('doctor --fetch-weights ResNet50');
    expect(missing.record.substituted).not.toContain('layers');
  });

  test.each([
    ["ResNet50(weights='imagenet')", new Set<string>(), 'None', true],
    ['ResNet50(weights=None)', new Set(['ResNet50']), 'None', false],
  ])('%s keeps to what the plan states', async (layer, available, value, substituted) => {
    const generated = await withBackbone(layer, available);
    expect(file(generated, 'model.py')).toContain(`weights=${value}`);
    expect(generated.record.substituted.includes('layers')).toBe(substituted);
    expect(sentences(generated)).not.toContain('ImageNet');
  });

  test('class weights of the program hold for the head as well', async () => {
    const split = 'Classify flowers into 5 classes, photos lie in train and test folders';
    const train = file(await withBackbone('ResNet50()', new Set(['ResNet50']), split), 'train.py');
    const weights = 'class_weight=dict(enumerate(data.state["class_weights"]))';
    expect(train.split(weights)).toHaveLength(3);
  });

  test.each([
    ['ResNet50()', 'mean=(103.94, 116.78, 123.68)', 'keras.ops.flip(inputs, axis=-1)'],
    ['VGG16()', 'mean=(103.94, 116.78, 123.68)', 'keras.ops.flip(inputs, axis=-1)'],
    ['ResNet50V2()', 'layers.Rescaling(1 / 127.5, offset=-1)', '(inputs)'],
    ['EfficientNetB0()', 'features = inputs', 'rescales 0-255 itself'],
  ])('%s gets pixels as it was trained on', async (layer, scale, order) => {
    const code = buildModel(await withBackbone(layer));
    expect(code).toContain(scale);
    expect(code).toContain(order);
  });
});

/** Python files that do not parse. */
function brokenFiles(files: Generated['files']): string[] {
  return [...files]
    .filter(([name]) => name.endsWith('.py'))
    .filter(([, text]) => withSyntaxTree(text, (root) => firstError(root) !== null))
    .map(([name]) => name);
}
