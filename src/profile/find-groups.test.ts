import { describe, expect, test } from 'vitest';
import type { Detected } from './detector.ts';
import { type LabelledFile, sharedGroups, withFileGroups } from './find-groups.ts';

const DETECTED: Detected = {
  data: { kind: 'image-folders', target: 'class', facts: {} },
  targetReason: '',
  count: 0,
  columns: [],
  classes: [],
  attributes: '',
  findings: [],
};

/** Files of two classes; the name is made from the class, a group and a turn. */
function files(
  groups: number,
  turns: number,
  name: (label: string, group: number, turn: number) => string,
): readonly LabelledFile[] {
  return ['cat', 'dog'].flatMap((label) =>
    Array.from({ length: groups * turns }, (_, item) => ({
      label,
      file: `${label}/${name(label, Math.floor(item / turns), item % turns)}`,
    })),
  );
}

function groupOf(items: readonly LabelledFile[], file: string): string | undefined {
  const { facts } = withFileGroups(DETECTED, items).data;
  return new RegExp(String(facts['GROUP_PATTERN']), 'iu').exec(file)?.[1];
}

describe('names of files that belong together', () => {
  test.each([
    ['frames', 'video03_frame0012.jpg', 'cat/video03'],
    ['frames without separator', 'video03frame0012.jpg', 'cat/video03'],
    ['slices', 'scan_004-slice-31.png', 'cat/scan_004'],
    ['patients', 'patient17_2.png', 'patient17'],
    ['patients with letters', 'Patient_A17_left.png', 'Patient_A17'],
    ['subjects of BIDS', 'sub-01_ses-2.png', 'sub-01'],
    ['speakers in folders', 'Actor_03/take 4.wav', 'Actor_03'],
    ['utterances', 'speaker12_utt3.wav', 'speaker12'],
    ['pieces of a clip', 'clip_3_0012.jpg', 'cat/clip_3'],
    ['frames in a folder of their clip', 'clip_3/frame_0012.jpg', 'cat/clip_3'],
    ['augmented copies', 'img_12_aug_3.png', 'cat/img_12'],
  ])('%s: %s is of %s', (_, example, group) => {
    const numbers = [...example.matchAll(/\d+/g)].map(([number]) => number);
    const items = files(5, 4, (_label, at, turn) => {
      let seen = 0;
      return numbers.length < 2
        ? example.replace(/\d+/, String(at)).replace('.', `${turn}.`)
        : example.replaceAll(/\d+/g, () => String(++seen < numbers.length ? at : turn));
    });
    expect(groupOf(items, `cat/${example.replace(/\.\w+$/, '')}`)).toBe(group);
  });

  test.each([
    ['numbers alone', files(5, 4, (_, group, turn) => `${group}_${turn}.png`)],
    [
      'one file a patient',
      files(20, 1, (label, group) => `patient${group}${label === 'cat' ? 1 : 2}.png`),
    ],
    [
      'the class as the person',
      files(1, 9, (label, _, turn) => `person${label.length}_${turn}.png`),
    ],
    ['the class before the frame', files(1, 9, (label, _, turn) => `${label}_frame${turn}.png`)],
    ['words that only begin so', files(5, 4, (_, group, turn) => `pattern_${group}_${turn}.png`)],
  ])('%s make no groups', (_, items) => {
    const { data, findings } = withFileGroups(DETECTED, items);
    expect([data.facts, findings]).toEqual([{}, []]);
  });

  test('too few groups for the splits are told, and stay spread', () => {
    const { data, findings } = withFileGroups(
      DETECTED,
      files(2, 9, (_, group, turn) => `video${group}_frame${turn}.png`),
    );
    expect(data.facts).toEqual({});
    expect(findings.map(({ code }) => code)).toEqual(['FEW_GROUPS']);
  });

  test('groups that the given splits share are told', () => {
    const frames = (from: number): readonly LabelledFile[] =>
      files(6, 3, (_, group, turn) => `video${from + group}_frame${turn}.png`);
    expect(sharedGroups(frames(0), frames(6), 'test')).toEqual([]);
    expect(
      sharedGroups(frames(0), frames(4), 'test').map(({ code, path }) => [code, path]),
    ).toEqual([['SHARED_GROUPS', 'test']]);
  });
});
