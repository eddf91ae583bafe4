import path from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { createFusedPlanPredictor, readFusionParts } from '../predictor/fused-plan.ts';
import { readPool } from '../retrieval/index.ts';
import { generateProject, type Generated } from './generate.ts';
import { planProject } from './plan-project.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const predictor = createFusedPlanPredictor(readFusionParts([]));

async function generate(text: string, available: readonly string[] = []): Promise<Generated> {
  const requirement = { text, attributes: '' };
  const planned = await planProject(
    { requirement, data: null, samples, given: null },
    { predictPlan: ({ reading }) => predictor.predict(reading) },
  );
  return generateProject({
    requirement,
    ...planned,
    samples,
    method: 'dlcodegen',
    seed: 42,
    availableWeights: new Set(available),
  });
}

/** The asks for networks and what became of them. */
function networks({ record }: Generated): readonly string[] {
  return record.asked
    .filter(({ kind }) => kind === 'architecture')
    .map(({ name, status, by }) => `${name} ${status}${by === undefined ? '' : ` by ${by}`}`);
}

const codeOf = ({ files }: Generated): string => {
  const code = files.get('script.py');
  return typeof code === 'string' ? code : '';
};
const small = (name: string): string => `${name} from random weights, small and not pretrained`;

/** Without weights: the requirement, the class of KerasHub that is built, and what became of the asks. */
test.each([
  [
    'Fine-tune BERT to classify app reviews by sentiment',
    'BertBackbone',
    [
      'transfer learning substituted by an encoder of KerasHub, trained from scratch',
      `BERT substituted by ${small('BERT')}`,
    ],
  ],
  [
    'Classify tweets with DistilBERT',
    'DistilBertBackbone',
    [`DistilBERT substituted by ${small('DistilBERT')}`],
  ],
  [
    'Predict the star rating of reviews as a number with RoBERTa',
    'RobertaBackbone',
    [`RoBERTa substituted by ${small('RoBERTa')}`],
  ],
  [
    'Tag abstracts with several labels with ELECTRA',
    'ElectraBackbone',
    [`ELECTRA substituted by ${small('ELECTRA')}`],
  ],
  [
    'Text classification using ALBERT',
    'AlbertBackbone',
    [`ALBERT substituted by ${small('ALBERT')}`],
  ],
  [
    'DeBERTa-v3 for toxic comment classification',
    'DebertaV3Backbone',
    [`DeBERTa substituted by ${small('DeBERTa')}`],
  ],
  [
    'XLM-RoBERTa multilingual sentiment classification of reviews',
    'XLMRobertaBackbone',
    [`XLM-RoBERTa substituted by ${small('XLM-RoBERTa')}`],
  ],
  [
    'Classify tweets with XLNet',
    'BertBackbone',
    [`another pretrained encoder substituted by ${small('BERT')}`],
  ],
  [
    'Fine-tune a pretrained transformer from Hugging Face to classify emails',
    'BertBackbone',
    [
      'transfer learning substituted by an encoder of KerasHub, trained from scratch',
      'transformer done',
      `Hugging Face models substituted by ${small('BERT')}`,
    ],
  ],
  ['Generate poems with GPT-2', 'GPT2Backbone', [`GPT-2 substituted by ${small('GPT-2')}`]],
  [
    'Write stories with GPT-3, text generation from a txt file',
    'GPT2Backbone',
    [`a pretrained GPT or T5 substituted by ${small('GPT-2')}`],
  ],
  ['Classify movie reviews with GPT-2', 'BertBackbone', [`GPT-2 substituted by ${small('BERT')}`]],
  [
    'Classify movie reviews with T5',
    'BertBackbone',
    [`a pretrained GPT or T5 substituted by ${small('BERT')}`],
  ],
])('%s', async (text, builder, asked) => {
  const generated = await generate(text);
  expect(networks(generated)).toEqual(asked);
  const code = codeOf(generated);
  expect(code).toContain(`keras_hub.models.${builder}(`);
  expect(code).not.toMatch(/PRESET|from_preset/);
  expect(generated.record.substituted).toContain('layers');
  expect(generated.record.warnings.join('\n')).toMatch(/is built small, with random weights/);
});

/** With weights: what is at hand, the preset that is taken, and rate and epochs. */
test.each([
  [
    'Fine-tune BERT to classify app reviews by sentiment',
    'bert_tiny_en_uncased',
    ['transfer learning done', 'BERT done'],
    [5e-5, 4],
  ],
  [
    'Fine-tune bert-base-cased on product reviews, positive or negative, learning rate 2e-5, 3 epochs',
    'bert_base_en',
    ['transfer learning done', 'BERT done'],
    [2e-5, 3],
  ],
  [
    'Predict the star rating of reviews as a number with RoBERTa',
    'roberta_base_en',
    ['RoBERTa done'],
    [5e-5, 4],
  ],
  ['Generate poems with GPT-2', 'gpt2_base_en', ['GPT-2 done'], [5e-5, 4]],
  [
    'Classify biomedical abstracts with BioBERT',
    'bert_base_en_uncased',
    ['another pretrained encoder substituted by BERT with its pretrained weights'],
    [5e-5, 4],
  ],
])('%s, with %s', async (text, preset, asked, values) => {
  const generated = await generate(text, [preset, 'VGG16']);
  const { plan } = generated.record;
  expect(networks(generated)).toEqual(asked);
  expect(codeOf(generated)).toContain(`PRESET = "${preset}"`);
  expect(codeOf(generated)).toContain('Backbone.from_preset(find_preset())');
  expect(plan.layers[0]).toMatch(new RegExp(`Backbone\\(preset='${preset}'\\)`));
  expect([plan.hyperparameters.learningRate, plan.hyperparameters.epochs]).toEqual(values);
});

test('weights of another size than the one that is named are not taken', async () => {
  const generated = await generate('Fine-tune bert-large-uncased on reviews', [
    'bert_tiny_en_uncased',
  ]);
  expect(codeOf(generated)).not.toContain('PRESET');
  expect(generated.record.warnings.join('\n')).toContain('--fetch-weights bert_large_en_uncased');
});

test.each([
  ['Classify tweets with BERT, max_length=128', [], 128],
  ['Classify tweets with BERT, max_length=700', [], 700],
  ['Classify tweets with BERT, max_length=700', ['bert_tiny_en_uncased'], 512],
])('%s, with %j: texts of %i tokens', async (text, available, length) => {
  const generated = await generate(text, available);
  expect(codeOf(generated)).toMatch(new RegExp(`^SEQUENCE_LENGTH = ${length}$`, 'm'));
  const isCut = generated.record.warnings.some((warning) => warning.includes('cut at 512 tokens'));
  expect(isCut).toBe(length === 512);
});

test('sizes that are stated are those of the encoder', async () => {
  const generated = await generate('Classify news with a BERT of 8 attention heads');
  expect(codeOf(generated)).toMatch(/^HEADS = 8$/m);
});

test('a network that is compared with an encoder is trained beside it', async () => {
  const generated = await generate('Compare BERT and an LSTM on the sentiment of movie reviews');
  expect(networks(generated)).toEqual([`BERT substituted by ${small('BERT')}`, 'LSTM done']);
  const rival = /def build_lstm\([\s\S]*?\n\n\n/.exec(codeOf(generated))?.[0] ?? '';
  expect(rival).toContain('layers.LSTM(');
  expect(rival).toContain('layers.Embedding(vocabulary_size, 64, mask_zero=True)(inputs)');
  expect(rival).not.toContain('build_features');
});

test('an encoder that is not wanted is not built', async () => {
  const generated = await generate('Classify tweets with an LSTM, without BERT');
  expect(codeOf(generated)).not.toContain('keras_hub');
  expect(networks(generated)).toContain('BERT done');
});
