import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { BACKBONES, isBackbone, OTHER_BACKBONES } from './backbones.ts';
import { HEAD_FORMS } from './head-forms.ts';
import { kerasLayer, signatureOf } from './layer-lookup.ts';
import { LOSSES, OTHER_LOSSES } from './losses.ts';
import { METRICS, OTHER_METRICS } from './metrics.ts';
import { wordsOf, type NameWords, type OtherName } from './names.ts';
import { OPTIMIZERS, OTHER_OPTIMIZERS } from './optimizers.ts';
import {
  hearNames,
  normalizeBackbone,
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
} from './index.ts';
import type { NamedField, NormalizedName } from './index.ts';

interface Field {
  readonly noun: string;
  readonly keras: Readonly<Record<string, NameWords>>;
  readonly others: Readonly<Record<string, OtherName<string>>>;
  readonly normalize: (text: string) => NormalizedName;
}

const FIELDS: Readonly<Record<NamedField, Field>> = {
  loss: { noun: 'loss', keras: LOSSES, others: OTHER_LOSSES, normalize: normalizeLoss },
  metric: { noun: 'metric', keras: METRICS, others: OTHER_METRICS, normalize: normalizeMetric },
  optimizer: {
    noun: 'optimizer',
    keras: OPTIMIZERS,
    others: OTHER_OPTIMIZERS,
    normalize: normalizeOptimizer,
  },
  backbone: { noun: '', keras: BACKBONES, others: OTHER_BACKBONES, normalize: normalizeBackbone },
};

/** `mean_squared_error` as the class `MeanSquaredError`. */
function className(name: string): string {
  return name.replace(/(?:^|_)([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** Phrases with the row that each must be heard as. */
function phrases(field: NamedField): [phrase: string, name: string][] {
  const { noun, keras, others } = FIELDS[field];
  const say = (words: string): string => words.replaceAll('#', '9');
  return Object.entries<NameWords>({ ...others, ...keras }).flatMap(([name, row]) => {
    const { words, beside = [], vague, unasked } = row;
    if (vague === true || unasked === true) return [];
    const alone = words.map((text): [string, string] => [
      `Build it with ${say(text)}, please.`,
      name,
    ]);
    // The bare name of a family is that of its usual member.
    if (field === 'backbone')
      return name in keras ? [[`Fine-tune ${name} on it.`, name], ...alone] : alone;
    const own = [name, className(name), wordsOf(name), ...beside.map(say)];
    return [
      ...alone,
      ...own.map((text): [string, string] => [`Use the ${text} ${noun}.`, name]),
      ...own.map((text): [string, string] => [`Set ${noun}='${text}' there.`, name]),
      ...own.map((text): [string, string] => [`The ${noun} is ${text}.`, name]),
    ];
  });
}

describe.each(Object.keys(FIELDS) as NamedField[])('every %s', (field) => {
  const { keras, others, normalize } = FIELDS[field];

  test('is heard by its name, its spelling in Keras and every phrase, and by no other phrase', () => {
    const wrong = phrases(field)
      .map(([phrase, name]) => [phrase, name, hearNames(field, phrase)[0]?.name])
      .filter(([, name, heard]) => heard !== name);
    expect(wrong).toEqual([]);
  });

  test('is known where a plan names it', () => {
    const wrong = Object.keys(keras).filter((name) =>
      [name, className(name)].some((text) => normalize(text).stated !== name),
    );
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(others).filter(([, { vague }]) => vague !== true))(
    '%s is done by names that Keras has',
    (name, row) => {
      expect(row.with.filter((other) => !(other in keras))).toEqual([]);
      expect(name in keras && row.reason !== undefined).toBe(false);
      expect(normalize(name).choices).toEqual(row.with);
    },
  );

  test('stands for others of Keras only where they are there', () => {
    const named = Object.values<NameWords>(keras).flatMap(({ or = [] }) => or);
    expect(named.filter((name) => !(name in keras))).toEqual([]);
  });
});

describe('what Keras has', () => {
  const reference = JSON.parse(
    readFileSync(path.join(PACKAGE_ROOT, 'tests/reference/keras.json'), 'utf8'),
  ) as {
    losses: string[];
    metrics: string[];
    optimizers: string[];
    applications: string[];
    layers: Record<string, string>;
  };

  test('every loss has a row, and no row another name', () => {
    expect(
      Object.values(LOSSES)
        .map(({ keras }) => keras)
        .toSorted(),
    ).toEqual(reference.losses);
  });

  test('every metric has a row but those that need what no plan states', () => {
    // Averages of what a training step hands over; of chosen classes, or of one-hot masks (masks hold class numbers).
    const leftOut = 'Mean MeanMetricWrapper Sum IoU OneHotIoU OneHotMeanIoU'.split(' ');
    const rows = Object.keys(METRICS)
      .filter((name) => name !== 'loss')
      .map(plain);
    const known = reference.metrics.filter((name) => !leftOut.includes(name)).map(plain);
    expect(rows.toSorted()).toEqual(known.toSorted());
  });

  test('every optimizer has a row but those that wrap others', () => {
    const wrappers = ['LossScaleOptimizer', 'MultiOptimizer'];
    expect(Object.keys(OPTIMIZERS).toSorted()).toEqual(
      reference.optimizers.filter((name) => !wrappers.includes(name)),
    );
  });

  test('every network has a row', () => {
    expect(Object.keys(BACKBONES)).toEqual(reference.applications);
  });

  test('every layer has a row with its arguments but those that no plan can name', () => {
    const leftOut =
      /^(?:CutMix|MixUp|MaxNumBoundingBoxes|FlaxLayer|JaxLayer|TFSMLayer|TorchModuleWrapper|Lambda|Pipeline|Wrapper|StackedRNNCells|\w+Cell)$/;
    const foreign =
      /^(?:activity_regularizer|value_range|sliding_window|flash_attention|use_gate|lora_rank|lora_alpha|quantization_config|gptq_unpacked_column_size|backward_layer|ragged|batch_shape|input_tensor|bounding_box_format|input_dtype|optional)$/;
    const wrong = Object.entries(reference.layers)
      .filter(([name]) => !leftOut.test(name))
      .map(([name, signature]) => [name, kerasLayer(name), signature] as const)
      .filter(([name, row, signature]) => {
        const known = signature
          .split(' ')
          .filter((argument) => !foreign.test(argument.replace('*', '')));
        const own =
          row === null
            ? []
            : signatureOf(row).filter((argument) => !foreign.test(argument.replace('*', '')));
        return row === null || (row === name && known.filter(Boolean).join(' ') !== own.join(' '));
      });
    expect(wrong).toEqual([]);
  });
});

test('every head form has a loss and a metric', () => {
  const fitting = (rows: Readonly<Record<string, { fits: readonly string[] }>>, form: string) =>
    Object.values(rows).filter(({ fits }) => fits.includes(form)).length;
  for (const form of HEAD_FORMS) {
    expect([form, fitting(LOSSES, form) > 0, fitting(METRICS, form) > 0]).toEqual([
      form,
      true,
      true,
    ]);
  }
});

test.each([
  ['ResNet18', 'ResNet50'],
  ['a resnet-34', 'ResNet50'],
  ['VGG 11', 'VGG16'],
  ['GoogLeNet', 'InceptionV3'],
  ['SqueezeNet', 'MobileNetV3Small'],
  ['EfficientNet-B9', 'EfficientNetB0'],
])('%s is not silently another network', (text, name) => {
  expect(hearNames('backbone', text)[0]?.substitute?.with).toBe(name);
});

test.each([
  ['Efficient Net B3', 'EfficientNetB3'],
  ['EfficientNetV2-S', 'EfficientNetV2S'],
  ['resnet 50 v2', 'ResNet50V2'],
  ['ResNets', 'ResNet50'],
  ['ConvNeXt', 'ConvNeXtTiny'],
  ['a VGG', 'VGG16'],
  ['MobileNet_V2', 'MobileNetV2'],
  ['Inception-ResNet', 'InceptionResNetV2'],
])('%s is %s', (text, name) => {
  expect(hearNames('backbone', text)).toMatchObject([{ name }]);
  expect(hearNames('backbone', text)[0]?.substitute).toBeUndefined();
});

test.each([
  ['loss', 'Poisson counts of a hinge on the dice in a circle'],
  ['metric', 'cosine waves of a map, positions of a meteor'],
  ['optimizer', 'pictures of a lamb and a lion'],
  ['backbone', 'a regular network with 50 residual blocks and efficient layers'],
] as const)('no %s is heard in: %s', (field, text) => {
  expect(hearNames(field, text)).toEqual([]);
});

test('names stand where they are found', () => {
  const text = 'Minimise the Huber loss with AdamW, report MAE and RMSE';
  const found = (['loss', 'optimizer', 'metric'] as const).flatMap((field) =>
    hearNames(field, text),
  );
  expect(
    found.map(({ name, words, span }) => [name, words, text.slice(...span).toLowerCase()]),
  ).toEqual([
    ['huber', 'huber loss', 'huber loss'],
    ['AdamW', 'adamw', 'adamw'],
    ['mean_absolute_error', 'mae', 'mae'],
    ['root_mean_squared_error', 'rmse', 'rmse'],
  ]);
});

test('one isBackbone reads names, texts and typed layers', () => {
  expect(isBackbone('EfficientNetV2S(include_top=False)')).toBe(true);
  expect(isBackbone({ name: 'NASNetLarge' })).toBe(true);
  expect(isBackbone('ResNet18()')).toBe(false);
  expect(isBackbone('Dense(8)')).toBe(false);
});

/** Letters and digits only. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '');
}

test.each([
  [normalizeLoss, 'Mean Squared Error (MSE)', 'mean_squared_error', undefined],
  [
    normalizeLoss,
    'multi_logloss',
    'sparse_categorical_crossentropy',
    'sparse_categorical_crossentropy',
  ],
  [normalizeLoss, 'dice_coef_loss', 'dice', undefined],
  [
    normalizeLoss,
    'SparseCategoricalCrossentropy(from_logits=True)',
    'sparse_categorical_crossentropy',
    undefined,
  ],
  [normalizeLoss, 'Binary Crossentropy with label smoothing', 'binary_crossentropy', undefined],
  [normalizeLoss, 'Wasserstein loss', 'binary_crossentropy', 'binary_crossentropy'],
  [normalizeOptimizer, 'Stochastic Gradient Descent (SGD)', 'SGD', undefined],
  [normalizeOptimizer, 'tfa.optimizers.AdamW', 'AdamW', undefined],
  [normalizeOptimizer, 'RectifiedAdam', 'Adam', 'Adam'],
  [normalizeMetric, 'Accuracy, AUC', 'accuracy', undefined],
  [normalizeMetric, 'F1-score', 'f1_score', undefined],
  [normalizeMetric, 'Intersection over Union (IoU)', 'mean_io_u', undefined],
  [normalizeMetric, 'BLEU score', 'accuracy', 'accuracy'],
] as const)('%o reads %s as %s', (normalize, text, name, substitute) => {
  const found = normalize(text);
  expect([found.known, found.name, found.substitute?.with]).toEqual([true, name, substitute]);
});

test.each([
  ['image classification', 'Image Classification'],
  ['Time-series Forecasting', 'Time Series Forecasting'],
  ['Image-to-Image Translation', 'Image-to-Image'],
  ['Named Entity Recognition', 'Token Classification'],
  ['Weather', 'Weather'],
])('category %s is %s', (text, name) => {
  expect(normalizeCategory(text).name).toBe(name);
});
