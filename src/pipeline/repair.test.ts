import { expect, test } from 'vitest';
import { SECTIONS, STAGES, type Section, type Segment, type Verdict } from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { makeRecord, ORIGIN } from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { takeAlternative, takeAlternatives } from './repair.ts';

const OTHER = { ...ORIGIN, kind: 'code2' as const, samples: ['other'], reason: 'the other draft' };

/** A constant a section, each 1 here and 2 in the other draft. */
function makeSegment(section: Section): Segment {
  const code = (value: number): string => `${section.toUpperCase()} = ${value}`;
  const segment = createSegment(section, code(1), ORIGIN);
  return { ...segment, alternative: { code: code(2), origin: OTHER } };
}

function failAt(id: (typeof STAGES)[number] | null): Verdict {
  const stages = STAGES.map((stage) => ({
    id: stage,
    status: stage === id ? ('failed' as const) : ('passed' as const),
    ms: 0,
    message: '',
  }));
  return { passed: id === null, stages, agreement: {} };
}

const project = {
  requirement: { text: '', attributes: '' },
  record: makeRecord(),
  program: { docstring: '', segments: SECTIONS.map(makeSegment) },
};

test.each([
  ['S2', ['configuration', 'data', 'preprocessing']],
  ['S3', ['configuration', 'model']],
  ['S4', ['configuration', 'preprocessing', 'model', 'training']],
  ['S5', ['model', 'training', 'evaluation', 'inference']],
] as const)(`${verifies('repair')} where %s failed, %j take the other draft`, (id, sections) => {
  const repaired = takeAlternatives(project, failAt(id));
  if (!repaired.ok) throw new Error(repaired.issues[0]?.message);
  const changed = repaired.value.segments.filter(({ code }) => code.endsWith('= 2'));
  expect(changed.map(({ section }) => section)).toEqual(sections);
  expect(new Set(changed.map(({ origin }) => `${origin.kind}: ${origin.reason}`))).toEqual(
    new Set([`repair: ${id} failed with the other draft's code`]),
  );
});

test.each(['S0', 'S1', 'S6', 'S7', null] as const)(
  'where %s failed, no segment is to blame',
  (id) => {
    const repaired = takeAlternatives(project, failAt(id));
    expect(repaired).toMatchObject({
      ok: false,
      issues: [{ code: 'NO_ALTERNATIVE', path: id ?? '' }],
    });
  },
);

test('a segment without alternative cannot be repaired', () => {
  const bare = createSegment('model', 'MODEL = 1', ORIGIN);
  const alone = { ...project, program: { docstring: '', segments: [bare] } };
  expect(takeAlternatives(alone, failAt('S3'))).toMatchObject({
    issues: [{ code: 'NO_ALTERNATIVE' }],
  });
  expect(takeAlternative(bare, 'by hand')).toBe(bare);
});

test('an alternative is taken and taken back', () => {
  const segment = makeSegment('model');
  const swapped = takeAlternative(segment, 'by hand');
  expect(swapped).toMatchObject({
    id: segment.id,
    code: 'MODEL = 2',
    origin: { kind: 'repair', samples: ['other'], reason: 'by hand' },
  });
  expect(takeAlternative(swapped, 'back').code).toBe(segment.code);
});
