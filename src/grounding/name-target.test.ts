import { expect, test } from 'vitest';
import { readRequirement } from '../requirement/index.ts';
import { nameTarget } from './name-target.ts';

test.each([
  ['Identify the language of a short text', 'language'],
  ['Tell whether a payment is fraud or not', 'fraud'],
  ['Predict if a loan is going to default', 'default'],
  ['Say whether a visitor will come again', 'come'],
  ['Detect AI-generated text from essays', 'ai_generated'],
  ['Detecting sarcasm in headlines', 'sarcasm'],
  ['detect diabetes from blood tests', 'diabetes'],
  ['Predict the remaining useful life of engines', 'remaining_useful_life'],
  ['classify news articles into topics', 'topic'],
  ['Sort tickets into several types', 'type'],
  ['Decide whether a review is positive or negative', null],
  ['detect objects in photos', null],
  ['Predict the label of each row', null],
  ['a deep learning model for skin cancer classification', 'skin_cancer'],
  ['Toxic comment classification with an LSTM', 'toxic'],
  ['toxic comment classification with an LSTM', 'toxic'],
  ['a CNN for image classification', null],
  ['for the Acme Market Prediction competition', null],
  ['Sort calls into two categories', 'category'],
  ['Predict NFL player rushing yards', 'rushing_yard'],
])('%s: %s', (text, name) => {
  expect(nameTarget(readRequirement({ text, attributes: '' }))).toBe(name);
});
