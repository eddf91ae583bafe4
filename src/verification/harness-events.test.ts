import { describe, expect, test } from 'vitest';
import { readEvents } from './harness-events.ts';

const IMPORTED = { event: 'imported', versions: { keras: '3.15.1' } };
const start = (step: string) => ({ event: 'start', step });
const end = (step: string, more = {}) => ({
  event: 'end',
  step,
  exit: 0,
  ms: 1,
  timeout: false,
  ...more,
});
const FINISHED = { event: 'finished' };
const read = (...events: readonly unknown[]) => {
  const found = readEvents(['train', 'inspect']);
  for (const event of events) found.take(typeof event === 'string' ? event : JSON.stringify(event));
  return found;
};

describe('events of a run', () => {
  test('in order are taken', () => {
    const found = read(IMPORTED, start('train'), start('inspect'), end('inspect'), end('train'));
    expect([...found.ends.keys()]).toEqual(['inspect', 'train']);
    expect(found.fault()).toBeNull();
    expect(found.isFinished()).toBe(false);
    expect(read(IMPORTED, FINISHED).isFinished()).toBe(true);
  });

  test.each<[string, readonly unknown[]]>([
    ['no JSON', [IMPORTED, 'forged']],
    ['an unknown event', [IMPORTED, { event: 'passed' }]],
    ['a field more', [IMPORTED, start('train'), end('train', { versions: {} })]],
    ['versions again', [IMPORTED, IMPORTED]],
    ['a start before the import', [start('train')]],
    ['an unknown step', [IMPORTED, start('S0')]],
    ['a start again', [IMPORTED, start('train'), start('train')]],
    ['an end without a start', [IMPORTED, end('train')]],
    ['an end again', [IMPORTED, start('train'), end('train', { exit: 1 }), end('train')]],
    ['the finish of running steps', [IMPORTED, start('train'), FINISHED]],
    ['more after the finish', [IMPORTED, FINISHED, start('train')]],
    ['no number', [IMPORTED, start('train'), end('train', { exit: '0' })]],
  ])('%s spoils the run', (_name, events) => {
    const found = read(...events);
    expect(found.fault()).toMatch(/not those of the harness/);
    expect(found.ends.size).toBe(0);
  });
});
