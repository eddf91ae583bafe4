import { expect, test } from 'vitest';
import type { DataSpec } from '../artifacts/index.ts';
import { readRequirement } from '../requirement/index.ts';
import { otherTargets } from './other-targets.ts';

const IMAGES: DataSpec = { kind: 'image-table', target: 'number', facts: { TARGET: null } };

test.each<readonly [string, DataSpec, readonly string[]]>([
  ['Estimate age and gender from face crops', IMAGES, ['gender']],
  ['Predict the price and the demand of electricity', IMAGES, ['demand']],
  ['Predict house prices and evaluate with RMSE', IMAGES, []],
  ['Predict the age of a person', IMAGES, []],
  ['Classify images of cats and dogs', { ...IMAGES, target: 'class' }, []],
  ['Predict width and height', { ...IMAGES, facts: { TARGET: ['width', 'height'] } }, []],
  ['Segment roads and buildings', { ...IMAGES, target: 'mask' }, []],
])('%j: beside the first thing %j asks for %j', (text, data, expected) => {
  const reading = readRequirement({ text, attributes: '' });
  expect(otherTargets(reading, data).map(({ value }) => value)).toEqual(expected);
});
