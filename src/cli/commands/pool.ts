import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sample } from '../../artifacts/index.ts';
import { DLCodeGenError, ownTable } from '../../core/index.ts';
import { offerProgram } from '../../pipeline/index.ts';
import { readProject } from '../../project/index.ts';
import { renderProgram } from '../../python/index.ts';
import { readOwnPool, verifiedState, type OwnProgram } from '../../retrieval/index.ts';
import type { CommandContext, RunCommand } from '../command.ts';
import { ownPool, readPlanFile, readSamples, readText } from '../inputs.ts';
import { textOf, type OptionValues } from '../options.ts';

/** `pool list` and `pool add` (DESIGN 5). */
export const run: RunCommand = async (context) => {
  const [name = ''] = context.positionals;
  const action = ACTIONS[name];
  if (action !== undefined) return action(context);
  const known = Object.keys(ACTIONS).join(' or ');
  throw new DLCodeGenError('USAGE', `pool takes ${known}, received "${name}"`);
};

const ACTIONS: Readonly<Record<string, RunCommand>> = ownTable({ list, add });

async function list({ positionals, values, console }: CommandContext): Promise<number> {
  if (positionals.length > 1) throw new DLCodeGenError('USAGE', 'pool list takes no more words');
  const own = await readOwnPool(ownPool(values));
  const rows = [
    ...(await readSamples()).map((sample) => toRow(sample, 'shipped')),
    ...own.map((sample) => toRow(sample, 'own')),
  ];
  if (console.json) console.print(JSON.stringify(rows));
  else {
    for (const { id, kind, target, architectures, verified, pool } of rows) {
      console.print(
        [
          id.padEnd(28),
          kind.padEnd(20),
          target.padEnd(8),
          (pool === 'own' ? `own, ${verified}` : verified).padEnd(14),
          architectures.join(', '),
        ]
          .join('  ')
          .trimEnd(),
      );
    }
  }
  return 0;
}

function toRow(sample: Sample, pool: 'shipped' | 'own') {
  const { id, data, architecture, variants = [], licence } = sample;
  const all = [architecture, ...variants.map((variant) => variant.architecture)];
  return {
    id,
    pool,
    kind: data.kind,
    target: data.target,
    architectures: [...new Set(all.flatMap((name) => name ?? []))],
    licence,
    verified: verifiedState(sample),
  };
}

/** Letters of SPDX licence expressions. */
const LICENCE = /^[A-Za-z0-9][\w.+-]*(?: (?:AND|OR|WITH) [A-Za-z0-9][\w.+-]*)*$/;

async function add({ positionals, values, console, signal }: CommandContext): Promise<number> {
  const file = positionals[1];
  const licence = textOf(values, 'licence');
  if (file === undefined) throw new DLCodeGenError('USAGE', 'pool add needs a program');
  if (licence === undefined || !LICENCE.test(licence)) {
    const received = licence === undefined ? 'none' : `"${licence}"`;
    throw new DLCodeGenError(
      'USAGE',
      `pool add needs the program's licence, --licence SPDX such as MIT; received ${received}`,
    );
  }
  const offered = await readOffered(file, licence, values);
  const pool = ownPool(values);
  await refuseKnown(offered.id, pool, values.force === true);
  const sample = await offerProgram(offered, {
    pool,
    unsandboxed: values.unsandboxed === true,
    signal,
    onProgress: ({ done, total, text }) => console.progress(done, total, text),
    onVerified: ({ verdict, warnings }) => {
      for (const { id, status, message } of verdict.stages)
        console.talk(`${id}  ${status.padEnd(7)} ${message}`);
      for (const { path: place, message } of warnings) console.talk(`${place}: ${message}`);
    },
  });
  if (console.json) console.print(JSON.stringify(toRow(sample, 'own')));
  else console.print(`${sample.id} is added to ${pool}`);
  return 0;
}

async function readOffered(
  file: string,
  licence: string,
  values: OptionValues,
): Promise<OwnProgram> {
  const folder = path.dirname(path.resolve(file));
  const isProject =
    path.basename(file) === 'script.py' && existsSync(path.join(folder, 'PROVENANCE.json'));
  const id = toId(isProject ? path.basename(folder) : path.basename(file, '.py'));
  if (isProject) {
    const { requirement, record, program } = await readProject(folder);
    return { id, licence, requirement, ...grounded(record, folder), text: renderProgram(program) };
  }
  const text = await readText(file);
  const plan = textOf(values, 'plan');
  if (plan === undefined) {
    throw new DLCodeGenError(
      'USAGE',
      `${file} is no script.py of a project: name its grounded plan with --plan PLAN.json`,
    );
  }
  const record = await readPlanFile(plan);
  const said = /^"""([^\n"]+)/.exec(text)?.[1] ?? record.plan.category;
  const requirement = { text: said, attributes: record.plan.dataset.input };
  return { id, licence, requirement, ...grounded(record, plan), text };
}

function grounded(
  { plan, data }: Awaited<ReturnType<typeof readPlanFile>>,
  place: string,
): Pick<OwnProgram, 'plan' | 'data'> {
  if (data !== null) return { plan, data };
  throw new DLCodeGenError(
    'BAD_PLAN',
    `the plan of ${place} has no "Data": a program of the pool says which data it reads (docs/pool.md)`,
  );
}

function toId(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** Errors: BAD_INPUT. */
async function refuseKnown(id: string, pool: string, force: boolean): Promise<void> {
  const shipped = (await readSamples()).flatMap((sample) => [sample, ...(sample.variants ?? [])]);
  const isShipped = shipped.some((sample) => sample.id === id);
  const isOwn = (await readOwnPool(pool)).some((sample) => sample.id === id);
  if (!isShipped && (force || !isOwn)) return;
  const advice = isShipped ? 'give the file another name' : '--force replaces it';
  throw new DLCodeGenError('BAD_INPUT', `there is a program ${id} in the pool; ${advice}`);
}
