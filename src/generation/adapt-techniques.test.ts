import { describe, expect, test } from 'vitest';
import { makeStated } from '../../tests/programs/make-stated.ts';

const TABLE = 'Predict whether a customer churns (yes or no) from a CSV table.';
const GRADES = 'Sort apples of a CSV table into 3 classes.';
const PRICES = 'Predict the price of houses, a number, from a CSV table.';
const PHOTOS = 'Classify photos in class folders into 4 classes with a CNN.';
const CELLS = 'Segment cells from the background with a U-Net.';
const SALES = 'Forecast the sales of the next 7 days from daily sales in a CSV with an LSTM.';
const REVIEWS = 'Classify the sentiment of reviews in a CSV, positive or negative.';

interface Made {
  readonly code: string;
  /** `name: status` of the asks. */
  readonly asked: readonly string[];
}

/** Projects by requirement: those without a technique are made once. */
const made = new Map<string, Promise<Made>>();

function makeOnce(text: string): Promise<Made> {
  const known = made.get(text) ?? make(text);
  made.set(text, known);
  return known;
}

async function make(text: string): Promise<Made> {
  const { code, asked } = await makeStated(text);
  return { code, asked: asked.map(({ name, status }) => `${name}: ${status}`) };
}

/** What is asked, what the code has then, and what has become of the asks. */
const ROWS: readonly (readonly [
  task: string,
  asked: string,
  code: readonly string[],
  settled: readonly string[],
])[] = [
  [
    TABLE,
    'Cosine decay of the learning rate with a warm-up of 3 epochs, 12 epochs.',
    ['RateSchedule(),', 'WARM_UP_EPOCHS = 3', 'math.cos(', 'EPOCHS = 12'],
    ['warm-up: done', 'learning rate schedule: done', 'epochs: done'],
  ],
  [
    PRICES,
    'Log-transform the target.',
    ['np.log1p(targets)', 'np.log1p(targets.to_numpy())', 'np.expm1('],
    ['logarithm of the target: done'],
  ],
  [
    GRADES,
    'Halve the learning rate every 10 epochs.',
    ['RateSchedule(),', 'DECAY_FACTOR = 0.5', 'DECAY_EPOCHS = 10', 'epoch // DECAY_EPOCHS'],
    ['rate decay: done'],
  ],
  [
    GRADES,
    'Decay the learning rate exponentially by 0.96 every 1000 steps.',
    ['keras.optimizers.schedules.ExponentialDecay(learning_rate, 1000, 0.96'],
    ['rate decay: done'],
  ],
  [
    TABLE,
    'ReduceLROnPlateau with factor 0.2 and patience 4, early stopping with patience 9.',
    ['ReduceLROnPlateau(factor=0.2, patience=4)', 'PATIENCE = 9'],
    ['plateau factor: done', 'plateau patience: done', 'patience: done'],
  ],
  [
    GRADES,
    'Stop early on validation accuracy; measure accuracy.',
    ['EarlyStopping(\n            monitor="val_accuracy", mode="max"'],
    ['early stopping: done'],
  ],
  [
    PHOTOS,
    'Label smoothing of 0.2.',
    ['keras.losses.CategoricalCrossentropy(label_smoothing=0.2)', 'to_categorical'],
    ['label smoothing: done'],
  ],
  [
    PHOTOS,
    'Augment by rotations up to 25 degrees, horizontal and vertical flips, zoom of 0.15, brightness 0.3 and shear 0.1.',
    [
      'layers.RandomRotation(25 / 360)',
      'layers.RandomFlip("horizontal_and_vertical")',
      'layers.RandomZoom(0.15)',
      'layers.RandomBrightness(0.3)',
      'layers.RandomShear(0.1, 0.1)',
    ],
    ['rotations: done', 'flips: done', 'zooms: done', 'brightness changes: done', 'shears: done'],
  ],
  [
    CELLS,
    'Train on a combination of BCE and Dice loss.',
    [
      'loss=binary_crossentropy_plus_dice',
      'losses = [keras.losses.BinaryCrossentropy(), keras.losses.Dice()]',
    ],
    ['loss: done'],
  ],
  [
    CELLS,
    'Focal loss plus Tversky loss.',
    ['losses = [keras.losses.BinaryFocalCrossentropy(), keras.losses.Tversky()]'],
    ['loss: done'],
  ],
  [
    CELLS,
    'Flip the images horizontally and rotate them by 10 degrees.',
    [
      '"segmentation_masks": ',
      'layers.RandomRotation(10 / 360)',
      'layers.RandomFlip("horizontal")',
    ],
    ['rotations: done', 'flips: done'],
  ],
  [PHOTOS, 'Use mixup with alpha 0.4.', ['layers.MixUp(alpha=0.4)'], ['mixup alpha: done']],
  [PHOTOS, 'Use cutout.', ['layers.RandomErasing('], ['other augmentation: done']],
  [
    GRADES,
    'Evaluate with 7-fold cross-validation.',
    ['cross_validate(data_dir', 'FOLDS = 7', 'StratifiedKFold('],
    ['cross-validation: done'],
  ],
  [PRICES, '5-fold cross validation.', ['FOLDS = 5', '= KFold('], ['cross-validation: done']],
  [
    PRICES,
    'Compare the network with linear regression, a random forest and XGBoost.',
    [
      'LinearRegression()',
      'RandomForestRegressor(',
      '"XGBoost": XGBRegressor(n_estimators=300, learning_rate=0.1, random_state=SEED)',
      'scale_columns(state)',
      'name_best(compare_results(',
    ],
    ['several models: done', 'a forest or tree: done', 'gradient boosting: done'],
  ],
  [
    TABLE,
    'Compare it with LightGBM and CatBoost.',
    ['from lightgbm import LGBMClassifier', '"gradient boosting for CatBoost": HistGradient'],
    ['gradient boosting: done', 'gradient boosting: substituted'],
  ],
  [
    TABLE,
    'Use a voting classifier of logistic regression, a linear SVM and random forest.',
    [
      'CalibratedClassifierCV(SVC(kernel="linear"))',
      'models["soft voting ensemble"] = VotingClassifier(list(models.items()), voting="soft")',
    ],
    ['ensemble: done', 'a classical model: done', 'model setting: done'],
  ],
  [
    GRADES,
    'Take the majority vote of kNN with k = 7, naive Bayes and extra trees.',
    [
      'KNeighborsClassifier(n_neighbors=7)',
      'models["hard voting ensemble"] = VotingClassifier(list(models.items()))',
    ],
    ['ensemble: done', 'a forest or tree: done', 'model setting: done'],
  ],
  [
    PRICES,
    'Stack XGBoost with max depth 6 and learning rate 0.05 and LightGBM with 64 leaves, with ridge (alpha = 2) as the meta model; learning rate 0.002 for the network.',
    [
      'StackingRegressor(list(models.items()), Ridge(alpha=2))',
      'learning_rate=0.05, random_state=SEED, max_depth=6',
      'num_leaves=64',
      'LEARNING_RATE = 0.002',
    ],
    ['ensemble: done', 'meta model: done', 'model setting: done', 'learning rate: done'],
  ],
  [
    GRADES,
    'Compare it with an SVM; combine random forest and XGBoost by voting and by stacking.',
    [
      'members = [(name, models[name]) for name in ["random forest", "XGBoost"]]',
      'VotingClassifier(members, voting="soft")',
      'models["stacked ensemble"] = StackingClassifier(members)',
    ],
    ['ensemble: done', 'a classical model: done'],
  ],
  [
    PRICES,
    'Blend XGBoost, LightGBM and a neural network.',
    ['models["voting ensemble"] = VotingRegressor(list(models.items()))'],
    ['ensemble: done', 'ensemble with the network: substituted'],
  ],
  [
    TABLE,
    'A random forest with 500 trees, logistic regression with max depth 3.',
    ['RandomForestClassifier(n_estimators=500, random_state=SEED)', 'LogisticRegression('],
    ['model setting: done', 'model setting: unmet'],
  ],
  [
    REVIEWS,
    'Compare it with LightGBM and gradient boosting with 50 trees over TF-IDF.',
    ['"LightGBM": make_pipeline(TfidfVectorizer(max_features=50_000),', 'n_estimators=50,'],
    ['gradient boosting: done', 'model setting: done'],
  ],
  [
    SALES,
    'Compare it with a random forest, XGBoost and SVR with an RBF kernel.',
    [
      'compare_forecasts(splits, windows, futures',
      'make_pipeline(StandardScaler(), SVR(kernel="rbf"))',
    ],
    ['a forest or tree: done', 'gradient boosting: done', 'model setting: done'],
  ],
  [
    PHOTOS,
    'Compare it with an SVM and a random forest.',
    ['compare_models(splits', 'make_pipeline(StandardScaler(), SVC())'],
    ['a classical model: done', 'a forest or tree: done'],
  ],
  [
    REVIEWS,
    'Compare it with logistic regression and naive Bayes as baselines.',
    ['make_pipeline(TfidfVectorizer(max_features=50_000), LogisticRegression', 'MultinomialNB()'],
    ['several models: done', 'a classical model: done'],
  ],
  [
    TABLE,
    'Compare it with XGBoost and ridge regression.',
    ['"XGBoost": XGBClassifier('],
    ['gradient boosting: done', 'a classical model: unmet'],
  ],
  [
    PRICES,
    'Find the hyperparameters by a random search with 12 trials.',
    ['search_settings(', 'SEARCH_TRIES = 12', '* width), activation', 'width=width)'],
    ['hyperparameter search: done', 'search trials: done'],
  ],
  [PRICES, 'Tune it with Optuna.', ['search_settings('], ['hyperparameter search: substituted']],
  [
    TABLE,
    'Balance the classes by undersampling and choose the threshold on validation data.',
    ['even_classes(*', 'min(sizes)', 'choose_threshold(model, ', 'chosen_numbers(scores'],
    ['oversampling: done', 'threshold choice: done'],
  ],
  [TABLE, 'Use SMOTE.', ['max(sizes)'], ['oversampling: substituted']],
  [GRADES, 'Use class weights.', ['options["class_weight"]'], ['class weights: done']],
  [
    PRICES,
    'Min-max scaling of the features.',
    ['filled.max() - filled.min()'],
    ['min-max scaling: done'],
  ],
  [PRICES, 'Use robust scaling.', ['filled.quantile(0.75)'], ['robust scaling: done']],
  [
    PRICES,
    'Save it as H5, as SavedModel and as a TFLite file, and print a model summary.',
    ['"model.h5"', 'model.export(', 'write_lite(model', 'model.summary()'],
    ['HDF5 model: done', 'TensorFlow Lite: done', 'model summary: done'],
  ],
  [
    PHOTOS,
    'Show Grad-CAM and a t-SNE plot of the embeddings.',
    ['plot_grad_cam(model', 'plot_embeddings(model'],
    ['Grad-CAM: done', 'embedding plot: done'],
  ],
];

describe(
  'techniques that a requirement states are in the code, and said to be done',
  { timeout: 120_000 },
  () => {
    test.each(ROWS)('%s %s', async (task, asked, code, settled) => {
      const plain = await makeOnce(task);
      const { code: text, asked: settledAsks } = await make(`${task} ${asked}`);
      const flat = text.replaceAll(/\(\n\s+/g, '(');
      for (const part of code) expect(flat).toContain(part.replaceAll(/\(\n\s+/g, '('));
      expect(code.every((part) => plain.code.includes(part))).toBe(false);
      expect(settledAsks).toEqual(expect.arrayContaining([...settled]));
    });
  },
);

test.each([
  'Recommend movies: predict the ratings of users from a CSV.',
  'Tell whether two sentences of a CSV are paraphrases.',
  'Segment cells from the background with a U-Net.',
])('%s such data have no inputs for other models, which is said', async (task) => {
  const { code, asked } = await make(`${task} Compare it with XGBoost and an SVM.`);
  expect(code).not.toContain('make_models');
  expect(asked).not.toContain('gradient boosting: done');
  expect(asked).not.toContain('a classical model: done');
});
