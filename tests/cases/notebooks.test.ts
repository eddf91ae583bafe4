import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findSharedData, readNotebookLabels } from '../../scripts/shared-data.ts';
import { mineCorpus, type NotebookLine } from '../../src/corpus/index.ts';

/** The shared notebooks, real and odd, with their labels; without them nothing is tested. */
const shared = findSharedData();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'notebooks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Skipped where the shared data are not beside the project. */
test.skipIf(shared === null)(
  'the shared notebooks are told apart, each accounted for',
  async () => {
    const labelled = readNotebookLabels(shared ?? '');
    const output = path.join(scratch, 'out');
    await mineCorpus({
      places: [path.join(shared ?? '', 'notebooks')],
      output,
      threshold: 0.8,
      threads: 2,
      force: false,
    });
    const lines = readFileSync(path.join(output, 'notebooks.jsonl'), 'utf8').trim().split('\n');
    const found = new Map(
      lines.map((line) => {
        const record = JSON.parse(line) as NotebookLine;
        return [record.path, record];
      }),
    );
    expect([...found.keys()].toSorted()).toEqual(labelled.map(({ file }) => file).toSorted());
    // A duplicate of a kept program is a training program as well.
    const isTraining = (file: string): boolean =>
      found.get(file)?.status === 'kept' || typeof found.get(file)?.duplicateOf === 'string';
    const trains = labelled.filter(({ file }) => isTraining(file));
    const right = trains.filter(({ isWanted }) => isWanted).length;
    expect(right / trains.length).toBeGreaterThan(0.95);
    expect(right / labelled.filter(({ isWanted }) => isWanted).length).toBeGreaterThan(0.95);
    // The original of a copy is another of the shared notebooks, so each copy stands in a group.
    const groups = Map.groupBy(found.values(), (record) => record.duplicateOf ?? record.path);
    const alone = labelled.filter(({ file, state, isWanted }) => {
      const group = found.get(file)?.duplicateOf ?? file;
      return isWanted && /dup/.test(state) && (groups.get(group)?.length ?? 0) < 2;
    });
    expect(alone).toEqual([]);
  },
);
