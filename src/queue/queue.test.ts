import { describe, expect, test } from 'vitest';
import { parseAddress } from './address.ts';
import { createBell } from './bell.ts';
import { refuseUnlike } from './stamp.ts';

describe('addresses', () => {
  test.each([
    ['redis://localhost', 'redis://localhost:6379', 0, null, null],
    ['redis://:p%40ss@10.0.0.1:7000/2', 'redis://10.0.0.1:7000/2', 2, null, 'p@ss'],
    ['rediss://me:pw@cache.example', 'rediss://cache.example:6379', 0, 'me', 'pw'],
    ['redis://[::1]:7000/', 'redis://[::1]:7000', 0, null, null],
  ])('%s', (text, shown, database, username, password) => {
    expect(parseAddress(text)).toMatchObject({ shown, database, username, password });
  });

  test.each([
    ['http://me:hidden@host', 'http://***@host'],
    ['me:hidden@host:6379', '***@host:6379'],
    ['redis://:hid/den@host', 'redis://***@host'],
    ['redis://:hid%den@host:1', 'redis://***@host:1'],
    ['redis://host/jobs', 'redis://host/jobs'],
    ['redis://host?password=hidden', 'redis://host?***'],
    ['', ''],
  ])('%s is refused, without its password', (text, shown) => {
    const refused = expect.objectContaining({
      code: 'USAGE',
      message: expect.stringContaining(`received "${shown}"`) as string,
    }) as Error;
    expect(() => parseAddress(text)).toThrow(refused);
    expect(() => parseAddress(text)).not.toThrow('hidden');
  });
});

test('a worker refuses a job by what differs alone', () => {
  const own = { version: '1.0.0', pool: 'a' };
  expect(() => refuseUnlike({ ...own }, own)).not.toThrow();
  expect(() => refuseUnlike({ ...own, pool: 'b' }, own)).toThrow(
    'the job was sent with pool b; this worker has pool a',
  );
});

describe('a bell', () => {
  test('keeps what rang while nobody waited, once each, in portions', async () => {
    const bell = createBell();
    bell.ring('before anybody listens');
    bell.listen();
    for (const news of ['a', 'b', 'a', 'c']) bell.ring(news);
    expect(await bell.next(1000, 2)).toEqual(['a', 'b']);
    expect(await bell.next(1000, 2)).toEqual(['c']);
    expect(await bell.next(1, 2)).toEqual([]);
  });

  test('wakes who waits, and ends by the signal', async () => {
    const bell = createBell();
    bell.listen();
    setTimeout(() => bell.ring('late'), 5);
    expect(await bell.next(60_000, 9)).toEqual(['late']);
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('stop')), 5);
    await expect(bell.next(60_000, 9, abort.signal)).rejects.toThrow('stop');
  });
});
