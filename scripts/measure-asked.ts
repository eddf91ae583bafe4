import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { generateProject, planProject } from '../src/pipeline/index.ts';
import { writeProject } from '../src/project/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { recordFigures } from './record-figures.ts';
import { readTasks, requireSharedData } from './shared-data.ts';
import { renderShare } from './wilson.ts';

/**
 * How much of what the shared requirements state our projects do, how much they say is not done, and how much is silent, by
 * the shared lists of facts and their checker. Tasks with number % 6 = 1, and 076, are kept aside and counted on their own.
 *
 * Usage: npm run measure:asked [-- --record]
 */
interface Counted {
  readonly facts: number;
  readonly done: number;
  readonly said: number;
  readonly silent: number;
}

const shared = requireSharedData();
const asked = path.join(shared, '../asked');
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const scratch = mkdtempSync(path.join(os.tmpdir(), 'asked-'));
try {
  for (const { id, requirement: given } of readTasks(shared)) {
    const attributes = given['Dataset Attributes'] ?? '';
    const requirement = {
      text: String(given['User Requirement']),
      attributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
    };
    try {
      const planned = await planProject({ requirement, data: null, samples, given: null });
      const { files } = await generateProject({
        requirement,
        ...planned,
        samples,
        method: 'dlcodegen',
        seed: null,
      });
      await writeProject(path.join(scratch, id), files, { force: false });
    } catch (error) {
      if (!(error instanceof DLCodeGenError)) throw error;
      console.log(`${id} is refused: ${error.message}`);
    }
  }
  const ids = readdirSync(path.join(asked, 'tasks')).map((name) => path.basename(name, '.json'));
  const isAside = (id: string): boolean => Number(id) % 6 === 1 || id === '076';
  const figures = {
    ...count('all', ids),
    ...count(
      'kept aside',
      ids.filter((id) => isAside(id)),
    ),
  };
  recordFigures('asked', {
    title: 'What the shared requirements state',
    command: 'npm run measure:asked',
    figures,
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Shares of the facts of some tasks, by the shared checker; the 95 % interval is Wilson's. */
function count(name: string, ids: readonly string[]): Record<string, string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'facts-'));
  try {
    execFileSync('cp', [...ids.map((id) => path.join(asked, 'tasks', `${id}.json`)), folder]);
    const text = execFileSync(
      'python3',
      [path.join(asked, 'check.py'), folder, scratch, '--json', '-v'],
      { encoding: 'utf8' },
    );
    console.log(text);
    const counted = JSON.parse(text.trim().split('\n').at(-1) ?? '') as Counted;
    const row = (share: number): string => renderShare(share * counted.facts, counted.facts);
    return {
      [`${name}: done`]: row(counted.done),
      [`${name}: said`]: row(counted.said),
      [`${name}: silent`]: row(counted.silent),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
