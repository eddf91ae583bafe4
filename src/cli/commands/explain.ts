import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import { readProjectFile, readProjectPlan, readProvenance } from '../../project/index.ts';
import type { RunCommand } from '../command.ts';
import { warningsOf } from '../../plan/index.ts';

export const run: RunCommand = async ({ positionals, console }) => {
  const directory = positionals[0] ?? '';
  const provenance = await readProvenance(directory);
  const record = await readProjectPlan(directory);
  const agreement = await readAgreement(directory);
  if (console.json) {
    const { segments, shares } = provenance;
    console.print(
      JSON.stringify({
        project: directory,
        shares,
        agreement,
        segments,
        warnings: warningsOf(record),
        assumptions: record.assumptions,
      }),
    );
    return 0;
  }
  console.print(`${directory}: ${record.plan.category}`);
  console.print(
    `shares: ${Object.entries(provenance.shares)
      .map(([origin, share]) => `${origin} ${(100 * share).toFixed(1)} %`)
      .join(', ')}`,
  );
  if (agreement !== null) {
    console.print(
      `plan agreement: ${Object.entries(agreement)
        .map(([field, value]) => `${field} ${String(value)}`)
        .join(', ')}`,
    );
  }
  for (const { id, file, lines, origin, samples, reason, alternative } of provenance.segments) {
    const place = `${file}:${lines[0]}-${lines[1]}`;
    const other = alternative === undefined ? '' : ` [can be swapped for ${alternative.origin}]`;
    console.print(
      `${place.padEnd(22)} ${id.padEnd(36)} ${origin.padEnd(8)} ${samples.join(', ')}: ${reason}${other}`,
    );
  }
  return 0;
};

/** Plan agreement as verification found it; null before the first smoke run. */
async function readAgreement(directory: string): Promise<Record<string, unknown> | null> {
  if (!existsSync(path.join(directory, 'verification.json'))) return null;
  const text = await readProjectFile(directory, 'verification.json');
  try {
    return AGREEMENT.parse(JSON.parse(text)).agreement ?? null;
  } catch (cause) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${directory}/verification.json is not as it was written`,
      {
        cause,
      },
    );
  }
}

const AGREEMENT = z.object({ agreement: z.record(z.string(), z.unknown()).nullish() });
