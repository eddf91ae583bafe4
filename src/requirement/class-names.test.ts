import { expect, test } from 'vitest';
import { readClassNames } from './class-names.ts';

test.each([
  [
    'Recognize activities such as walking, jogging and sitting from a watch',
    'walking jogging sitting',
  ],
  ['Images with categories like glioma, meningioma, and no tumor.', 'glioma meningioma no tumor'],
  ['Detect whether a tweet is positive, negative or neutral', 'positive negative neutral'],
  ['Predict the weather (sunny, rainy, cloudy, foggy) from photos', 'sunny rainy cloudy foggy'],
  ['Classify images of cats and dogs', 'cats dogs'],
  ['Tell cats from dogs', 'cats dogs'],
  ['binary labels (0 for Fresh, 1 for Stale)', 'Fresh Stale'],
  ['labels 0 (background), 1 (necrotic/core) and 2 (edema)', 'background necrotic/core edema'],
  ['ratios of 3 to 5 and 1:2', ''],
  ['Distinguish ripe, unripe and rotten tomatoes apart', 'ripe unripe rotten tomatoes'],
  ['Sort fruit photos: apple, banana, orange', 'apple banana orange'],
  ['whether a patient is at risk or not', ''],
  ['Predict house prices using features such as age, rooms and area', ''],
  ['A table with columns such as age, income and sex', ''],
  ['Classify reviews with models such as LSTM and GRU', ''],
  [
    'Comments with target labels that include positive, negative, and neutral sentiments',
    'positive negative neutral',
  ],
  [
    'Sentiment analysis of comments, very positive, positive or negative',
    'very positive positive negative',
  ],
  ['Tables with positive and negative values', ''],
  ['classifying X-ray images into normal and COVID-19 categories', 'normal COVID-19'],
  ['Splitting data into train and test sets', ''],
  ['A model for classifying leaf photos into healthy, rust or scab', 'healthy rust scab'],
  ['binary classification of image data (dogs vs. cats) with augmentation', 'dogs cats'],
  ['Classify emails as spam; plot loss vs epochs', ''],
  ['Classify flowers and plot train vs test accuracy.', ''],
  [
    'The dataset consists of images of cups, spoons, and plates for classification.',
    'cups spoons plates',
  ],
  ['Images of leaves, their masks, and their labels.', ''],
  ['Target labels include sports, politics and science.', 'sports politics science'],
  ['Images of leaves and their labels', ''],
  ['Classify images of shape (224, 224, 3)', ''],
  ['Predict sales from price, season and weather', ''],
  ['Detect faces and their emotions', ''],
  ['Tell me how to train and evaluate a network', ''],
  ['Histology slides of malignant and benign categories', 'malignant benign'],
  ['X-rays with pneumonia and normal classes', 'pneumonia normal'],
  ['The label is benign (0) or malignant (1).', 'benign malignant'],
  ['Classify slides with and without tumour cells', 'with tumour without tumour'],
  ['Image files of skin lesions in DICOM, JPEG, and TFRecord formats along with labels', ''],
  ['A balanced set of train and test classes', ''],
  ['Oversample minority and majority classes', ''],
  ['F1 of (0) and (1)', ''],
])('%s', (text, names) => {
  expect((readClassNames(text)?.names ?? []).join(' ')).toBe(names);
});
