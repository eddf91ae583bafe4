import { expect, test } from 'vitest';
import type { DataSpec, Segment } from '../artifacts/index.ts';
import { readTiny } from '../../tests/programs/tiny-program.ts';
import { specialiseFinal } from './specialise-final.ts';

const DATA: DataSpec = {
  kind: 'table',
  target: 'class',
  facts: { TARGET: 'kind', TEST_FILE: null },
};
const PROFILE = {} as Parameters<typeof specialiseFinal>[1]['profile'];
const HEAD = `# %% Configuration
TARGET = "kind"
TEST_FILE = None
MODE = "mean"
WIDTH = 3

# %% Data
`;
const BODY = `def load_data(data_dir):
    if TEST_FILE is not None:
        return data_dir / TEST_FILE
    if MODE == "mean":
        return data_dir / TARGET
    return WIDTH > 2
`;

function codeOf(segments: readonly Segment[]): string {
  return segments.find(({ id }) => id === 'data.load_data')?.code ?? '';
}

test('what the data are and how the program works is final', () => {
  const { segments } = specialiseFinal(readTiny(HEAD + BODY), { data: DATA, profile: PROFILE });
  expect(codeOf(segments)).toBe('def load_data(data_dir):\n    return data_dir / TARGET');
});

test('without data, what is not known yet stays open', () => {
  const { segments } = specialiseFinal(readTiny(HEAD + BODY), { data: DATA, profile: null });
  expect(codeOf(segments)).toContain('if TEST_FILE is not None:');
});

test('a number is what a user tunes', () => {
  const body = 'def load_data(data_dir):\n    return data_dir if WIDTH > 2 else TARGET\n';
  const { segments } = specialiseFinal(readTiny(HEAD + body), { data: DATA, profile: PROFILE });
  expect(codeOf(segments)).toContain('if WIDTH > 2');
});

test.each([
  ['that fits is specialised too', BODY.replace('/ TARGET', '/ TARGET / "x"'), true],
  ['with other parameters is none', BODY.replace('(data_dir)', '(data_dir, more)'), false],
  ['with a name that nothing binds is none', BODY.replace('/ TARGET', '/ gone()'), false],
])('an alternative %s', (_, code, isKept) => {
  const program = readTiny(HEAD + BODY);
  const segments = program.segments.map((segment): Segment =>
    segment.id === 'data.load_data'
      ? { ...segment, alternative: { code: code.trimEnd(), origin: segment.origin } }
      : segment,
  );
  const final = specialiseFinal({ ...program, segments }, { data: DATA, profile: PROFILE });
  const { alternative } = final.segments.find(({ id }) => id === 'data.load_data') ?? {};
  expect(alternative !== undefined).toBe(isKept);
  expect(alternative?.code ?? '').not.toContain('TEST_FILE');
});
