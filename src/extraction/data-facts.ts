import { hasRole } from '../plan/index.ts';
import { itemsOf } from './data.ts';
import type { DataFacts, ExtractedHead, ExtractedShape, Modality } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import {
  ancestry,
  argumentOf,
  asText,
  lastName,
  partsOf,
  type AbstractValue,
  type LayerValue,
} from './values.ts';

/** Calls and packages by which data of a kind are read; each counts once. */
const CUES: readonly (readonly [Modality, RegExp])[] = [
  ['video', /VideoCapture|video_dataset|\.(?:mp4|avi)$/],
  [
    'audio',
    /librosa|\bwavfile\b|decode_wav|audio_dataset|soundfile|torchaudio|mfcc|melspectrogram|\.(?:wav|mp3|flac|ogg)$|\baudio|npaudio|\bspeech|\bsound/i,
  ],
  [
    'image',
    /\bcv2?\.imread|cv2|PIL\b|Image\.open|load_img|\bimage\.(?:resize|flip)|imread|decode_(?:jpeg|png|image)|flow_from_d|image_dataset|ImageDataGenerator|nibabel|pydicom|dicom|skimage|\.(?:jpg|jpeg|png|bmp|tif|tiff|nii|dcm)$|(?:^|[/_-])(?:images?|img|photos?|x-?rays?|mri|faces?)(?:[/_-]|$)|datasets\.(?:mnist|fashion_mnist|cifar100?)|\b(?:mnist|fashion_mnist|cifar100?)\.load_data/i,
  ],
  [
    'text',
    /Tokenizer|TextVectorization|pad_sequences|nltk|spacy|gensim|transformers|text_dataset|texts_to|stopwords|word2vec|glove|\b(?:imdb|reuters)\.load_data|word_tokenize|tensorflow_text/i,
  ],
  [
    'series',
    /TimeseriesGenerator|timeseries_dataset|\bwindow$|yfinance|data_reader|statsmodels|(?:create|make|build)_(?:sequences|windows?)|windowed|sliding_window|look_?back|resample/i,
  ],
  [
    'table',
    /read_csv|read_excel|read_table|read_parquet|read_sql|(?:load|fetch)_(?:iris|boston|california_housing|diabetes|breast_cancer|wine)|boston_housing|california_housing/i,
  ],
];

/** Calls that say nothing of the data that go in. */
const NO_CUE =
  /^(?:import|operator .*)$|(?:^|\.)(?:save\w*|imsave|imwrite|to_csv|write\w*|ModelCheckpoint)$/;
const READERS =
  /^(?:read_\w+|load|open|imread|loadtxt|genfromtxt|open_files?|load_data|Image\.open|loadmat)$/;
const SOURCE = /(?:^|\/)input\/([A-Za-z][\w-]{2,60})(?=\/|$)/gm;
const MOST_NAMES = 60;
const NAME = /^[\p{L}\p{N}_ .()/%-]{1,60}$/u;

/** What the program says of its data: by what it reads them, which columns and classes it names. */
export function findFacts(
  machine: Machine,
  layers: readonly LayerValue[],
  shapes: readonly ExtractedShape[],
  head: ExtractedHead | null,
): DataFacts {
  const cues = new Set<Modality>();
  const formats = new Set<string>();
  const sources = new Set<string>();
  const columns = new Set<string>();
  const targets = new Set<string>();
  for (const call of machine.records) {
    const words = NO_CUE.test(call.path) ? '' : cueText(call);
    for (const [modality, pattern] of CUES) if (pattern.test(words)) cues.add(modality);
    for (const format of formatsOf(call)) formats.add(format);
    for (const source of words.matchAll(SOURCE))
      if (source[1] !== undefined) sources.add(source[1]);
    noteColumns(call, columns, targets);
  }
  const classNames = classNamesOf(machine);
  return {
    modalities: orderModalities(cues, layers, shapes),
    formats: [...formats].slice(0, 6),
    sources: [...sources].slice(0, 6),
    columns: [...columns].slice(0, MOST_NAMES),
    targets: [...targets].slice(0, 6),
    classNames,
    classCount: classCountOf(classNames, head),
  };
}

function cueText({ path, receiver, given }: CallRecord): string {
  const place = receiver?.kind === 'external' || receiver?.kind === 'made' ? receiver.path : '';
  const texts = given.positional.slice(0, 2).map((value) => asText(value) ?? '');
  return [`${place}.${path}`, ...texts.filter((text) => text.length < 200)].join('\n');
}

function formatsOf({ path, given }: CallRecord): readonly string[] {
  if (!READERS.test(lastName(path)) && path !== 'glob') return [];
  const text = given.positional.flatMap((value) => ancestry(value, 20)).map(asText);
  return text.flatMap((name) => /\.([a-z]{2,5}\d?)$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? []);
}

/** Backbones of images, by the beginnings of their names. */
const BACKBONE =
  /^(?:VGG|ResNet|Inception|Xception|MobileNet|DenseNet|EfficientNet|NASNet|ConvNeXt|RegNet|Unet|UNet|Linknet|FPN|ViT)/;
const LANGUAGE = /Bert|GPT|Roberta|T5|Electra|Albert|CausalLM|TextVectorization|Universal|nnlm/i;

/** The layers and input shapes decide between several kinds of data that a program reads. */
function orderModalities(
  cues: ReadonlySet<Modality>,
  layers: readonly LayerValue[],
  shapes: readonly ExtractedShape[],
): readonly Modality[] {
  const has = (...roles: Parameters<typeof hasRole>[1][]): boolean =>
    layers.some((layer) => hasRole(layer, ...roles));
  // Layers of a hub are told by their address.
  const names = layers.map(({ name, given }) => `${name} ${asText(given.positional[0]) ?? ''}`);
  const named = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  const hasRank = (rank: number): boolean => shapes.some((shape) => shape.length === rank);
  const isPicture = shapes.some(
    (shape) => shape.length === 3 && [1, 3, 4].includes(shape[2] ?? 0) && shape[0] !== 1,
  );
  // An embedding of positions does not take the input.
  const takesTokens = shapes.length === 0 || shapes.some(({ length }) => length < 2);
  const isText = (has('embedding') && takesTokens) || named(LANGUAGE);
  const isSpatial = named(/2D/) || named(BACKBONE) || isPicture;
  const isSequence =
    has('recurrent', 'bidirectional', 'recurrent convolution', 'query attention') || named(/1D/);
  const order: Modality[] = [];
  if (
    named(/^ConvLSTM/) ||
    (named(/3D/) && cues.has('video')) ||
    (hasRank(4) && !cues.has('table'))
  )
    order.push('video');
  if ((cues.has('audio') && !isText) || named(/Spectrogram|MFCC/)) order.push('audio');
  if (isSpatial) order.push('image');
  if (isText && (cues.has('text') || isSequence || named(LANGUAGE))) order.push('text');
  if (isSequence && !isText && !isSpatial)
    order.push(cues.has('image') && !cues.has('series') ? 'image' : 'series');
  const isDense = !isSpatial && !isSequence && !isText;
  // A dense network on a table that the program reads, unless its first layer flattens pictures.
  if (isDense && cues.has('series')) order.push('series');
  if (isDense && cues.has('table') && !hasRank(2) && !(has('flatten') && cues.has('image')))
    order.push('table');
  for (const cue of ['text', 'audio', 'image', 'series', 'table'] as const)
    if (cues.has(cue)) order.push(cue);
  return [...new Set(order)];
}

/** Columns of tables by the texts that name them, and those that are predicted. */
function noteColumns(
  { path, receiver, given, isShown }: CallRecord,
  columns: Set<string>,
  targets: Set<string>,
): void {
  const name = lastName(path);
  const add = (into: Set<string>, value: AbstractValue | undefined): void => {
    const values = value === undefined ? [] : [value, ...(itemsOf(value)?.items ?? [])];
    for (const item of value?.kind === 'known' ? values.slice(0, 1) : values) {
      const text = asText(item);
      if (text !== undefined && NAME.test(text) && into.size < MOST_NAMES) into.add(text);
    }
  };
  if (path === 'subscript' && receiver !== null && isTable(receiver))
    add(columns, given.positional[0]);
  if (isShown) return;
  if (name === 'drop' && receiver !== null && isTable(receiver))
    add(columns, argumentOf(given, ['columns', 'labels'], 0));
  if (name === 'read_csv') add(columns, argumentOf(given, ['usecols', 'names']));
  if (name === 'flow_from_dataframe') {
    add(columns, given.named.get('x_col'));
    add(targets, given.named.get('y_col'));
  }
  if (name === 'pop' && receiver !== null && isTable(receiver)) add(targets, given.positional[0]);
  if (name !== 'train_test_split') return;
  const [, target] = given.positional;
  if (target !== undefined) add(targets, columnOf(target));
}

/** The column that a value is taken from, `y = table['grade'].values`. */
function columnOf(value: AbstractValue): AbstractValue | undefined {
  let at: AbstractValue | undefined = value;
  for (let depth = 0; depth < 6 && at !== undefined; depth += 1) {
    if (at.kind === 'unknown') {
      const index = at.from[1];
      if (at.from.length === 2 && asText(index) !== undefined) return index;
    }
    at = partsOf(at)[0];
  }
  return undefined;
}

function isTable(value: AbstractValue): boolean {
  const paths = ancestry(value, 60).flatMap((part) => (part.kind === 'made' ? [part.path] : []));
  // The course of a training is a table too.
  return (
    paths.some((path) => /(?:^|\.)(?:read_\w+|DataFrame)$/.test(path)) && !paths.includes('fit')
  );
}

const CLASS_NAMES =
  /^(?:class_?names?|classes|class_?labels?|labels?|label_?names?|categories|target_?names|emotions?|CLASSES|LABELS)$/i;

/** A list of texts under a name that says so. */
function classNamesOf(machine: Machine): readonly string[] {
  for (const [name, value] of machine.global.names) {
    if (!CLASS_NAMES.test(name) || value.kind !== 'sequence' || value.isOpen) continue;
    const texts = value.items.map(asText);
    if (texts.length > 1 && texts.every((text) => text !== undefined && NAME.test(text)))
      return texts.filter((text) => text !== undefined).slice(0, 200);
  }
  return [];
}

function classCountOf(names: readonly string[], head: ExtractedHead | null): number | null {
  if (head?.activation === 'softmax' && head.units !== null) return head.units;
  if (head?.activation === 'sigmoid' && head.units === 1) return 2;
  return names.length > 1 ? names.length : null;
}
