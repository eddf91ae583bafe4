import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { PACKAGE_ROOT } from '../core/index.ts';
import { BACKBONES, PRETRAINED_WEIGHTS, WEIGHTS_HOST } from '../plan/index.ts';
import {
  fetchWeights,
  findWeights,
  kerasHome,
  pretrainedBackbones,
  type FetchProgress,
} from './pretrained-weights.ts';

const REFERENCE = path.join(PACKAGE_ROOT, 'tests/reference/weights.json');
const BYTES = Buffer.alloc(300_000, 'weights');
const hashOf = (algorithm: string): string => createHash(algorithm).update(BYTES).digest('hex');
const TABLE = {
  Whole: { path: 'nets/whole.h5', hash: hashOf('md5') },
  Long: { path: 'nets/whole.h5', hash: hashOf('sha256'), file: 'long.h5' },
  Other: { path: 'nets/whole.h5', hash: '0'.repeat(32), file: 'other.h5' },
  Gone: { path: 'nets/gone.h5', hash: hashOf('md5') },
  Cut: { path: 'nets/cut.h5', hash: hashOf('md5') },
};

const scratch = mkdtempSync(path.join(os.tmpdir(), 'weights-'));
const requests: string[] = [];
let server: Server;
let mirror = '';

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    requests.push(url);
    if (url.endsWith('/gone.h5')) response.writeHead(404).end();
    else if (url.endsWith('/cut.h5')) {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 1000), () => response.destroy());
    } else response.writeHead(200, { 'content-length': BYTES.length }).end(BYTES);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/below`;
});
afterAll(() => {
  server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  requests.length = 0;
  vi.stubEnv('XDG_CACHE_HOME', mkdtempSync(path.join(scratch, 'cache-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const models = (): string[] => readdirSync(path.join(kerasHome(), 'models'));

describe('weights are fetched', () => {
  test('below the mirror, under the name that Keras looks for, with progress', async () => {
    const seen: FetchProgress[] = [];
    const onProgress = (progress: FetchProgress): void => {
      seen.push(progress);
    };
    await fetchWeights(['Whole', 'Long'], { mirror, table: TABLE, onProgress });
    expect(models()).toEqual(['long.h5', 'whole.h5']);
    expect(requests).toEqual(['/below/nets/whole.h5', '/below/nets/whole.h5']);
    expect(seen.at(-1)).toEqual({ name: 'Long', bytes: BYTES.length, total: BYTES.length });
  });

  test('once', async () => {
    await fetchWeights(['Whole'], { mirror, table: TABLE });
    await fetchWeights(['Whole'], { mirror, table: TABLE });
    expect(requests).toHaveLength(1);
  });

  test('again after a process that was killed, whose piece goes', async () => {
    mkdirSync(path.join(kerasHome(), 'models'), { recursive: true });
    writeFileSync(path.join(kerasHome(), 'models', '.whole.h5.writing-999999999'), 'half');
    await fetchWeights(['Whole'], { mirror, table: TABLE });
    expect(models()).toEqual(['whole.h5']);
  });

  test.each([
    ['another hash', 'Other', /has the hash .*expected 0{32}; nothing was kept/],
    ['no such file', 'Gone', /404/],
    ['a connection that breaks', 'Cut', /Cut cannot be had/],
  ])('%s: nothing is kept', async (_, name, message) => {
    const fetched = fetchWeights(['Whole', name], { mirror, table: TABLE });
    await expect(fetched).rejects.toMatchObject({
      code: 'ENVIRONMENT',
      message: expect.stringMatching(message) as unknown,
    });
    expect(models()).toEqual(['whole.h5']);
  });

  test('no network is said', async () => {
    const fetched = fetchWeights(['Whole'], { mirror: 'http://127.0.0.1:9', table: TABLE });
    await expect(fetched).rejects.toMatchObject({
      code: 'ENVIRONMENT',
      message: expect.stringMatching(/no connection/) as unknown,
    });
    expect(models()).toEqual([]);
  });

  test('an interrupted download is that', async () => {
    const abort = new AbortController();
    const onProgress = (): void => abort.abort();
    const { signal } = abort;
    const fetched = fetchWeights(['Whole'], { mirror, table: TABLE, signal, onProgress });
    await expect(fetched).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(models()).toEqual([]);
  });
});

test('what is in the cache is found', () => {
  expect([...findWeights()]).toEqual([]);
  mkdirSync(path.join(kerasHome(), 'models'), { recursive: true });
  writeFileSync(path.join(kerasHome(), 'models', 'nasnet_mobile_no_top.h5'), '');
  expect([...findWeights()]).toEqual(['NASNetMobile']);
});

test('every backbone that a plan can name has the file that Keras asks for', () => {
  const { rows } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
    rows: Record<string, [file: string, address: string, hash: string | null]>;
  };
  expect(Object.keys(rows)).toEqual(Object.keys(BACKBONES));
  for (const [name, row] of Object.entries(PRETRAINED_WEIGHTS)) {
    // Keras states no hash for two of them.
    const hash = rows[name]?.[2] ?? row.hash;
    const address = `${WEIGHTS_HOST}${row.path}`;
    expect([row.file ?? path.basename(row.path), address, row.hash]).toEqual(
      rows[name]?.with(2, hash),
    );
    expect(row.hash).toMatch(/^([0-9a-f]{32}|[0-9a-f]{64})$/);
  }
});

test.each([
  ['WEIGHTS = "imagenet"', ['VGG16']],
  ['WEIGHTS = None', []],
])('a project with %s starts from %j', (constant, names) => {
  const model = `${constant}\n\nfeatures = keras.applications.VGG16(weights=WEIGHTS)(features)\n`;
  expect(pretrainedBackbones(new Map([['model.py', model]]))).toEqual(names);
});
