import { expect, test } from 'vitest';
import { describeProgram, extractPlan } from './index.ts';

const PROGRAM = `
import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
table = pd.read_csv('../input/orchard-harvest/trees.csv')
table = table.drop(columns=['id'])
grade = table['grade'].values
features = table[['height', 'age']]
x_train, x_test, y_train, y_test = train_test_split(features, grade, test_size=0.2)
model = keras.Sequential([keras.layers.Dense(8, input_shape=(2,)), keras.layers.Dense(3, activation='softmax')])
model.compile(keras.optimizers.Adam(0.01), 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x_train, y_train, epochs=20, batch_size=16)
`;

test('the words follow from the facts', () => {
  const { requirement, attributes } = describeProgram(extractPlan(PROGRAM), {
    title: 'Apple grades: a simple Keras tutorial for beginners',
    headings: [],
  });
  expect(requirement).toBe(
    'I want to build a dense network that classifies the rows of a table into 3 classes, with grade as the target (subject: apple grades beginners). ' +
      'Train it with the Adam optimizer, a learning rate of 0.01, sparse categorical crossentropy as the loss, batches of 16, 20 epochs and measure accuracy.',
  );
  expect(attributes).toBe(
    'The dataset consists of a table, read from csv files. The network takes inputs of shape (2,). There are 3 classes. ' +
      'Columns that are used: id, height, age. The target is grade. ' +
      'Preparation: drop columns that are not used, split into training and test data.',
  );
});

test.each([
  ['no title, but a dataset with a name', null, [], 'orchard harvest'],
  ['a title of words of the field', 'Deep Learning with Keras (CNN)', [], 'orchard harvest'],
  ['a title in HTML', '<h1 style="color:red">Plum trees</h1>', [], 'plum trees'],
])('the subject of %s', (_, title, headings, subject) => {
  const { requirement } = describeProgram(extractPlan(PROGRAM), { title, headings });
  expect(requirement).toContain(`(subject: ${subject})`);
});

test('a program that states nothing is described by what is known of it', () => {
  const described = describeProgram(extractPlan('print(1)'), { title: null, headings: [] });
  expect(described).toEqual({
    requirement: 'I want to build a neural network that learns from the data.',
    attributes: 'The dataset consists of data.',
  });
});
