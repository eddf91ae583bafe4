import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { extractPlan, LIMITS, toPlan, type ExtractedPlan } from '../src/extraction/index.ts';
import { bootstrapMean } from '../src/metrics/index.ts';
import {
  normalizeCategory,
  normalizeLoss,
  normalizeOptimizer,
  parseLayer,
  PLAN_SCHEMA,
  planToJson,
} from '../src/plan/index.ts';
import { GRAMMAR } from '../src/python/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import type { Sample } from '../src/artifacts/index.ts';
import { compareToSheet, readSheet, SHEET_FILE, SHEET_FIELDS } from './extraction-sheet.ts';
import { recordFigures } from './record-figures.ts';
import { requireSharedData } from './shared-data.ts';

/**
 * How much of what programs state the static extraction reads: field by field of the shared references against the sheet
 * that was read by hand (tests/extraction/sheet.json), and of the pool's programs against their plans; and that every shared
 * notebook is read.
 *
 * Usage: npm run measure:extraction [-- --record]
 */
const shared = requireSharedData();
const figures: Record<string, string> = {};
const show = (name: string, figure: string): void => {
  figures[name] = figure;
  console.log(`${name}: ${figure}`);
};
measureSheet();
await measurePool();
measureNotebooks();
show('signature', signature());
recordFigures('extraction', {
  title: 'Plans read out of programs by syntax and data flow',
  command: 'npm run measure:extraction',
  figures,
});

function measureSheet(): void {
  const rows = Object.entries(readSheet()).map(([id, row]) => {
    const source = readFileSync(path.join(shared, 'tasks', id, 'reference.py'), 'utf8');
    const plan = extractPlan(source);
    const compared = compareToSheet(row, plan);
    const wrong = SHEET_FIELDS.filter((field) => !compared.isRight[field]);
    if (wrong.length > 0) console.log(`${id} differs in ${wrong.join(', ')}`);
    return { ...compared, isValid: isValid(plan) };
  });
  for (const field of SHEET_FIELDS)
    show(`references: ${field}`, share(rows.map(({ isRight }) => isRight[field])));
  const distances = rows.map(({ edits, layerCount }) => edits / layerCount);
  const { value, low, high } = bootstrapMean(distances);
  show(
    'references: layer edits',
    `${percent(value)} of the layers [${percent(low)}, ${percent(high)}], n = ${rows.length}`,
  );
  const sum = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  show(
    'references: steps of preprocessing',
    `${sum(({ steps }) => steps.right)} found of ${sum(({ steps }) => steps.stated)} stated, ${sum(({ steps }) => steps.extracted)} extracted`,
  );
  show(
    'references: lines at most two from the sheet',
    `${sum(({ lines }) => lines.near)} of ${sum(({ lines }) => lines.of)}`,
  );
  show('references: plans valid by the schema', share(rows.map(({ isValid: valid }) => valid)));
}

/** Every file of the shared notebooks: none may stop the extraction, and none may take long. */
function measureNotebooks(): void {
  const folder = path.join(shared, 'notebooks');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:ipynb|py)$/.test(file),
  );
  const rows = files.map((file) => {
    const source = codeOf(readFileSync(path.join(folder, file), 'utf8'));
    const start = process.cpuUsage();
    const plan = extractPlan(source);
    return {
      seconds: process.cpuUsage(start).user / 1e6,
      plan,
      isValid: isValid({
        ...plan,
        category: plan.category ?? { value: 'none', line: 1, confidence: 0 },
      }),
    };
  });
  const seconds = rows.map((row) => row.seconds).toSorted((one, other) => one - other);
  const chosen = (of: string): number => rows.filter(({ plan }) => plan.model.chosen === of).length;
  show('notebooks: read without an error', `${rows.length} of ${files.length}`);
  show(
    'notebooks: model',
    `${chosen('fitted last')} fitted, ${chosen('trained in a loop')} trained in a loop, ${chosen('compiled last')} compiled, ${chosen('only made')} only made`,
  );
  show('notebooks: plans valid by the schema', share(rows.map(({ isValid: valid }) => valid)));
  show(
    'notebooks: processor time',
    `median ${seconds[seconds.length >> 1]?.toFixed(3)} s, most ${seconds.at(-1)?.toFixed(2)} s`,
  );
}

/** Code cells of a notebook; another text as it is. */
function codeOf(text: string): string {
  try {
    const { cells, worksheets } = JSON.parse(text) as {
      readonly cells?: readonly Cell[];
      readonly worksheets?: readonly { readonly cells?: readonly Cell[] }[];
    };
    const all = cells ?? worksheets?.flatMap((sheet) => sheet.cells ?? []) ?? [];
    return all
      .filter((cell) => cell.cell_type === 'code')
      .map((cell) => `# In[ ]:\n${[cell.source ?? cell.input ?? ''].flat().join('')}`)
      .join('\n\n');
  } catch {
    return text;
  }
}

interface Cell {
  readonly cell_type?: string;
  readonly source?: string | readonly string[];
  readonly input?: string | readonly string[];
}

async function measurePool(): Promise<void> {
  const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
  const rows = samples.map((sample) => comparePool(sample, extractPlan(sample.program)));
  for (const field of [
    'category',
    'optimizer',
    'loss',
    'learningRate',
    'batchSize',
    'epochs',
  ] as const)
    show(`pool: ${field}`, share(rows.map((row) => row[field])));
  const trunks = rows.filter(({ isTrunk }) => isTrunk).map(({ found }) => found);
  const { value, low, high } = bootstrapMean(trunks);
  show(
    'pool: layers of the plan found in order',
    `${percent(value)} [${percent(low)}, ${percent(high)}], n = ${trunks.length} programs whose plan lists them all`,
  );
}

/** A pool's program against its plan. Programs of their own network summarise it in the plan. */
function comparePool({ plan, topology }: Sample, extracted: ExtractedPlan) {
  const { hyperparameters } = plan;
  const stated = plan.layers.map(layerName);
  return {
    isTrunk: topology === 'trunk',
    category:
      normalizeCategory(extracted.category?.value ?? '').name ===
      normalizeCategory(plan.category).name,
    optimizer:
      normalizeOptimizer(extracted.optimizer?.value ?? null).name ===
      normalizeOptimizer(hyperparameters.optimizer).name,
    loss:
      normalizeLoss(extracted.loss?.value ?? null).name ===
      normalizeLoss(hyperparameters.loss).name,
    learningRate: extracted.learningRate?.value === hyperparameters.learningRate,
    batchSize: extracted.batchSize?.value === hyperparameters.batchSize,
    epochs: extracted.epochs?.value === hyperparameters.epochs,
    found: commonInOrder(stated, extracted.layerNames) / Math.max(1, stated.length),
  };
}

function layerName(text: string): string {
  const layer = parseLayer(text);
  if (layer.kind !== 'call') return text;
  const [inner] = layer.positional;
  const isWrapper = layer.name === 'Bidirectional' || layer.name === 'TimeDistributed';
  return isWrapper && inner?.kind === 'layer' ? `${layer.name}(${inner.layer.name})` : layer.name;
}

/** Length of the longest common subsequence. */
function commonInOrder(one: readonly string[], other: readonly string[]): number {
  let row: readonly number[] = other.map(() => 0);
  for (const item of one) {
    let diagonal = 0;
    let left = 0;
    row = row.map((above, at) => {
      left = item === other[at] ? diagonal + 1 : Math.max(above, left);
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}

function isValid(plan: ExtractedPlan): boolean {
  return PLAN_SCHEMA.safeParse(planToJson(toPlan(plan))).success;
}

/** A share with Wilson's 95 % interval. */
function share(right: readonly boolean[]): string {
  const [n, k] = [right.length, right.filter(Boolean).length];
  const z = 1.96;
  const centre = k / n + (z * z) / (2 * n);
  const spread = z * Math.sqrt(((k / n) * (1 - k / n)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  const [low, high] = [(centre - spread) / scale, (centre + spread) / scale];
  return `${k} of ${n} [${percent(low)}, ${percent(high)}]`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

function signature(): string {
  const sheet = createHash('sha256').update(readFileSync(SHEET_FILE)).digest('hex').slice(0, 12);
  return `${GRAMMAR}, sheet ${sheet}, at most ${LIMITS.steps} steps and ${LIMITS.iterations} iterations`;
}
