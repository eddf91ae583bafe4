import { describe, expect, test } from 'vitest';
import {
  SECTIONS,
  type Draft,
  type Origin,
  type Section,
  type Segment,
} from '../artifacts/index.ts';
import { createSegment } from '../python/index.ts';
import { DATA, makeRecord, ORIGIN, readTiny, TINY } from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { compareDrafts } from './compare.ts';
import { EVIDENCE } from './evidence.ts';

const TEMPLATE: Origin = {
  kind: 'code2',
  samples: ['tiny', 'other'],
  licence: 'Apache-2.0',
  reason: 'recurs in the nearest programs',
};
const FROM_PLAN: Origin = { ...ORIGIN, kind: 'plan', reason: 'the plan states it' };
const FROM_PROFILE: Origin = { ...ORIGIN, kind: 'profile', reason: 'the data are so' };
const FOLLOWS: Origin = { ...TEMPLATE, reason: 'follows from plan and profile' };

interface Part {
  readonly section: Section;
  readonly code: string;
  readonly origin?: Origin;
}

/** The tiny program with further segments, all of them reached since `describe` names them. */
function makeDraft(name: Draft['name'], parts: readonly Part[], warnings: string[] = []): Draft {
  const origin = name === 'code 2' ? TEMPLATE : ORIGIN;
  const added = parts.map((part) =>
    createSegment(part.section, part.code, part.origin ?? origin, idOf(part.code)),
  );
  const names = ['TARGET', ...parts.map(({ code }) => idOf(code))].join(', ');
  const segments = readTiny(TINY, origin).segments.map((segment) =>
    segment.id === 'data.describe'
      ? createSegment('data', `def describe(data_dir, output_dir):\n    print(${names})`, origin)
      : segment,
  );
  return { name, program: { docstring: name, segments: [...segments, ...added] }, warnings };
}

function idOf(code: string): string {
  return /^(?:def |class )?(\w+)/.exec(code)?.[1] ?? 'statement';
}

/** What becomes of one segment that the drafts have in two forms. */
function compareOne(
  section: Section,
  one: Omit<Part, 'section'>,
  two: Omit<Part, 'section'>,
): Segment {
  const final = compareDrafts(
    makeDraft('code 1', [{ section, ...one }]),
    makeDraft('code 2', [{ section, ...two }]),
    { record: makeRecord({ data: { ...DATA, facts: { SIZE: 32, CLASS_COUNT: 2 } } }) },
  );
  const found = final.program.segments.find(({ id }) => id === `${section}.${idOf(one.code)}`);
  if (found === undefined) throw new Error('the segment is gone');
  return found;
}

const BOUND = 'def size():\n    return SEED';
const UNBOUND = 'def size():\n    return nobody_defines_this';
const UNPARSABLE = 'def size():\n    return (';
const SHORT = 'def size():\n    return 1';
const SHOWS = 'def size():\n    print(1)\n    return 1';

describe(`${verifies('comparison')} evidence, each piece alone`, () => {
  test.each<[string, Section, Omit<Part, 'section'>, Omit<Part, 'section'>, string, string]>([
    [
      'what parses',
      'data',
      { code: UNPARSABLE },
      { code: BOUND },
      'code 2',
      'code 2 parses, code 1 does not',
    ],
    [
      'what parses',
      'model',
      { code: BOUND },
      { code: UNPARSABLE },
      'code 1',
      'code 1 parses, code 2 does not',
    ],
    [
      'bound names',
      'data',
      { code: UNBOUND },
      { code: BOUND },
      'code 2',
      'code 2 binds every name it uses, code 1 does not',
    ],
    [
      'bound names',
      'model',
      { code: BOUND },
      { code: UNBOUND },
      'code 1',
      'code 1 binds every name it uses, code 2 does not',
    ],
    [
      'a value of the plan',
      'configuration',
      { code: 'RATE = 2', origin: FROM_PLAN },
      { code: 'RATE = 3' },
      'code 1',
      'the plan states it; code 1 holds a value of the plan or the data, code 2 does not',
    ],
    [
      'a value of the data',
      'configuration',
      { code: 'RATE = 2', origin: FROM_PROFILE },
      { code: 'RATE = 3' },
      'code 1',
      'the data are so; code 1 holds a value of the plan or the data, code 2 does not',
    ],
    [
      'a value that follows',
      'data',
      { code: 'RATE = 2' },
      { code: 'RATE = 3', origin: FOLLOWS },
      'code 2',
      'code 2 holds a value of the plan or the data, code 1 does not',
    ],
    [
      'the fact of its name',
      'configuration',
      { code: 'SIZE = 32' },
      { code: 'SIZE = 64' },
      'code 1',
      'code 1 holds a value of the plan or the data, code 2 does not',
    ],
    [
      'further lines',
      'model',
      { code: SHOWS },
      { code: SHORT },
      'code 1',
      'code 1 does what code 2 does, and shows more',
    ],
    [
      'further lines',
      'data',
      { code: SHORT },
      { code: SHOWS },
      'code 2',
      'code 2 does what code 1 does, and shows more',
    ],
  ])('%s decides in section %s', (_name, section, one, two, taken, reason) => {
    const found = compareOne(section, one, two);
    const [chosen, left] = taken === 'code 1' ? [one, two] : [two, one];
    expect(found.code).toBe(chosen.code);
    expect(found.origin.reason).toBe(reason);
    expect(found.alternative?.code).toBe(left.code);
  });

  test.each(SECTIONS.filter((section) => section !== 'imports'))(
    'where both are valid, section %s comes from the draft that is strong in it',
    (section) => {
      const strong = ['configuration', 'model', 'training'].includes(section) ? 2 : 1;
      const found = compareOne(section, { code: 'WIDTH = 1' }, { code: 'WIDTH = 2' });
      expect(found.code).toBe(`WIDTH = ${strong}`);
      expect(found.origin.kind).toBe(`code${strong}`);
      expect(found.origin.reason).toMatch(/^both are valid; code [12] keeps /);
    },
  );
});

describe('evidence against evidence: the earlier row decides', () => {
  test.each<[string, string, Section, Omit<Part, 'section'>, Omit<Part, 'section'>, string]>([
    ['parses', 'bound', 'data', { code: UNBOUND }, { code: UNPARSABLE }, UNBOUND],
    ['bound', 'grounded', 'data', { code: BOUND }, { code: UNBOUND, origin: FROM_PLAN }, BOUND],
    ['grounded', 'complete', 'data', { code: SHOWS }, { code: SHORT, origin: FROM_PLAN }, SHORT],
    ['complete', 'strength', 'model', { code: SHOWS }, { code: SHORT }, SHOWS],
  ])('%s before %s', (earlier, later, section, one, two, taken) => {
    const names = EVIDENCE.map(({ name }) => name);
    expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(later));
    expect(compareOne(section, one, two).code).toBe(taken);
  });

  test('every piece of evidence has its name and says what it looks at', () => {
    expect(EVIDENCE.map(({ name }) => name)).toEqual([
      'parses',
      'bound',
      'grounded',
      'complete',
      'strength',
    ]);
    expect(EVIDENCE.filter(({ looksAt }) => looksAt === '')).toEqual([]);
  });
});

describe('segments that need no evidence', () => {
  const code = 'def size():\n    return 1';
  test.each<[string, Origin, Origin, string]>([
    ['recur', ORIGIN, TEMPLATE, 'code2: both drafts agree; it recurs in the nearest programs'],
    ['do not recur', ORIGIN, ORIGIN, 'code1: both drafts agree'],
    ['come from the plan', FROM_PLAN, FROM_PLAN, 'plan: the plan states it'],
  ])('the same in both, where they %s', (_name, one, two, expected) => {
    const { origin, alternative } = compareOne(
      'data',
      { code, origin: one },
      { code, origin: two },
    );
    expect(`${origin.kind}: ${origin.reason}`).toBe(expected);
    expect(alternative).toBeUndefined();
  });

  const record = { record: makeRecord() };
  const own: Part = { section: 'data', code: 'def size():\n    return 1' };

  test.each([
    ['code 1', [own], []],
    ['code 2', [], [own]],
  ] as const)('what only %s has stays where the program reaches it', (name, one, two) => {
    // Both drafts name it, so that it is reached whoever has it.
    const drafts = [makeDraft('code 1', one), makeDraft('code 2', two)] as const;
    const describes = makeDraft('code 1', [own]).program.segments.find(
      ({ id }) => id === 'data.describe',
    );
    const [first, second] = drafts.map((draft) => ({
      ...draft,
      program: {
        ...draft.program,
        segments: draft.program.segments.map((segment) =>
          segment.id === 'data.describe' && describes !== undefined ? describes : segment,
        ),
      },
    }));
    if (first === undefined || second === undefined) throw new Error('two drafts');
    const { segments } = compareDrafts(first, second, record).program;
    const found = segments.find(({ id }) => id === 'data.size');
    expect(found?.origin.reason).toBe(`only ${name} has it`);
    expect(found?.alternative).toBeUndefined();
  });

  test('what nothing reaches is left out', () => {
    const draft = makeDraft('code 1', []);
    const lost = createSegment('data', own.code, ORIGIN);
    const program = { ...draft.program, segments: [...draft.program.segments, lost] };
    const { segments } = compareDrafts(
      { ...draft, program },
      makeDraft('code 2', []),
      record,
    ).program;
    expect(segments.map(({ id }) => id)).not.toContain('data.size');
  });
});

describe('the final draft', () => {
  test('has its sections in order, the docstring of code 1 and the warnings of both once', () => {
    const one = makeDraft(
      'code 1',
      [{ section: 'model', code: 'def late():\n    return 1' }],
      ['a', 'b'],
    );
    const two = makeDraft(
      'code 2',
      [{ section: 'model', code: 'def late():\n    return 1' }],
      ['b', 'c'],
    );
    const final = compareDrafts(one, two, { record: makeRecord() });
    const places = final.program.segments.map(({ section }) => SECTIONS.indexOf(section));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(final).toMatchObject({ name: 'final', warnings: ['a', 'b', 'c'] });
    expect(final.program.docstring).toBe('code 1');
  });

  test('can be compared with a further draft; where nothing tells them apart it stays', () => {
    const section = 'training' as const;
    const final = {
      ...makeDraft('code 1', [{ section, code: 'WIDTH = 1' }]),
      name: 'final' as const,
    };
    const further = makeDraft('final', [{ section, code: 'WIDTH = 2' }]);
    const { segments } = compareDrafts(final, further, { record: makeRecord() }).program;
    const found = segments.find(({ id }) => id === 'training.WIDTH');
    expect(found).toMatchObject({
      code: 'WIDTH = 1',
      alternative: { code: 'WIDTH = 2' },
      origin: { reason: 'nothing tells the drafts apart' },
    });
  });

  test('of two equal drafts is that draft, with nothing to swap', () => {
    const draft = makeDraft('code 1', []);
    const { program } = compareDrafts(
      draft,
      { ...draft, name: 'code 2' },
      { record: makeRecord() },
    );
    expect(program.segments.map(({ code }) => code)).toEqual(
      draft.program.segments.map(({ code }) => code),
    );
    expect(program.segments.some(({ alternative }) => alternative !== undefined)).toBe(false);
  });
});
