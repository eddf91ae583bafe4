/** A step of preprocessing, told by a call; the first row that matches a call is its step. */
export interface StepRow {
  readonly step: string;
  /** Last name of what is called. */
  readonly called: RegExp;
  /** What must stand in the dotted path or the arguments for the name alone says too little. */
  readonly where?: RegExp;
  /** Names of arguments of which one must be given. */
  readonly given?: RegExp;
}

/** Steps by the calls of Keras, TensorFlow, scikit-learn, pandas, OpenCV, Pillow, librosa and NLTK. */
export const STEPS: readonly StepRow[] = [
  { step: 'drop columns', called: /^drop$/, given: /^(?:columns|axis)$/ },
  { step: 'drop missing values', called: /^dropna$/ },
  { step: 'drop duplicates', called: /^drop_duplicates$/ },
  {
    step: 'fill missing values',
    called:
      /^(?:fillna|ffill|bfill|interpolate|SimpleImputer|KNNImputer|IterativeImputer|Imputer|nan_to_num)$/,
  },
  { step: 'parse dates', called: /^(?:to_datetime|strptime)$/ },
  {
    step: 'one-hot encode',
    called:
      /^(?:to_categorical|OneHotEncoder|get_dummies|LabelBinarizer|MultiLabelBinarizer|one_hot|label_binarize|CategoryEncoding)$|one_?hot/i,
  },
  {
    step: 'label encode',
    called:
      /^(?:LabelEncoder|OrdinalEncoder|factorize|StringLookup|IntegerLookup|TargetEncoder)$|^map of names$|^replace of names$/,
  },
  {
    step: 'standardize',
    called:
      /^(?:StandardScaler|RobustScaler|Normalization|per_image_standardization|zscore|PowerTransformer|scale)$/,
  },
  { step: 'min-max scale', called: /^(?:MinMaxScaler|MaxAbsScaler|minmax_scale)$/ },
  { step: 'scale to unit length', called: /^(?:Normalizer|normalize|l2_normalize)$/ },
  { step: 'rescale', called: /^(?:rescale|Rescaling|convert_image_dtype)$/ },
  { step: 'rescale', called: /^ImageDataGenerator$/, given: /^rescale$/ },
  {
    step: 'standardize',
    called: /^ImageDataGenerator$/,
    given: /^featurewise_(?:center|std_normalization)$/,
  },
  { step: 'backbone preprocessing', called: /^preprocess_input$/ },
  {
    step: 'resize',
    called:
      /^(?:resize|resize_with_pad|resize_with_crop_or_pad|resize_images|imresize|Resizing|smart_resize|Resize|thumbnail)$/,
    where: /cv2|image|Image|img|transforms?|Resizing|layers|skimage|smart|PIL|^resize/i,
  },
  {
    step: 'resize',
    called: /^(?:load_img|flow_from_directory|flow_from_dataframe)$/,
    given: /^target_size$/,
  },
  { step: 'resize', called: /^image_dataset_from_directory$/, given: /^image_size$/ },
  {
    step: 'augment',
    called:
      /^(?:Random(?:Flip|Rotation|Zoom|Crop|Contrast|Translation|Brightness|Height|Width|Shear|ErasING|Erasing)|random_(?:flip_left_right|flip_up_down|crop|brightness|contrast|saturation|hue|jpeg_quality|rotation|zoom|shift|shear|flip)|flip_left_right|flip_up_down|rot90|RandAugment|MixUp|CutMix|cutout|CutOut|HorizontalFlip|VerticalFlip|ShiftScaleRotate|RandomBrightnessContrast|Compose|fliplr|flipud)$/,
  },
  {
    step: 'augment',
    called: /^ImageDataGenerator$/,
    given:
      /^(?:rotation_range|width_shift_range|height_shift_range|shear_range|zoom_range|horizontal_flip|vertical_flip|brightness_range|channel_shift_range)$/,
  },
  { step: 'convert colours', called: /^(?:rgb_to_grayscale|grayscale_to_rgb|rgb2gray|cvtColor)$/ },
  {
    step: 'tokenize',
    called:
      /^(?:Tokenizer|\w*Tokenizer(?:Fast)?|TextVectorization|word_tokenize|sent_tokenize|texts_to_sequences|encode_plus|batch_encode_plus|SubwordTextEncoder|tokenize|text_to_word_sequence|from_pretrained of a tokenizer)$/,
  },
  { step: 'pad sequences', called: /^(?:pad_sequences|padded_batch)$/ },
  {
    step: 'count words',
    called:
      /^(?:TfidfVectorizer|CountVectorizer|HashingVectorizer|TfidfTransformer|texts_to_matrix|sequences_to_matrix)$/,
  },
  {
    step: 'clean text',
    called: /^(?:sub|lemmatize|stem|get_text|regex_replace|expand_contractions|maketrans)$|^words$/,
    where: /re|regex|lemmat|stem|soup|stopwords|strings|pattern|contractions|^$/i,
  },
  {
    step: 'window',
    called:
      /^(?:window|TimeseriesGenerator|timeseries_dataset_from_array|sliding_window_view)$|(?:create|make|to|build|split)_(?:sequences?|windows?|time_?steps)|window(?:ed)?_?(?:data|series|set)/i,
  },
  {
    step: 'extract audio features',
    called:
      /^(?:mfcc|melspectrogram|mel_spectrogram|stft|chroma_stft|spectrogram|linear_to_mel_weight_matrix|get_spectrogram)$/,
  },
  {
    step: 'oversample',
    called: /^(?:SMOTE|ADASYN|RandomOverSampler|RandomUnderSampler|SMOTETomek|BorderlineSMOTE)$/,
  },
  { step: 'reduce dimensions', called: /^(?:PCA|TruncatedSVD|TSNE|UMAP|SelectKBest)$/ },
  {
    step: 'split',
    called:
      /^(?:train_test_split|StratifiedKFold|KFold|GroupKFold|StratifiedShuffleSplit|ShuffleSplit|TimeSeriesSplit|RepeatedStratifiedKFold|cross_val_score|random_split|splitfolders|ratio|skip|split_dataset)$/,
  },
  {
    step: 'split',
    called:
      /^(?:fit|ImageDataGenerator|image_dataset_from_directory|text_dataset_from_directory|audio_dataset_from_directory)$/,
    given: /^validation_split$/,
  },
];
