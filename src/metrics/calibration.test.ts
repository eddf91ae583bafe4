import { expect, test } from 'vitest';
import { expectedCalibrationError } from './calibration.ts';

const judged = (confidence: number, right: number, of: number) =>
  Array.from({ length: of }, (_, at) => ({ confidence, right: at < right }));

test.each([
  ['right as often as believed', judged(0.5, 2, 4), 0],
  ['sure and always wrong', judged(1, 0, 3), 1],
  ['bins weigh by their answers', [...judged(0.9, 0, 1), ...judged(0.5, 5, 10)], 0.9 / 11],
])('%s', (_name, answers, error) => {
  expect(expectedCalibrationError(answers)).toBeCloseTo(error, 12);
});

test('nothing judged is not scored', () => {
  expect(expectedCalibrationError([])).toBeNaN();
});
