import { expect, test } from 'vitest';
import type { DataProfile, Origin, Template, TemplateHole } from '../artifacts/index.ts';
import {
  codeOf,
  DATA,
  makePlanOf,
  makeRecord,
  makeRequest,
  originOf,
  ORIGIN,
  readTiny,
  TINY,
} from '../../tests/programs/tiny-program.ts';
import { verifies } from '../../tests/requirements.ts';
import { draftFromTemplate } from './template-rag.ts';

const RECURS: Origin = {
  kind: 'code2',
  samples: ['tiny', 'other'],
  licence: 'Apache-2.0',
  reason: 'recurs in the nearest programs',
};

/** A template of the tiny program in which the given texts of one segment are holes. */
function makeTemplate(
  id: string,
  holes: readonly (TemplateHole & { readonly text: string })[],
): Template {
  const { docstring, segments } = readTiny(
    TINY.replace('SEED = 42', 'SEED = 42\nSHUFFLE_BUFFER = 50').replace(
      'print(TARGET',
      'print(SHUFFLE_BUFFER, TARGET',
    ),
  );
  return {
    docstring,
    origin: RECURS,
    segments: segments.map((segment) =>
      segment.id === id
        ? {
            segment: {
              ...segment,
              origin: RECURS,
              code: holes.reduce(
                (code, { name, text }) => code.replace(text, `⟨${name}⟩`),
                segment.code,
              ),
            },
            holes,
            recurs: 1,
          }
        : { segment, holes: [], recurs: 0 },
    ),
  };
}

const hole = (name: string, text: string, seen: readonly string[]) =>
  ({ name, text, type: 'number', seen }) as const;
const profile: DataProfile = {
  path: 'rows.csv',
  data: DATA,
  targetReason: '',
  count: 900,
  columns: [],
  classes: [],
  attributes: '',
  findings: [],
};
const NO_HOLES = makeTemplate('', []);

test.each<[string, Template, string, string]>([
  [
    'what the nearest program has',
    makeTemplate('data.describe', [hole('DESCRIBE_1', 'TARGET', ['TARGET', 'OTHER'])]),
    'data.describe',
    '    print(SHUFFLE_BUFFER, TARGET, data_dir)',
  ],
  [
    'each its own value, in any order',
    makeTemplate('evaluation.class_scores', [
      hole('CLASS_SCORES_1', '1', ['1', '2']),
      hole('CLASS_SCORES_2', 'scores]', ['scores]', 'scores * 2]']),
    ]),
    'evaluation.class_scores',
    '    return np.column_stack([1 - scores, scores])',
  ],
  [
    'a value of the plan before what was seen',
    makeTemplate('configuration.EPOCHS', [hole('EPOCHS', '2', ['2', '60'])]),
    'configuration.EPOCHS',
    'EPOCHS = 30',
  ],
  [
    'nothing seen is None',
    makeTemplate('configuration.TARGET', [hole('TARGET', '"kind"', [])]),
    'configuration.TARGET',
    'TARGET = None',
  ],
])(`${verifies('template-rag')} a hole is filled by %s`, (_name, template, id, code) => {
  const record = makeRecord({ plan: makePlanOf({ epochs: 30 }) });
  const { program, name } = draftFromTemplate(template, makeRequest({ record }));
  expect(name).toBe('code 2');
  expect(codeOf(program, id)).toContain(code);
  expect(program.segments.map((segment) => segment.code).join('\n')).not.toMatch(/[⟨⟩]/);
});

test.each([
  ['a third of the epochs', 30, 10],
  ['five or more', 6, 5],
  ['rounded up', 31, 11],
  ['the sample’s where the plan states no epochs', null, 12],
])('patience is %s', (_name, epochs, patience) => {
  const record = makeRecord({ plan: makePlanOf({ epochs }) });
  for (const template of [
    NO_HOLES,
    makeTemplate('configuration.PATIENCE', [hole('PATIENCE', '12', ['12', '3'])]),
  ]) {
    const { program } = draftFromTemplate(template, makeRequest({ record }));
    expect(codeOf(program, 'configuration.PATIENCE')).toMatch(
      new RegExp(`^# .*\nPATIENCE = ${patience}$`),
    );
    const reason =
      patience === 12 ? /^(the nearest program|recurs)/ : /^follows from plan and profile$/;
    expect(originOf(program, 'configuration.PATIENCE')?.reason).toMatch(reason);
  }
});

test.each([
  ['all rows', 900, 8, 900],
  ['no more than ten thousand', 1_000_000, 8, 10_000],
  ['a batch at least', 20, 64, 64],
])('the shuffle buffer holds %s', (_name, count, batchSize, buffer) => {
  const record = makeRecord({ plan: makePlanOf({ batchSize }) });
  const request = makeRequest({ record, profile: { ...profile, count } });
  const { program } = draftFromTemplate(NO_HOLES, request);
  expect(codeOf(program, 'configuration.SHUFFLE_BUFFER')).toBe(`SHUFFLE_BUFFER = ${buffer}`);
});

test('without a profile the shuffle buffer is that of the sample', () => {
  const { program } = draftFromTemplate(NO_HOLES, makeRequest());
  expect(codeOf(program, 'configuration.SHUFFLE_BUFFER')).toBe('SHUFFLE_BUFFER = 50');
  expect(originOf(program, 'configuration.SHUFFLE_BUFFER')).toEqual(ORIGIN);
});
