import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type {
  LayerCall,
  Plan,
  PlanRecord,
  Program,
  Retrieved,
  Sample,
} from '../artifacts/index.ts';
import { PACKAGE_ROOT, remember } from '../core/index.ts';
import { resolveLayers } from '../plan/index.ts';
import { CONTRACT_NAMES, firstError, pruneProgram, withSyntaxTree } from '../python/index.ts';
import { readPool } from '../retrieval/index.ts';
import { abstractTemplate } from '../template/index.ts';
import { makeRecord, retrieve } from '../../tests/programs/tiny-program.ts';
import { sweep } from '../../tests/sweep.ts';
import { verifies } from '../../tests/requirements.ts';
import type { GenerationRequest } from './adapt.ts';
import { draftFromCode } from './code-rag.ts';
import { draftFromTemplate } from './template-rag.ts';

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const own = new Set(
  samples.flatMap(({ program }) =>
    [...program.matchAll(/^class (\w+)\(.*\bLayer\):/gm)].map(([, name]) => name ?? ''),
  ),
);
/** The sample with its program in segments. */
const programOf = remember((sample: Sample): Retrieved => retrieve(sample.program, sample));

function layersOf({ plan }: Sample, layers = plan.layers): readonly LayerCall[] {
  const context = {
    classCount: null,
    vocabularySize: null,
    sequenceLength: null,
    featureCount: null,
  };
  return resolveLayers(layers, context, own).layers;
}

/** A request for the sample's own program and data. */
function requestOf(sample: Sample, change: (record: PlanRecord) => PlanRecord): GenerationRequest {
  const { plan, data, requirement } = sample;
  const record = change(makeRecord({ plan, data }));
  return {
    requirement,
    record,
    profile: null,
    nearest: programOf(sample),
    second: null,
    layers: layersOf(sample, record.plan.layers),
    sampleLayers: layersOf(sample),
    library: [],
    rivals: [],
    isJoined: false,
    weights: null,
    preset: null,
    seed: Number(/^SEED = (\d+)$/m.exec(sample.program)?.[1]),
  };
}

/** The next sample of the pool is the second nearest. */
const templateOf = remember((sample: Sample) => {
  const next = samples[(samples.indexOf(sample) + 1) % samples.length] ?? sample;
  return abstractTemplate(programOf(sample), programOf(next));
});

function draftsOf(sample: Sample, request: GenerationRequest): readonly Program[] {
  return [draftFromCode(request), draftFromTemplate(templateOf(sample), request)].map(
    ({ program }) => program,
  );
}

const hyperparameters =
  (values: Partial<Plan['hyperparameters']>) =>
  (record: PlanRecord): PlanRecord => ({
    ...record,
    plan: { ...record.plan, hyperparameters: { ...record.plan.hyperparameters, ...values } },
  });

/** Changes that any program must take. */
const CHANGES: Readonly<Record<string, (record: PlanRecord) => PlanRecord>> = {
  'its own plan': (record) => record,
  'other hyperparameters': hyperparameters({
    optimizer: 'RMSprop',
    learningRate: 0.0005,
    batchSize: 7,
    epochs: 90,
    metric: 'AUC',
  }),
  'one-hot labels': hyperparameters({ loss: 'categorical_crossentropy' }),
  logits: (record) => ({
    ...record,
    plan: {
      ...record.plan,
      layers: [
        ...record.plan.layers.slice(0, -1),
        `Dense(${String(record.data?.facts['CLASS_COUNT'] ?? 1)})`,
      ],
    },
  }),
  'hostile names': (record) => ({
    ...record,
    data: record.data && {
      ...record.data,
      facts: {
        ...record.data.facts,
        TABLE_FILE: 'a "b"\\c).csv',
        SEPARATOR: '\t',
        TARGET: '"); x(',
      },
    },
  }),
};

describe(`${verifies('code-rag', 'template-rag', 'plan-drives-code')} every program of the pool`, () => {
  test.each(
    sweep(
      samples.flatMap((sample) =>
        Object.keys(CHANGES).map((name) => [sample.id, name, sample] as const),
      ),
      7,
    ),
  )(
    '%s with %s: both drafts parse, bind every name and keep the names that every program has',
    (_id, name, sample) => {
      const change = CHANGES[name];
      if (change === undefined) throw new Error(name);
      const parsed = new Set(programOf(sample).program.segments.map(({ code }) => code));
      for (const program of draftsOf(sample, requestOf(sample, change))) {
        const written = program.segments.filter(({ code }) => !parsed.has(code));
        const broken = written.filter(({ code }) =>
          withSyntaxTree(code, (root) => firstError(root) !== null),
        );
        expect(broken.map(({ id }) => id)).toEqual([]);
        expect(pruneProgram(program).unbound).toEqual([]);
        const names = program.segments.flatMap(({ defines }) => defines);
        expect(names).toEqual(expect.arrayContaining([...CONTRACT_NAMES]));
        const held = program.segments.filter(({ section }) => section !== 'imports');
        expect(new Set(held.map(({ id }) => id)).size).toBe(held.length);
      }
    },
  );

  test.each(sweep(samples, 8).map((sample) => [sample.id, sample] as const))(
    'code 1 of %s is its own program for its own plan, to the letter; a list becomes a tuple',
    (_id, sample) => {
      const { program } = draftFromCode(requestOf(sample, (record) => record));
      const before = pruneProgram(programOf(sample).program).program.segments;
      const frozen = (code: string): string => code.replace(/^(\w+ = )\[(.*)\]$/m, '$1($2)');
      expect(program.segments.map(({ code }) => frozen(code))).toEqual(
        before.map(({ code }) => frozen(code)),
      );
    },
  );
});
