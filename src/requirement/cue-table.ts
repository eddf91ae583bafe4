import type { Goal, Modality } from '../artifacts/index.ts';

/**
 * Words that speak for what the data are or what is wanted, without naming a task: each with the number of training plans whose
 * requirement or attributes it stands in (`npm run count:cues`). A cue that rests on none is dropped.
 */
export interface Cue {
  /** Evidence in points: 1 a hint, 2 usual, 3 plain, 5 leaves no doubt. */
  readonly votes: Readonly<Partial<Record<Modality | Goal, number>>>;
  /** Regular expressions over corrected lower-case text, from word to word -> training plans. */
  readonly heard: Readonly<Record<string, number>>;
}

/** Words of restoring: a network of segmentation is then the means of it. */
const RESTORING = String.raw`\b(?:denois|deblur|dehaz|derain|colou?ri[sz]|super-?resol|restor|enhanc|inpaint|upscal|remov\w* (?:the )?(?:noise|haze|rain|blur))`;
const ALONE = String.raw`(?<!${RESTORING}[^]{0,400})(?![^]{0,400}${RESTORING})`;

/** Every cue counts once. */
export const CUES: readonly Cue[] = [
  {
    votes: { image: 4 },
    heard: {
      'images?': 2060,
      'photos?': 13,
      'photographs?': 6,
      'pictures?': 4,
      imagery: 9,
    },
  },
  {
    votes: { image: 2 },
    heard: {
      mri: 80,
      'x-?rays?': 176,
      ct: 35,
      'radiographs?': 1,
      ultrasound: 9,
      [String.raw`histopatholog\w*`]: 27,
      [String.raw`microscop\w*`]: 7,
      [String.raw`retina\w*`]: 15,
      fundus: 3,
      satellite: 21,
      aerial: 6,
      'scans?': 72,
    },
  },
  {
    votes: { image: 2 },
    heard: {
      'pixels?': 275,
      png: 35,
      'jpe?g': 45,
      'tiff?': 3,
      dicom: 30,
      nifti: 13,
      grayscale: 85,
      rgb: 98,
    },
  },
  {
    votes: { image: 3 },
    heard: {
      mnist: 31,
      [String.raw`cifar-?\d*`]: 43,
      imagenet: 4,
      celeba: 10,
      [String.raw`flickr\d*k?`]: 28,
      'pascal voc': 3,
    },
  },
  {
    votes: { image: 1.5 },
    heard: {
      handwritten: 58,
      'digits?': 53,
      'faces?': 68,
      facial: 80,
      'plants?': 114,
      leaf: 121,
      leaves: 122,
      'flowers?': 36,
      'birds?': 31,
      'dogs?': 64,
      'cats?': 54,
      clothing: 9,
      'fruits?': 31,
      'vehicles?': 14,
      'traffic signs?': 11,
      'tumou?rs?': 88,
      'skin lesions?': 58,
      'gestures?': 9,
      'sign language': 13,
      'logos?': 2,
      'license plates?': 7,
    },
  },
  {
    votes: { image: 1.5 },
    heard: {
      'cnns?': 350,
      convolutional: 337,
      [String.raw`resnet\w*`]: 123,
      [String.raw`vgg\d*`]: 153,
      [String.raw`mobilenet\w*`]: 66,
      [String.raw`efficientnet\w*`]: 108,
      [String.raw`inception\w*`]: 67,
      xception: 27,
      [String.raw`densenet\w*`]: 44,
      [String.raw`nasnet\w*`]: 3,
      'vision transformers?': 9,
      vit: 9,
      [String.raw`u-?net\w*`]: 88,
      [String.raw`yolo\w*`]: 10,
      'computer vision': 13,
      'data augmentation': 100,
      imagedatagenerator: 5,
    },
  },
  {
    votes: { image: 2 },
    heard: {
      'videos?': 23,
      'video frames?': 9,
    },
  },
  {
    votes: { text: 3 },
    heard: {
      'texts?': 298,
      textual: 23,
      'sentences?': 28,
      'documents?': 13,
      'paragraphs?': 1,
      'essays?': 1,
      'articles?': 9,
      nlp: 69,
      'natural language': 53,
    },
  },
  {
    votes: { text: 3 },
    heard: {
      'reviews?': 39,
      'tweets?': 77,
      'comments?': 70,
      'messages?': 4,
      sms: 1,
      'headlines?': 8,
      news: 16,
      'posts?': 2,
      'abstracts?': 1,
      'titles?': 14,
      'questions?': 56,
      lyrics: 1,
      'novels?': 2,
      'books?': 10,
      corpus: 2,
      recipes: 4,
      'prompts?': 2,
      'transcripts?': 2,
      complaints: 1,
      [String.raw`toxic\w*`]: 62,
    },
  },
  {
    votes: { text: 2 },
    heard: {
      'words?': 16,
      'tokens?': 5,
      [String.raw`tokeni[sz]\w*`]: 21,
      bert: 99,
      roberta: 11,
      distilbert: 3,
      [String.raw`gpt-?\d*`]: 1,
      glove: 10,
      word2vec: 1,
      'embeddings?': 38,
      vocabulary: 1,
      [String.raw`lemmati\w*`]: 1,
      'sentiments?': 117,
      'tf-?idf': 2,
      'language models?': 5,
    },
  },
  {
    votes: { audio: 2.5 },
    heard: {
      audio: 47,
      'sounds?': 8,
      speech: 16,
      'voices?': 2,
      [String.raw`music\w*`]: 6,
      'songs?': 1,
      wav: 10,
      mp3: 3,
      'mfccs?': 9,
      'spectrograms?': 54,
      acoustic: 1,
      spoken: 2,
      'recordings?': 31,
      'genres?': 8,
    },
  },
  {
    votes: { audio: 3.5 },
    heard: {
      audio: 47,
      wav: 10,
      'mfccs?': 9,
      spoken: 2,
    },
  },
  {
    votes: { audio: 4 },
    heard: {
      [String.raw`\b\w+ (songs|calls|cries|noises) (by|of|from|to)\b`]: 1,
    },
  },
  {
    votes: { series: 4 },
    heard: {
      'time[- ]?series': 66,
      [String.raw`forecast\w*`]: 38,
    },
  },
  {
    votes: { series: 1.5, table: 1 },
    heard: {
      'stocks?': 50,
      'stock market': 9,
      bitcoin: 1,
      [String.raw`crypto\w*`]: 3,
      'temperatures?': 16,
      weather: 21,
      energy: 8,
      electricity: 1,
      load: 36,
      'traffic volume': 1,
      demand: 1,
      sales: 21,
    },
  },
  {
    votes: { series: 2 },
    heard: {
      hourly: 2,
      daily: 4,
      'timestamps?': 7,
      historical: 34,
      'over time': 9,
      'per (hour|day|week|month)': 7,
      'time steps?': 3,
      'trends?': 9,
    },
  },
  {
    votes: { signal: 4, table: 1 },
    heard: {
      'ecgs?': 18,
      'eegs?': 51,
      'emgs?': 1,
      'heart ?beats?': 1,
      'accelerometers?': 1,
      'waveforms?': 2,
      seismic: 1,
      'signals?': 91,
    },
  },
  {
    votes: { signal: 1.5, table: 1, series: 1 },
    heard: {
      'sensors?': 13,
      'sampl(ed|ing) at': 1,
      'human activity': 1,
    },
  },
  {
    votes: { table: 2.5 },
    heard: {
      tabular: 57,
      'tables?': 5,
      'columns?': 117,
      [String.raw`numeric\w*`]: 39,
      'categorical (features?|variables?|columns?|data)': 17,
      dataframe: 3,
      'structured data': 6,
    },
  },
  {
    votes: { table: 1.5 },
    heard: {
      numbers: 13,
      csv: 88,
      parquet: 4,
      'records?': 43,
      'rows?': 13,
      'features?': 695,
      attributes: 60,
      variables: 24,
      measurements: 12,
    },
  },
  {
    votes: { table: 1.5 },
    heard: {
      'patients?': 148,
      'customers?': 15,
      'clients?': 1,
      'students?': 5,
      'passengers?': 20,
      'houses?': 35,
      housing: 6,
      'cars?': 34,
      'loans?': 12,
      credit: 8,
      'transactions?': 11,
      income: 8,
      'demographics?': 28,
      medical: 91,
      clinical: 8,
      age: 135,
      bmi: 28,
      blood: 10,
      glucose: 1,
      titanic: 21,
      wine: 1,
      [String.raw`diabet\w*`]: 31,
      census: 2,
      insurance: 5,
      'crops?': 10,
      soil: 1,
    },
  },
  {
    votes: { table: 1.5 },
    heard: {
      [String.raw`xgb\w*`]: 11,
      xgboost: 11,
      lightgbm: 6,
      'random forests?': 15,
      'gradient boosting': 1,
      'logistic regression': 8,
      'decision trees?': 7,
      svm: 11,
      'support vector': 1,
      'feature engineering': 70,
      [String.raw`one-hot encod\w*`]: 21,
      'missing values': 17,
      standardscaler: 1,
      mlp: 14,
      'multi-?layer perceptron': 7,
    },
  },
  {
    votes: { arrays: 3 },
    heard: {
      npy: 7,
      'numpy arrays?': 11,
      hdf5: 3,
    },
  },
  {
    votes: { mixed: 8 },
    heard: {
      [String.raw`\b(images?|photos?|pictures?|scans?|x-?rays?)\b[^.]{0,60}\b(and|with|plus|together with|as well as|combined with)\b[^.]{0,40}\b(tabular|metadata|meta-data|numeric(al)?|structured|clinical|demographic)\b`]: 63,
    },
  },
  {
    votes: { mixed: 8 },
    heard: {
      [String.raw`\b(tabular|metadata|meta-data|numeric(al)?|structured|clinical|demographic)\b[^.]{0,40}\b(and|with|plus|together with|as well as|combined with)\b[^.]{0,60}\b(images?|photos?|pictures?|scans?|x-?rays?)\b`]: 22,
    },
  },
  {
    votes: { mixed: 8 },
    heard: {
      [String.raw`based on (the |both |their )?(images?|photos?|pictures?|scans?) and (the |its |their )?(\w+ )?(attributes|features|measurements|data)`]: 1,
    },
  },
  {
    votes: { mixed: 2.5 },
    heard: {
      'multi-?input': 6,
      'multi-?modal': 18,
    },
  },
  {
    votes: { mixed: 4 },
    heard: {
      [String.raw`\bbranch(es)?\b`]: 1,
    },
  },
  {
    votes: { table: 1, classify: 1 },
    heard: {
      [String.raw`predict\w*`]: 799,
    },
  },
  {
    votes: { table: 3, regress: 3 },
    heard: {
      [String.raw`recommend\w*`]: 9,
    },
  },
  {
    votes: { classify: 3 },
    heard: {
      [String.raw`classif\w*`]: 1883,
      [String.raw`categori[sz]\w*`]: 375,
      classes: 666,
      [String.raw`recogni[sz]\w*`]: 37,
      recognition: 144,
      [String.raw`identif\w*`]: 91,
      [String.raw`distinguish\w*`]: 71,
      [String.raw`diagnos\w*`]: 58,
    },
  },
  {
    votes: { classify: 1.5 },
    heard: {
      whether: 111,
      'or not': 98,
      binary: 151,
      'multi-?class': 46,
      categories: 383,
      'labels?': 1341,
      'labell?ed': 110,
      [String.raw`fraud\w*`]: 9,
      [String.raw`churn\w*`]: 10,
      spam: 3,
      [String.raw`survive\w*`]: 15,
      survival: 21,
      default: 4,
      death: 2,
      presence: 68,
      absence: 37,
      fake: 30,
      [String.raw`toxic\w*`]: 62,
      'positive or negative': 21,
      'sentiments?': 117,
      'type of': 20,
      species: 41,
      'emotions?': 56,
      disaster: 60,
    },
  },
  {
    votes: { classify: 1.5 },
    heard: {
      [String.raw`detect\w*`]: 296,
      [String.raw`predict\w* (the )?(class|category|label|type|species|outcome|presence|risk|disease|status)`]: 19,
    },
  },
  {
    votes: { regress: 3 },
    heard: {
      [String.raw`\b(predict\w*|estimat\w*|determin\w*|know|guess\w*)\b[^.]{0,60}\b(calories|prices?|costs?|values?|ages?|sales|amounts?|scores?|ratings?|number of|counts?|density|temperature|consumption|yields?|salar\w+|income|weights?|heights?|duration|distance|speed|strength|energy|revenue|demand|charges|popularity|progression|angles?|trajector\w+|positions?|degradation|reactivity|time to|occupancy|rates?|quantity|concentration|loss|coordinates|location)\b`]: 228,
    },
  },
  {
    votes: { regress: 1.5 },
    heard: {
      'prices?': 113,
      'mean squared error': 1,
      rmse: 2,
    },
  },
  {
    votes: { table: 4 },
    heard: {
      'extracted features': 1,
      'features extracted from': 20,
    },
  },
  {
    votes: { regress: -4, classify: 1 },
    heard: {
      'logistic regression': 8,
    },
  },
  {
    votes: { segment: 3.5 },
    heard: {
      [String.raw`segment\w*`]: 162,
      'segmentation masks?': 23,
      'masks?': 148,
      'pixel-?wise': 1,
      'each pixel': 11,
      [String.raw`outline\w*`]: 2,
    },
  },
  {
    votes: { segment: 3.5 },
    heard: {
      [String.raw`u-?net\w*${ALONE}`]: 74,
      [String.raw`deeplab\w*`]: 3,
    },
  },
  {
    votes: { segment: 2.5 },
    heard: {
      segmentation: 133,
      [String.raw`segment(s|ing)? [^.]{0,40}\b(in|into|from|on)`]: 46,
    },
  },
  {
    votes: { same: 4 },
    heard: {
      siamese: 26,
      'same (person|identity|object|signer|thing|class|kind)': 1,
      'verif(y|ication)': 2,
      'one-?shot': 3,
      'few-?shot': 3,
      contrastive: 2,
      triplet: 1,
      similarity: 13,
      similar: 6,
      'duplicates?': 2,
      [String.raw`paraphras\w*`]: 2,
    },
  },
  {
    votes: { translate: 2, text: 1 },
    heard: {
      'seq(uence)?[- ]?(2|to)[- ]?seq(uence)?': 5,
      'encoder[- ]decoder': 6,
    },
  },
  {
    votes: { forecast: 3 },
    heard: {
      'time[- ]?series': 66,
      'stocks? (prices?|market)': 49,
    },
  },
];

/** The goal that is assumed where little is said, by what the data are; worth a point. */
export const USUAL_GOALS: Readonly<Record<Modality, Goal>> = {
  image: 'classify',
  mixed: 'classify',
  text: 'classify',
  audio: 'classify',
  series: 'forecast',
  signal: 'classify',
  table: 'classify',
  arrays: 'classify',
};
