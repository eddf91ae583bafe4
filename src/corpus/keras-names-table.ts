/** Packages whose names are TensorFlow's or Keras' own, or that build Keras models under other names, by their first part. */
export const KERAS_PACKAGES: ReadonlySet<string> = new Set([
  'tensorflow',
  'keras',
  'tf_keras',
  'tensorflow_hub',
  'tensorflow_addons',
  'tensorflow_probability',
  'tensorflow_text',
  'tensorflow_recommenders',
  'tensorflow_decision_forests',
  'tensorflow_model_optimization',
  'keras_cv',
  'keras_nlp',
  'keras_hub',
  'keras_core',
  'keras_tuner',
  'kerastuner',
  'keras_applications',
  'keras_contrib',
  'keras_retinanet',
  'keras_radam',
  'keras_self_attention',
  'keras_bert',
  'autokeras',
  'scikeras',
  'segmentation_models',
  'efficientnet',
  'classification_models',
  'spektral',
]);

/** Importing one of these makes a program one of TensorFlow or Keras; the others only come beside them. */
export const FRAMEWORKS: ReadonlySet<string> = new Set([
  'tensorflow',
  'keras',
  'tf_keras',
  'keras_core',
]);

/** Names, last in a path into those packages, whose call makes a model. */
export const MODEL_MAKERS: ReadonlySet<string> = new Set([
  'Sequential',
  'Model',
  'Functional',
  'load_model',
  'model_from_json',
  'model_from_yaml',
  'model_from_config',
  'clone_model',
  'KerasClassifier',
  'KerasRegressor',
  'KerasLayer',
  'from_preset',
  'from_pretrained',
  'ImageClassifier',
  'TextClassifier',
  'StructuredDataClassifier',
  'StructuredDataRegressor',
  'AutoModel',
  'Unet',
  'FPN',
  'Linknet',
  'PSPNet',
]);

/** Parts of a path below which everything that is called makes a model or a part of one. */
export const MODEL_PARTS: ReadonlySet<string> = new Set(['applications', 'layers']);

/** Classes whose subclasses are models. */
export const MODEL_BASES: ReadonlySet<string> = new Set(['Model', 'Sequential', 'Module', 'Layer']);

/** Methods that train a Keras model. */
export const TRAINERS: ReadonlySet<string> = new Set(['fit', 'fit_generator', 'train_on_batch']);

/** What apart from models has a method `fit` in those packages. */
export const FITTED_OTHERS: ReadonlySet<string> = new Set(['ImageDataGenerator', 'Tokenizer']);

/** Methods that change weights by gradients. */
export const UPDATERS: ReadonlySet<string> = new Set([
  'apply_gradients',
  'minimize',
  'assign',
  'assign_sub',
  'assign_add',
]);

/** Other packages whose objects have a method `fit`, by their first part. */
export const OTHER_FITTERS: ReadonlySet<string> = new Set([
  'sklearn',
  'xgboost',
  'lightgbm',
  'catboost',
  'imblearn',
  'statsmodels',
  'scipy',
  'numpy',
  'pandas',
  'skimage',
  'cv2',
  'torch',
  'torchvision',
  'pytorch_lightning',
  'lightning',
  'fastai',
  'prophet',
  'fbprophet',
  'pmdarima',
  'category_encoders',
  'umap',
  'hdbscan',
  'hmmlearn',
  'gensim',
  'surprise',
  'lifelines',
  'lime',
  'mlxtend',
  'ngboost',
  'pyod',
  'cuml',
  'tpot',
  'optuna',
  'vecstack',
  'flaml',
  'tsfresh',
  'implicit',
  'lightfm',
  'skopt',
  'hyperopt',
  'mxnet',
  'jax',
  'flax',
]);
