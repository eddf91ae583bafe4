import type { FactValue } from '../../artifacts/index.ts';
import type { ProjectView, Shown, Substitute, Term } from './term.ts';

const PNG_OR_JPEG: Substitute = {
  by: 'PNG, JPEG and other common image files: convert them',
  shown: /Image\.open|decode_|\.png/,
};
const WAV: Substitute = { by: 'WAV files: convert them', shown: /\.wav/ };
const NPY: Substitute = { by: '.npy or .npz arrays: convert them', shown: /np\.load/ };
const TABLE: Substitute = {
  by: 'CSV, TSV, JSON lines or Parquet: convert them',
  shown: /read_csv/,
};

const OWN_SPLIT: Substitute = {
  by: 'a split of its own, into train, validation and test',
  shown: /TEST_SHARE|VALIDATION_SHARE/,
};
/** Splits that the data bring with them are read from there. */
const GIVEN_SPLITS: Shown = ({ record }) =>
  ['VALIDATION_FOLDER', 'TEST_FOLDER', 'TEST_FILE', 'TEST_ARRAYS', 'SPLIT_COLUMN'].some(
    (name) => (record.data?.facts[name] ?? null) !== null,
  );
const PART = '(train|training|validation|valid|val|test|testing)';
const SPLITS = `${PART}(,| and|, and) ${PART}((,| and|, and) ${PART})?( (set|folder|data|image|split|sample|part|sub ?set)s?)?`;
const SPLITTING = 'split(ting)?|divid(e|ed|ing)|partition(ed|ing)?|separat(e|ed|ing)';

/** How data lie on disk and what they are, as requirements say it. */
export const DATA_TERMS: readonly Term[] = [
  data('CSV', ['csv( file| format)?', 'comma separated( values?| file)?'], /read_csv/),
  data('TSV', ['tsv( file)?', 'tab separated( values?| file)?'], /read_csv/),
  data('Parquet', ['parquet( file)?'], /read_parquet/),
  data('JSON', ['json l?( lines?| file| format)?'], /read_json|json\.loads/),
  data('Excel', ['excel( file| sheet| workbook)?', 'xlsx?( file)?', 'spread sheet'], undefined, [
    TABLE,
  ]),
  data(
    'database',
    [
      'sql (ite|database)?( file)?',
      'database table',
      'hdf5 (file|table|format)',
      '(?<!\\b(?:as|to|in|into|save|saved|export) (?:an? |the )?\\.?)\\.?h5( file)?',
      'hdf5',
      'mat(lab)? file',
      'pickl(e|ed)( file)?',
      'tf records?( file| format)?',
    ],
    undefined,
    [NPY, TABLE],
  ),
  data('PNG', ['png( image| file| format)?'], /\.png|Image\.open/),
  data('JPEG', ['jpe?g( image| file| format)?'], /\.jpg|\.jpeg|Image\.open/),
  data('TIFF', ['tiff?( image| file| format)?'], /\.tif|Image\.open/),
  data('DICOM', ['dicom( image| file| format)?', 'dcm( file)?'], undefined, [PNG_OR_JPEG]),
  data('NIfTI', ['nifti( image| file| format)?', '\\.?nii( gz)?( file)?'], undefined, [
    PNG_OR_JPEG,
    NPY,
  ]),
  data('NumPy arrays', ['np[yz]( file)?', 'numpy arrays?( file)?'], /np\.load/),
  data('WAV', ['wav( file| format)?', 'wave file'], /\.wav/),
  data('MP3 or FLAC', ['mp3( file)?', 'flac( file)?', 'ogg( file)?', 'm4a( file)?'], undefined, [
    WAV,
  ]),
  data('MIDI', ['midi( file)?'], undefined, [
    { by: 'text in which each word is a note', shown: /TEXT_FILE/ },
  ]),
  data(
    'text files',
    ['\\.?txt( file)?', '(plain )?text file'],
    /\.txt|read_text|TEXT_FILE|read_csv/,
  ),
  data(
    'XML',
    ['xml( file| annotation)?', 'pascal voc( format)?', 'yolo format', 'coco format'],
    /ElementTree|TABLE_FORM/,
  ),
  data(
    'run-length codes',
    ['run length( encod(ed|ing))?', 'rle( encod(ed|ing)| mask)?'],
    /RUNS_COLUMN|read_runs/,
  ),
  data('video', ['video( file| clip| sequence| frame)?', 'mp4( file)?', 'avi( file)?'], undefined, [
    { by: 'single frames, each judged by itself', shown: /Image\.open|decode_/ },
  ]),
  data(
    'volumes',
    ['3 d (volume|scan|image|mri)', 'volumetric( data)?', 'mri volume', 'ct volume'],
    undefined,
    [{ by: 'single slices, each judged by itself', shown: /Image\.open|decode_/ }],
  ),
  data('point cloud', ['point cloud', 'lidar', '3 d (mesh|point|model)'], undefined),
  data(
    'training, validation and test sets',
    [
      '(train|training|validation|valid|val|test|testing)(,| and|, and) (train|training|validation|valid|val|test|testing)((,| and|, and) (train|training|validation|valid|val|test|testing))?( (set|folder|directory|directories|data|image|split|file|sample)s?)?',
      '(validation|test|testing) (set|folder|directory|split)',
    ],
    GIVEN_SPLITS,
    [OWN_SPLIT],
  ),
  data(
    'own split',
    [
      `(${SPLITTING})( the| my| this)?( data ?set| data| image| text| it| them)?( in| into| to)?( a| the)? ${SPLITS}`,
      'train test split',
      '(train|training) and (test|validation) split',
    ],
    /TEST_SHARE|TEST_FOLDER|TEST_FILE/,
  ),
  data(
    'class folders',
    [
      '(one |a )?(sub )?(folder|director(y|ies)) (per|for each) (class|category|label)',
      '(sub folders|class folders|sub directories)',
      'folder names? (is|are|as|represent|represents) (the )?(class|label)',
      'organi[sz]ed (in|into) (sub )?(folders|directories)',
    ],
    facts('IMAGE_ROOT', 'TEXT_ROOT', 'AUDIO_ROOT', 'TRAIN_FOLDER'),
  ),
  data(
    'masks',
    ['(segmentation |binary |ground truth )?masks?( image)?', 'annotated masks?'],
    facts('MASK_FOLDER'),
  ),
  data(
    'bounding boxes',
    ['bounding box(es)?( annotation| coordinate)?( coordinates)?'],
    facts('BOX_COLUMNS'),
  ),
  data(
    'pairs of images',
    [
      '(pairs? of|paired) (images?|photos?|pictures?)',
      '(noisy|hazy|blurry|rainy|low resolution|degraded)( images?)?( and| with)( (its|their|the))?( corresponding)? (clear|clean|sharp|high resolution|ground truth)( images?| versions?| counterparts?)?',
      'before and after',
    ],
    facts('TARGET_FOLDER'),
  ),
  data(
    'captions',
    ['captions?( file)?', '(textual )?descriptions? (of|for) (the )?images?'],
    facts('CAPTION_COLUMN'),
  ),
  data(
    'annotations',
    ['(coco )?annotat(ion|ions|ed)( file)?', 'coco( json| annotation)?'],
    ({ record }) => ['box', 'boxes', 'mask', 'text'].includes(record.data?.target ?? ''),
  ),
  data('metadata', ['meta ?data( file| table| csv)?'], facts('TABLE_FILE')),
  data('keypoints', [
    'key points?',
    'landmarks?',
    '(human |body |hand |head )?pose (estimation|detection|recognition|keypoint\\p{L}*)',
    'skeletons?',
  ]),
  data(
    'pairs of sentences',
    ['(sentence|text|question) pairs?', 'pairs? of (sentences|texts|questions)', 'parallel corpus'],
    facts('SOURCE_COLUMN', 'TEXT_COLUMNS'),
  ),
  data(
    'one-hot labels',
    ['one hot( encoded)? labels?', 'labels? (are |is )?one hot( encoded)?'],
    /categorical_crossentropy/,
  ),
  data('missing header', ['(no|without( a)?) header( row| line)?']),
  data(
    'images',
    [
      'computer vision',
      '(digital |colou?r |rgb |medical |satellite |aerial |microscop\\p{L}+ |x ray |mri |ct |ultrasound |training |test )?(image|photo(graph)?|picture|scan|frame|radiograph)( data| file| dataset)?',
    ],
    facts('IMAGE_SIZE'),
  ),
  data(
    'texts',
    [
      'natural language( processing)?',
      'nlp',
      'text(ual)?( data| file| column)?',
      'review',
      'tweet',
      'comment',
      'article',
      '(?<!scanned )document',
      'sentence',
      'essay',
      'message',
      'email',
      'headline',
      'post',
    ],
    ({ record }) =>
      isKnown(record.data?.facts['VOCABULARY_SIZE']) ||
      ['text', 'tags'].includes(record.data?.target ?? ''),
  ),
  data(
    'sounds',
    [
      'audio( data| file| clip| recording)?',
      'sound( file| clip)?',
      'recording',
      'speech( data)?',
      'music( file)?',
    ],
    facts('SAMPLE_RATE', 'CLIP_SECONDS'),
  ),
  data(
    'time series',
    [
      'time series( data)?',
      '(hourly|daily|weekly|monthly|yearly)( data| price| sale)?',
      'historical data',
    ],
    facts('WINDOW', 'SIGNAL_LENGTH'),
  ),
  data(
    'table',
    [
      'tabular( data)?',
      'structured data',
      '(numerical|numeric|categorical) (and (numerical|numeric|categorical) )?(features?|columns?|variables?|data)',
    ],
    facts('NUMERIC_COUNT'),
  ),
  data(
    'signals',
    ['signals?( data)?', 'ecgs?|eegs?|emgs?', 'sensor( data| reading)?', 'waveform'],
    facts('SIGNAL_LENGTH', 'WINDOW'),
  ),
];

/** Does the data spec hold one of these facts? */
function facts(...names: readonly string[]): Shown {
  return ({ record }: ProjectView): boolean =>
    names.some((name) => isKnown(record.data?.facts[name]));
}

function isKnown(value: FactValue | undefined): boolean {
  return value !== undefined;
}

function data(
  name: string,
  heard: readonly string[],
  shown?: Shown,
  instead?: readonly Substitute[],
): Term {
  return {
    kind: 'data',
    name,
    heard,
    ...(shown === undefined ? { why: 'no program of the pool reads it' } : { shown }),
    ...(instead === undefined ? {} : { instead }),
  };
}
