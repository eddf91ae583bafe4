import type { Shown, Substitute, Term } from './term.ts';

/** What is done to the data before training. */
export const PREPROCESS_TERMS: readonly Term[] = [
  step(
    'preprocessing',
    [
      '(data |text |image )?pre process(ing|ed|es)?( step| technique| pipeline)?',
      'prepar(e|ing|ed|ation)( the| of the)?( data)?',
      '(data )?clean(ing|ed|up|s)?',
    ],
    /def (?:prepare|encode|clean|make_dataset|read_\w+)/,
  ),
  step(
    'resizing',
    ['(re|up|down)( |-)?(siz|scal|sampl)(e|ed|ing)( images?)?'],
    /resize|IMAGE_SIZE|TARGET_SIZE/,
  ),
  step(
    'normalisation',
    [
      '(pixel )?normali[sz](e|ed|ation|ing)( values?)?',
      'rescal(e|ed|ing)',
      'scal(e|ed|ing) (the )?(pixel|data|feature|values|images)\\w*',
      '0 (-|to) 1',
    ],
    /Rescaling\(|Normalization\(|\/ 255|deviations|means?\b/,
  ),
  step(
    'standardisation',
    ['standardi[sz](e|ed|ation|ing)', 'standard scaler', 'z score'],
    /deviations|StandardScaler|Normalization\(/,
  ),
  step(
    'min-max scaling',
    [
      'min max( scal(er|ing|ed))?( normali[sz]ation)?',
      '(normali[sz]|scal|rescal|squash)(e|ed|es|ing)( \\w+){0,3} (in |to |into |between ){1,3}(the )?(range |interval )?[\\[(]?(-1|0)(\\.0)?\\s?(\\.\\.|-|–|to|and|,)\\s?1(\\.0)?\\b',
    ],
    /MinMax|np\.ptp|filled\.max\(\) - filled\.min\(\)|Rescaling\(1 \/ 255\)/,
    [
      {
        by: 'standardisation with the mean and deviation of the training rows',
        shown: /deviations|Normalization\(/,
      },
    ],
  ),
  step('robust scaling', ['robust scal(er|ing)'], /filled\.quantile\(/, [
    {
      by: 'standardisation with the mean and deviation of the training rows',
      shown: /deviations|Normalization\(/,
    },
  ]),
  step(
    'logarithm of the target',
    [
      'log1?p?( -)?( transform(ation|ed|ing)?)?( of)?( the)? (target|label|response|price|sale ?price|sales|output|dependent variable)',
      '(target|label|response|price|output)( variable| column)?( is| are| should be| gets)? log( -)?(transformed|scaled)',
      '(predict|model|regress) (the )?log(arithm)?( of)?',
    ],
    /np\.log1p\(targets/,
    [
      {
        by: 'standardisation with the mean and deviation of the training rows',
        shown: /target_deviations/,
      },
    ],
  ),
  step(
    'another transformation',
    ['power transform(er)?', 'quantile transform(er)?', 'log transform(ation|ed)?', 'box cox'],
    undefined,
    [
      {
        by: 'standardisation with the mean and deviation of the training rows',
        shown: /deviations|Normalization\(/,
      },
    ],
  ),
  step(
    'one-hot encoding',
    [
      'one hot( encod(ed|ing|e|er))?(?! (labels?|targets?|classes))',
      'dummy (variables?|encoding)',
      'get dummies',
    ],
    /CategoryEncoding\(|one_hot|to_categorical|np\.eye/,
  ),
  step(
    'label encoding',
    [
      'label encod(er|ed|ing|e)',
      '(integer|ordinal) encod(er|ed|ing)',
      '(convert|map|encod)(ed|ing|e|s)? (the )?(labels|categories|categorical \\p{L}+)( to| into)?( numbers| integers)?',
      'categorical (feature|variable|column|data)( encod\\w+)?',
    ],
    /\.codes\b|encode_labels|StringLookup|enumerate\(/,
  ),
  step('target encoding', ['(target|frequency|mean) encod(ed|ing)'], undefined, [
    { by: 'one-hot codes or embeddings of categories', shown: /CategoryEncoding\(|Embedding\(/ },
  ]),
  step(
    'missing values',
    [
      'missing (value|data|entr\\w+)',
      '(null|nan) (value|entr\\w+)',
      'imput(e|ed|er|ation|ing)',
      'fill(ed|ing)? (in )?(the )?(missing|null|nan)( values)?',
      'drop(ped|ping)? (missing|null|nan)( values)?',
    ],
    /isna\(|fillna|medians|nan_to_num|notna\(/,
  ),
  step(
    'outliers',
    [
      'outlier( removal| detection| handling)?',
      '(remov|handl|clip)(e|ing|ed)? (the )?outliers?',
      'should not dominate',
      'winsori[sz]\\w+',
    ],
    /\.clip\(|huber/i,
  ),
  step(
    'duplicates',
    ['(remov|drop)(e|ed|ing) (the )?duplicates?( rows)?', 'de duplicat(e|ed|ion)'],
    /drop_duplicates/,
  ),
  step(
    'feature engineering',
    [
      'feature (engineering|creation|construction|generation)',
      '(engineered|derived|new|additional) features?',
      'interaction features?',
      'lag(ged)? features?',
      'rolling (mean|average|statistic|window)\\w*',
      'moving average',
    ],
    /date_parts|rolling\(/,
  ),
  step('tiles of large images', [
    '(cut|split|crop|divid|slic|til|chop)(s|e|ed|t|ting|ping|ing)? ((the|each|every|all|large|big|our|my|these|them|it|up) ){0,3}(\\p{L}+ ){0,2}in ?to (\\p{L}+ )?(\\d+ ?(x|by)? ?\\d* ?(px|pixels?)? )?(small(er)? |overlapping |square )*(patches|tiles|crops)',
    '\\d+ ?(x|by) ?\\d+ ?(px|pixels?)? (patches|tiles)',
    '(patch|tile) ?wise (training|prediction|inference)',
    'sliding window (over|on|of) (the |each |large )?(images?|pictures?|slides?)',
  ]),
  step(
    'feature selection',
    [
      'feature (selection|importance|elimination)',
      '(select|choos)(e|ing|ed) (the )?(best |most important |relevant )?features',
      'rfe',
      'correlation (analysis|matrix|heat map)',
    ],
    /plot_importance|SelectKBest|\.corr\(/,
  ),
  step(
    'feature extraction',
    [
      '(image |text |audio )?feature extract(ion|or)',
      'extract(ing|s)?( the)?( \\p{L}+)? features?',
    ],
    // The first layers of a network extract them.
    /keras\.applications\.|MelSpectrogram|stft|Conv[12]D\(/,
  ),
  step(
    'extracted features',
    ['extracted( \\p{L}+)? features?', 'features? (are |is |that were )?extracted'],
    // Those of a table are there.
    ({ code, record }) =>
      /keras\.applications\.|MelSpectrogram|stft|Conv[12]D\(/.test(code) ||
      record.data?.kind === 'table',
  ),
  step(
    'PCA',
    [
      'pca',
      'principal components?( analysis)?',
      'dimensionality reduction',
      'lda',
      'svd features?',
    ],
    /\bPCA\(/,
  ),
  step('stop words and stems', [
    'stop words?( removal)?',
    'stem(ming|med|mer)',
    'lemmati[sz](e|ed|ation|er|ing)',
    'nltk',
    'spacy',
  ]),
  step(
    'tokenisation',
    [
      'tokeni[sz](e|ed|er|ation|ing)',
      'text vectori[sz](ation|er|ing)',
      'vectori[sz](e|ed|ing)( the)?( text)?',
      'text processing',
      'word index',
    ],
    /TextVectorization\(|StringLookup\(|tokeni|\.split\(\)/,
  ),
  step(
    'cleaning of text',
    [
      '(text|punctuation|html|emoji|url|special character|hashtag|mention)s?( tag)? (removal|cleaning|clean up)',
      '(remov|clean|strip)(e|ed|ing)? (the )?(punctuation|html|emojis?|urls?|special characters?|text|tweets?|mentions|hashtags)',
      'lower cas(e|ed|ing)',
      'contractions',
    ],
    /clean_text|lower\(\)|unicodedata/,
  ),
  step(
    'TF-IDF',
    ['tf idf', 'bag of words', 'count vectori[sz]er', 'n grams?'],
    /output_mode="tf_idf"/,
    [
      {
        by: 'an embedding that is learned from the training texts; the simple reference weighs words so',
        shown: /Embedding\(/,
      },
    ],
  ),
  step('POS tags', ['pos tag(s|ging)?', 'part of speech( tag(s|ging)?)?'], undefined),
  step('dependency tags', ['dependency (tag|pars|relation)\\w*'], undefined),
  step(
    'greyscale conversion',
    [
      '(convert(ed|ing|s)? (the )?(images? )?to )?gr[ae]y scale',
      'black and white',
      'single channel',
    ],
    /CHANNELS = 1\b/,
  ),
  step('cropping', ['(center |centre |face )?crop(ped|ping|s)?'], /\.crop\(|CenterCrop\(|box_crop/),
  step('histogram equalisation', [
    'histogram equali[sz]ation',
    'clahe',
    'contrast (enhancement|stretching)',
    'edge detection',
    '(gaussian |median )?blur(ring)?',
    'morphological',
    'thresholding',
    'ben graham',
    'hair removal',
    'skull stripping',
    'segment(ed|ing) out the background',
  ]),
  step(
    'spectrograms',
    [
      '(log )?(mel )?spectrogram',
      'stft',
      'short time fourier( transform)?',
      'fourier transform',
      'fft',
      'spectral density',
    ],
    /spectrogram|stft|fft/i,
  ),
  step(
    'MFCC',
    ['mfccs?', 'mel frequency cepstral coefficients?( \\(mfccs?\\))?'],
    /\bMelCoefficients\(|mfcc/i,
    [{ by: 'log-mel spectrograms', shown: /MelSpectrogram|mel/i }],
  ),
  step('chroma', ['chroma( features?|gram)?', 'spectral (contrast|centroid|roll off)'], undefined, [
    { by: 'log-mel spectrograms', shown: /MelSpectrogram|mel/i },
  ]),
  step('librosa', ['librosa'], /\blibrosa\b/, [
    { by: 'the layer MelSpectrogram of Keras', shown: /MelSpectrogram/ },
  ]),
  step('wavelets', [
    'wavelet\\w*( transform| denoising)?',
    'cwt',
    'bandpass( filter)?',
    'band pass( filter)?',
    '(low|high) pass( filter)?',
    'signal (filtering|denoising)',
    'baseline (removal|correction)',
    'kalman( filter)?',
  ]),
  step('radiomics', [
    'py radiomics',
    'radiomics?( features?)?',
    'hand crafted features?',
    'hog features?',
    'lbp',
    'sift',
    'glcm',
  ]),
  step(
    'windows',
    [
      '(sliding |rolling |moving )windows?( approach)?',
      'window(s|ed|ing)?( of)?( the)?( series| data)?',
      'look back( window| period)?',
      'time steps?',
      'past values( as input)?',
      'sequences? of (past|previous)',
    ],
    /\bWINDOW\b|sliding_window_view/,
  ),
  step(
    'differencing',
    [
      'differenc(ing|ed)',
      'stationar(y|ity)( test)?',
      'detrend(ed|ing)?',
      'seasonal (decomposition|adjustment)',
      'adf( test)?',
      'adfuller',
    ],
    /np\.diff|FromLastValue/,
  ),
  step(
    'time order',
    [
      '(in )?(time|date|chronological) order(ed)?',
      'sort(ed|ing)?( \\p{L}+)? by (date|time)\\w*',
      'chronological(ly)?',
    ],
    /order_by_time|sort_values/,
  ),
  step(
    'resampling',
    [
      'resampl(e|ed|ing) (to|into|by|hourly|daily|weekly|monthly)',
      'aggregat(e|ed|ing) (by|to|into) (hour|day|week|month)\\w*',
    ],
    /resample\(|groupby\(/,
  ),
  step('rotation of a volume', [
    'voxel\\w*',
    'isotropic( resampling)?',
    'hounsfield( units?)?',
    'windowing of (the )?ct',
    'slice(s)? (selection|extraction)',
  ]),
  step('face detection', [
    'face (detection|alignment|cropping)',
    'haar( cascade)?',
    'mtcnn',
    'open cv',
    'dlib',
    'media pipe',
    'optical flow',
    'frame (extraction|sampling)',
  ]),
  step('translation of the data', [
    'back translation',
    'translat(e|ed|ing) (the )?(data|text|reviews|tweets) (in)?to english',
    'synonym replacement',
  ]),
];

function step(
  name: string,
  heard: readonly string[],
  shown?: Shown,
  instead?: readonly Substitute[],
): Term {
  return {
    kind: 'preprocess',
    name,
    heard,
    ...(shown === undefined ? {} : { shown }),
    ...(instead === undefined ? {} : { instead }),
  };
}
