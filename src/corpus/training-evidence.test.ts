import { expect, test } from 'vitest';
import { scanTokens } from '../python/tokens.ts';
import { findTraining } from './training-evidence.ts';

const keeps = (code: string): boolean => {
  const { imports, model, training } = findTraining(scanTokens(code));
  return imports !== null && model !== null && training !== null;
};

const KEPT: Readonly<Record<string, string>> = {
  'keras alone': 'import keras\nm = keras.Sequential([])\nm.fit(x)',
  'keras of TensorFlow': 'import tensorflow as tf\nm = tf.keras.Sequential()\nm.fit(x)',
  'names imported': 'from tensorflow.keras.models import Sequential as S\nm = S()\nm.fit(x)',
  'star import': 'from keras.models import *\nm = Sequential()\nm.fit(x)',
  'alias of an alias':
    'import tensorflow as tf\nkeras = tf.keras\nlayers = keras.layers\nx = layers.Dense(3)(x)\ntrain(x).fit(y)',
  functional: 'from keras import Input, Model\nm = Model(a, b)\nm.fit_generator(g)',
  backbone: 'from keras.applications import VGG16\nm = VGG16(weights=None)\nm.train_on_batch(x)',
  subclass: 'import tensorflow as tf\nclass Net(tf.keras.Model):\n  pass\nNet().fit(x)',
  chained: 'import keras\nkeras.Sequential([keras.layers.Dense(1)]).fit(x)',
  attribute:
    'import keras\nclass A:\n  def __init__(self):\n    self.m = keras.Sequential()\n  def go(self):\n    self.m.fit(x)',
  'model of a function':
    'import keras\ndef build():\n  m = keras.Sequential()\n  return m\nm = build()\nh = m.fit(x)',
  tape: 'import tensorflow as tf\nm = tf.keras.Sequential()\nwith tf.GradientTape() as t:\n  l = f(m(x))\no.apply_gradients(zip(t.gradient(l, w), w))',
  'wrapped for a search':
    'from sklearn.model_selection import GridSearchCV\nfrom keras.wrappers.scikit_learn import KerasClassifier\nk = KerasClassifier(build)\ng = GridSearchCV(k, p)\ng.fit(x, y)',
  'same name for both':
    'import keras\nfrom sklearn.svm import SVC\nm = SVC()\nm.fit(x)\nm = keras.Sequential()\nm.fit(x)',
  'Hugging Face':
    'import tensorflow as tf\nfrom transformers import TFBertModel\nm = TFBertModel.from_pretrained(n)\nm.fit(x)',
  'one line': 'import keras; m = keras.Sequential(); m.fit(x)',
  'broken before and after':
    'def f(:\n  a = [1, 2\nimport keras\nm = keras.Sequential()\nprint "old"\nm.fit(x\nx = ((',
};

const NOT_KEPT: Readonly<Record<string, string>> = {
  'words in comments and strings':
    '# import keras\na = """\nimport keras\nm = keras.Sequential()\nm.fit(x)\n"""',
  'fit of another library':
    'import keras\nfrom sklearn.preprocessing import StandardScaler\nm = keras.Sequential()\nStandardScaler().fit(x)\ns = StandardScaler()\ns.fit(x)',
  'estimators in a loop':
    'import keras\nfrom sklearn import svm, tree\nm = keras.models.load_model(f)\nfor c in [svm.SVC(), tree.DecisionTreeClassifier()]:\n  c.fit(x)',
  'generator of images':
    'from keras.preprocessing.image import ImageDataGenerator\nfrom keras.models import load_model\nm = load_model(f)\nd = ImageDataGenerator()\nd.fit(x)',
  'another framework': 'import torch\nm = torch.nn.Linear(1, 2)\nm.fit(x)',
  'only predicts': 'import keras\nm = keras.models.load_model(f)\nm.predict(x)',
  'only gradients':
    'import tensorflow as tf\nm = tf.keras.Sequential()\nwith tf.GradientTape() as t:\n  l = m(x)\ng = t.gradient(l, x)',
  'a graph in a session':
    'import tensorflow as tf\nw = tf.Variable(1)\nt = tf.train.AdamOptimizer().minimize(w)\ns = tf.Session()\ns.run(t)',
  'a package of a like name': 'import keras_like\nm = keras_like.Sequential()\nm.fit(x)',
};

test.each(Object.entries(KEPT))('kept: %s', (_, code) => {
  expect(keeps(code)).toBe(true);
});

test.each(Object.entries(NOT_KEPT))('not kept: %s', (_, code) => {
  expect(keeps(code)).toBe(false);
});

test('what is open in one cell is closed at the next', () => {
  const cells = ['import keras\nm = keras.Sequential()\n', 'a = """ x (\n', 'm.fit(x)\n'];
  const code = cells.join('');
  const starts = cells.map((_, at) => cells.slice(0, at).join('').length);
  expect(findTraining(scanTokens(code, starts)).training).toEqual({ what: 'm.fit', line: 4 });
});

test('long and deep programs take time in proportion', () => {
  const hostile = [
    'import keras\n' + 'm = keras.Sequential();'.repeat(10_000),
    `import keras\nx = ${'f('.repeat(15_000)}`,
    `import keras\n${'a = '.repeat(15_000)}keras.Model()`,
    `import keras\nfor ${'a, '.repeat(15_000)} in ${'f(), '.repeat(15_000)}:\n  a.fit(x)`,
    `import keras\n${Array.from({ length: 50_000 }, (_, at) => `a${at} = a${at + 1}`).join('\n')}\na0.fit(x)`,
    `import keras\n${"'''".repeat(25_000)}`,
    `import keras\n${'else: '.repeat(25_000)}`,
    `import keras\n${'x.'.repeat(15_000)}fit(y)`,
    `import keras\n${'x().'.repeat(25_000)}fit(y)`,
  ];
  const slow: string[] = [];
  for (const code of hostile) {
    const start = process.cpuUsage();
    findTraining(scanTokens(code));
    const { user, system } = process.cpuUsage(start);
    slow.push(...((user + system) / 1e6 < 3 ? [] : [code.slice(0, 40)]));
  }
  expect(slow).toEqual([]);
});
