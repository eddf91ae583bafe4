import { describe, expect, test } from 'vitest';
import { readPlanLines, requirementKey } from './plan-lines.ts';

const PLAN =
  '{"Task Category": "Image Classification", "Dataset": {"Input": "images", "Output": "labels"}, "Model architecture": {"Layers": ["Flatten()"], "Hypermeters": {"optimizer": "Adam", "loss function": "mse"}}}';

describe('plan lines', () => {
  test.each([
    [
      'a whole line',
      `{"User Requirement": "r", "Dataset Attributes": "d", "Code Plan": ${PLAN}}`,
      true,
      'Image Classification',
    ],
    [
      'attributes as an object',
      `{"User Requirement": "r", "Dataset Attributes": {"a": {"b": 1}}, "Code Plan": ${PLAN}}`,
      true,
      'Image Classification',
    ],
    [
      'a plan that is cut off',
      `{"User Requirement": "r", "Dataset Attributes": {"a": {"b": 1}}, "Code Plan": ${PLAN.slice(0, 90)}`,
      false,
      'Image Classification',
    ],
    [
      'a plan that is still to come',
      '{"User Requirement": "r", "Dataset Attributes": "d", "Code Plan": ',
      false,
      null,
    ],
    ['a requirement alone', '{"User Requirement": "r", "Dataset Attributes": "d"}', false, null],
  ])('%s', (_name, line, valid, category) => {
    const [read] = readPlanLines(line);
    expect(read?.requirement?.text).toBe('r');
    expect(read?.valid).toBe(valid);
    expect(read?.plan?.category ?? null).toBe(category);
  });

  test('a line that is nothing keeps its place; a blank one has none', () => {
    const lines = readPlanLines(`sorry\n\n{"User Requirement": "r", "Code Plan": ${PLAN}}\n`);
    expect(lines.map(({ requirement, valid }) => [requirement?.text ?? null, valid])).toEqual([
      [null, false],
      ['r', true],
    ]);
  });

  test('requirements meet whatever their case and punctuation', () => {
    const key = (text: string) => requirementKey({ text, attributes: '' });
    expect(key('Classify images, please.')).toBe(key('classify  IMAGES please'));
  });
});
