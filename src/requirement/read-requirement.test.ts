import { describe, expect, test } from 'vitest';
import { CUES } from './cue-table.ts';
import { MOST_READ, readRequirement } from './read-requirement.ts';

function asksOf(text: string, attributes = ''): string[] {
  return readRequirement({ text, attributes })
    .asks.filter(({ kind }) => kind !== 'task')
    .map(({ name, value }) => (value === true ? name : `${name} ${JSON.stringify(value)}`));
}

/** What is stated in plain words, and the asks that it must become. */
const STATED: readonly (readonly [string, readonly string[]])[] = [
  [
    'a CSV with columns date, load and temperature',
    ['CSV', 'listed "date"', 'listed "load"', 'listed "temperature"'],
  ],
  [
    'columns user_id, rating & price per kg',
    ['listed "user_id"', 'listed "rating"', 'listed "price"'],
  ],
  ['the target column is SalePrice', ['target "SalePrice"']],
  ['the predicted column is called churned', ['target "churned"']],
  ["the outcome column 'grade' with 5 values", ['target "grade"']],
  ['the outcome column is grade', ['target "grade"']],
  ['Predict column lapsed', ['target "lapsed"']],
  ['rents.csv (target monthlyRent)', ['target "monthlyRent"']],
  [
    'visits.csv with guestId, roomId and nights, one row a stay',
    ['listed "guestId"', 'listed "roomId"', 'listed "nights"'],
  ],
  ['tides.csv: day, port, height', ['listed "day"', 'listed "port"', 'listed "height"']],
  [
    'scans.csv with s1..s3, weight, Grade. It is',
    ['listed "s1"', 'listed "s2"', 'listed "s3"', 'listed "weight"', 'listed "Grade"'],
  ],
  ['columns text and mood', ['listed "text"', 'listed "mood"']],
  [
    'classify tiles in folders CRACKED and SOUND (train and test given). Resize them',
    ['folder "CRACKED"', 'folder "SOUND"', 'class names ["CRACKED","SOUND"]'],
  ],
  ['classify 12 coin designs', ['classes 12']],
  ['spoken commands, 12 words, from wav files', ['classes 12']],
  ['sort shells into whelks, cockles and clams', ['class names ["whelks","cockles","clams"]']],
  ['three outcomes early, late, never', ['class names ["early","late","never"]', 'classes 3']],
  ['the remark and verdict columns', ['listed "remark"', 'listed "verdict"']],
  ['{"Target Labels List": ["Calm", "Storm", "Fog"]}', ['class names ["Calm","Storm","Fog"]']],
  [
    'three classes: Ripe (6012 images), Green (1,821 images) and Rotten (8,851 images)',
    ['class names ["Ripe","Green","Rotten"]', 'classes 3'],
  ],
  [
    'zwei versteckte Schichten mit 64 und 32 Neuronen, Lernrate 0.002, 50 Epochen',
    ['hidden layers [64,32]', 'learning rate 0.002', 'epochs 50'],
  ],
  ['augmentation is not needed', ['augmentation false']],
  ['a decision threshold of 0.35', ['threshold choice 0.35']],
  ['0.4 as the threshold', ['threshold choice 0.4']],
  ['50d word embeddings', ['embedding dimension 50']],
  ['compare with a persistence baseline', ['baseline comparison']],
  ['2 second wav clips', ['clip seconds 2']],
  ['recognise signs in Train/0..42', ['classes 43']],
  ['keep the top 5000 words', ['vocabulary 5000']],
  ['scale all columns to 0..1', ['min-max scaling']],
  ['log-transform the target', ['logarithm of the target']],
  ['pictures in the folders noisy and clean', ['images', 'folder "noisy"', 'folder "clean"']],
  [
    'photos in images/ and captions.txt',
    ['images', 'folder "images"', 'captions', 'file "captions.txt"', 'text files'],
  ],
  ['seven fault types', ['classes 7']],
  ['translate from French to English', ['languages ["french","english"]']],
  ['a file of English and French pairs, Turkish into English', ['languages ["turkish","english"]']],
  ['grayscale images of 64x64', ['channels 1', 'image [64,64]']],
  ['bird songs as WAV files with a CNN', ['WAV', 'convolutional network']],
  ['the last 10 % for testing', ['test share 0.1']],
  ['the next 24 hours from the past week', ['horizon [24,"hour"]', 'window [1,"week"]']],
  ['half a year ahead', ['horizon [6,"month"]']],
  ['die nächsten 6 Monate aus den letzten 30 Tagen', ['horizon [6,"month"]', 'window [30,"day"]']],
  ['les 7 prochains jours', ['horizon [7,"day"]']],
  ['los próximos 3 días', ['horizon [3,"day"]']],
  ['the next 48 half hours', ['horizon [1440,"minute"]']],
  ['12 months of history', ['window [12,"month"]']],
  [
    'a file mail.csv (subject, body, category)',
    ['file "mail.csv"', 'CSV', 'listed "subject"', 'listed "body"', 'listed "category"'],
  ],
  ['sold.csv, target price', ['file "sold.csv"', 'CSV', 'target "price"']],
  ['server metrics (cpu, mem, disk)', ['listed "cpu"', 'listed "mem"', 'listed "disk"']],
  [
    'a GPT with 6 layers, 6 heads',
    ['a pretrained GPT or T5 "gpt"', 'encoder blocks 6', 'decoder blocks 6', 'attention heads 6'],
  ],
  ['context length 256', ['sequence length 256']],
  ['two hidden layers', ['hidden layers 2']],
  ['hidden layers of 128 and 64 units', ['hidden layers [128,64]']],
  ['early stopping with patience 5', ['early stopping', 'patience 5']],
  ['early stopping after 10 epochs', ['early stopping', 'patience 10']],
  ['early stopping of 30 rounds', ['early stopping', 'patience 30']],
  ['early stopping (10 epochs patience)', ['early stopping', 'patience 10']],
  ['early stopping, 20 epochs', ['early stopping', 'epochs 20']],
  ['15 numerical inputs and 4 categorical ones', ['number columns 15', 'category columns 4']],
  [
    'clip gradients at norm 1.0 and label smoothing 0.1',
    ['gradient clipping 1', 'label smoothing 0.1'],
  ],
  ['5-fold cross-validation', ['cross-validation 5']],
  ['report macro F1 and the ROC curve', ['macro average', 'metric "f1_score"', 'ROC curve']],
  ['SSD, evaluated by mAP', ['metric "mean_average_precision"']],
  ['mAP@0.5:0.95 of a CenterNet', ['metric "mean_average_precision"', 'CenterNet']],
  [
    'a DDPM with 500 diffusion steps, 25 DDIM sampling steps',
    ['diffusion model', 'noise steps 500', 'sampling steps 25'],
  ],
  [
    'CycleGAN with cycle consistency weight 8, identity loss 4 and 9 residual blocks',
    ['CycleGAN', 'cycle weight 8', 'identity weight 4', 'residual blocks 9'],
  ],
  ['triplet loss with margin 0.3', ['triplet network', 'contrastive margin 0.3']],
  ['no dropout, instead of an LSTM a GRU', ['Dropout false', 'LSTM false', 'GRU']],
  ['compare VGG16 and ResNet50', ['backbone "VGG16"', 'backbone "ResNet50"']],
  ['route each message to one of 14 queues', ['classes 14']],
  ['put tickets into 5 priorities', ['classes 5']],
  ['Identify the language of a text (20 languages)', ['classes 20']],
  ['a CRNN that reads meters', ['convolutional recurrent network']],
  ['cut the images into 256 px patches', ['tiles of large images']],
  ['data/turbines.csv has readings', ['file "turbines.csv"']],
  ['articles cut at 400 words, summaries at 60', ['target length 60']],
  ['a BiLSTM with char embeddings', ['character embeddings']],
  ['leave-one-subject-out cross-validation', ['leave one group out']],
  ['signals of 21 sensor channels', ['columns 21']],
  ['a 24 step horizon', ['horizon [24,null]']],
  ['fraud is very rare: 492 in 284,807', ['instances 492']],
  ['conv filters 128 with widths 3, 5 and 7', ['TextCNN']],
  ['numbers that were extracted: features extracted from scans', ['extracted features']],
  ['extract features from scans', ['feature extraction']],
  ['the Oxford Pets dataset', ['public data set "Oxford Pets"']],
  ['an LSTM. Data: CIFAR-10. Optimizer: Adam', ['public data set "CIFAR-10"']],
  ['labels (0 for Fresh, 1 for Stale)', ['class names ["Fresh","Stale"]']],
];

test.each([
  ['a table notes.csv with missing values and outliers', 'column'],
  ['rents.csv with an MLP, SGD with momentum', 'column'],
  ['rents.csv with LSTM and GRU', 'column'],
  ['classify 500 images', 'count'],
  ['a U-Net of 5 levels starting with 16 filters', 'count'],
  ['split the rows into 5 folds', 'count'],
  ['three levels of residual blocks', 'count'],
  ['the input is split into three groups; each group has its own convolution', 'count'],
  ['a convolution, then the features are flattened and go through a dense layer of 8', 'column'],
  ['Classify the text of a letter (3 pages)', 'count'],
  ['Classify EEG epochs (hand imagery, 22 channels, 250 Hz, 4 s)', 'class'],
  ['compare it with a naive forecast', 'comparison'],
  ['classify images of wheat or winter rye diseases', 'class'],
  ['the target labels are the next note or chord to be predicted', 'class'],
])('%s states no %s', (text, kind) => {
  const { asks } = readRequirement({ text, attributes: '' });
  expect(asks.filter((ask) => ask.kind === kind)).toEqual([]);
});

test.each([
  ['early stopping after 10 epochs', 'epochs'],
  ['early stopping of 30 rounds', 'epochs'],
  ['the predicted column is called churned', 'listed'],
  ['the outcome column is grade', 'listed'],
  ['Predict column lapsed', 'listed'],
])('%s says nothing of %s', (text, name) => {
  const { asks } = readRequirement({ text, attributes: '' });
  expect(asks.filter((ask) => ask.name === name)).toEqual([]);
});

test.each(STATED)('%s', (text, expected) => {
  expect(asksOf(text)).toEqual(expect.arrayContaining([...expected]));
});

test('a described network tells pictures by its windows, and classes by its vector', () => {
  const network =
    'Build a model. A 3x3 convolution and max pooling have two branches that restore the channels, then flatten and dense layers.';
  const { evidence } = readRequirement({ text: network, attributes: '' });
  expect(evidence).toMatchObject({ restore: 0 });
  expect(evidence.image).toBeGreaterThan(evidence.mixed);
  expect(evidence.classify).toBeGreaterThan(0);
});

describe('what no term hears and stands where something is asked', () => {
  test.each([
    [
      'Classify accounts using their posting rhythm and follower graph',
      ['posting rhythm', 'follower graph'],
    ],
    ['Detect fraud with Benford features', ['Benford']],
    [
      'Predict rent including energy certificates and noise maps',
      ['energy certificates', 'noise maps'],
    ],
    ['Classify images of oak leaves with a CNN', []],
    ['Predict house prices using deep learning techniques', []],
    ['Predict prices based on various features', []],
    ['We have call center messages and want to sort them', []],
  ])('%s', (text, expected) => {
    const unread = readRequirement({ text, attributes: '' })
      .asks.filter(({ name }) => name === 'unknown')
      .map(({ words }) => words);
    expect(unread).toEqual(expected);
  });
});

test.each([
  ['facial keypoint detection', 'CenterNet'],
  ['real street views pose challenges', 'keypoints'],
  ['an efficient model', 'speed'],
  ['Cassava Mosaic disease', 'other augmentation'],
  ['merge two input sentences', 'several inputs'],
])('%s asks for no %s', (text, name) => {
  const { asks } = readRequirement({ text, attributes: '' });
  expect(asks.map((ask) => ask.name)).not.toContain(name);
});

test('rows of numbers that are cut into windows are a series', () => {
  const { evidence } = readRequirement({
    text: 'Predict the remaining useful life of engines from sensors with a window of 30 cycles',
    attributes: '',
  });
  expect(evidence.series).toBeGreaterThan(evidence.table);
});

test('the words of a task begin with a whole word', () => {
  const { asks } = readRequirement({ text: "I'd like to predict rents", attributes: '' });
  expect(asks.find(({ kind }) => kind === 'task')?.words).toBe('predict rents');
});

test('an ask stands where it is written, typos and attributes included', () => {
  const text = 'clasify imges with a CNN, batch size 8';
  const attributes = 'Photos of 32x32 pixels';
  const original = `${text}\n${attributes}`;
  for (const { span, words } of readRequirement({ text, attributes }).asks)
    expect(original.slice(...span)).toBe(words);
});

test('an object of attributes is read as sentences', () => {
  const attributes = JSON.stringify({
    'Data Each Instance Consists': 'Images in NIfTI format',
    'Target Labels List': ['0 (none)', '1 (tumor)'],
  });
  expect(asksOf('segment', attributes)).toEqual(
    expect.arrayContaining(['NIfTI', 'class names ["none","tumor"]']),
  );
});

test.each([
  ['Klassifiziere die Bilder von Blättern nach der Krankheit', 'de'],
  ['Je veux prédire le prix des maisons', 'fr'],
  ['Quiero clasificar las imágenes de flores', 'es'],
  ['Türkçe film yorumlarını duygu için sınıflandırmak istiyorum', 'tr'],
  ['Классификация отзывов', 'ru'],
  ['Classify images', 'en'],
])('%s is written in %s', (text, language) => {
  expect(readRequirement({ text, attributes: '' }).language).toBe(language);
});

test('only the beginning of a long text is read, and it is said', () => {
  const reading = readRequirement({ text: `${'a '.repeat(MOST_READ)}with a GRU`, attributes: '' });
  expect(reading.isCut).toBe(true);
  expect(reading.asks).toEqual([]);
});

test('every cue rests on training plans', () => {
  const counts = CUES.flatMap(({ heard }) => Object.values(heard));
  expect(counts.length).toBeGreaterThan(200);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});
