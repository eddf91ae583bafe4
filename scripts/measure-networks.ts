import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { bootstrapMean, matchingRatio } from '../src/metrics/index.ts';
import { generateProject, planProject } from '../src/pipeline/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { recordFigures } from './record-figures.ts';

/**
 * How much of the networks that requirements describe our projects build: the layer calls of `build_model` against those
 * that the words state, in order. Requirements of odd number are kept aside and counted on their own.
 *
 * Usage: npm run measure:networks [-- --open | --record]; `--open` leaves out those kept aside, and lists what differs.
 */
interface Described {
  readonly id: number;
  readonly text: string;
  readonly layers: readonly string[];
}

interface Counted {
  readonly ratio: number;
  readonly done: number;
  readonly said: number;
  readonly silent: number;
}

const FILE = path.join(PACKAGE_ROOT, 'tests', 'networks', 'networks.jsonl');
/** What stands before a plan's layers and is none of them. */
const STEM = /^(?:Rescaling|Normalization|Input)$/;
const isOpen = process.argv.includes('--open');
const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const described = readFileSync(FILE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Described);

const open = await count(described.filter(({ id }) => id % 2 === 0));
const aside = isOpen ? [] : await count(described.filter(({ id }) => id % 2 === 1));
const figures = { ...rows('open', open), ...(isOpen ? {} : rows('kept aside', aside)) };
for (const [name, figure] of Object.entries(figures)) console.log(`${name}: ${figure}`);
recordFigures('networks', {
  title: 'Networks that requirements describe layer by layer',
  command: 'npm run measure:networks',
  figures,
});

async function count(of: readonly Described[]): Promise<readonly Counted[]> {
  const counted: Counted[] = [];
  for (const { id, text, layers } of of) {
    const { built, said } = await build(text);
    const ratio = matchingRatio(built, layers);
    const done = Math.min(layers.length, sharedCount(built, layers));
    const unmet = Math.min(said, layers.length - done);
    const silent = layers.length - done - unmet;
    counted.push({ ratio, done, said: unmet, silent });
    if (isOpen && ratio < 1)
      console.log(`${id} ${ratio.toFixed(2)}\n  ${built.join(' ')}\n  ${layers.join(' ')}`);
  }
  return counted;
}

/** Layer calls of the generated `build_model` in order, and how many layers the ledger says are not built. */
async function build(text: string): Promise<{ built: readonly string[]; said: number }> {
  const requirement = { text, attributes: '' };
  try {
    const planned = await planProject({ requirement, data: null, samples, given: null });
    const { files, record } = await generateProject({
      requirement,
      ...planned,
      samples,
      method: 'dlcodegen',
      seed: null,
    });
    const code = files.get('script.py') ?? '';
    return {
      built: layerCalls(code),
      said: record.asked.filter(({ name, status }) => name === 'network layer' && status !== 'done')
        .length,
    };
  } catch (error) {
    if (!(error instanceof DLCodeGenError)) throw error;
    return { built: [], said: 0 };
  }
}

function layerCalls(code: string): readonly string[] {
  const body = /^def build_model\([\s\S]*?(?=^[^\s)])/m.exec(code)?.[0] ?? '';
  return [...body.matchAll(/^ {4}\w+ = (?:layers|keras\.applications)\.(\w+)\(/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => !STEM.test(name));
}

/** Layers of both lists, each as often as it stands in both. */
function sharedCount(built: readonly string[], layers: readonly string[]): number {
  const names = new Set(layers);
  const times = (list: readonly string[], name: string): number =>
    list.filter((other) => other === name).length;
  return [...names].reduce(
    (sum, name) => sum + Math.min(times(built, name), times(layers, name)),
    0,
  );
}

function rows(half: string, counted: readonly Counted[]): Readonly<Record<string, string>> {
  const ratios = counted.map(({ ratio }) => ratio);
  const { value: mean, low, high } = bootstrapMean(ratios);
  const layers = counted.reduce((sum, { done, said, silent }) => sum + done + said + silent, 0);
  const share = (name: 'done' | 'said' | 'silent'): string => {
    const part = counted.reduce((sum, one) => sum + one[name], 0);
    return `${((100 * part) / layers).toFixed(1)} % of ${layers} layers`;
  };
  return {
    [`${half}: mean ratio of matching`]: `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}], n = ${ratios.length}`,
    [`${half}: layers built`]: share('done'),
    [`${half}: layers said not to be built`]: share('said'),
    [`${half}: layers lost silently`]: share('silent'),
  };
}
