import { readProjectPlan, readProvenance } from '../../project/index.ts';
import type { RunCommand } from '../command.ts';
import { warningsOf } from '../../plan/index.ts';
import { readVerification } from '../../verification/index.ts';

export const run: RunCommand = async ({ positionals, console }) => {
  const directory = positionals[0] ?? '';
  const provenance = await readProvenance(directory);
  const record = await readProjectPlan(directory);
  const verification = await readVerification(directory);
  const agreement = verification?.agreement ?? null;
  const changed = verification?.changed ?? [];
  if (console.json) {
    const { segments, shares } = provenance;
    console.print(
      JSON.stringify({
        project: directory,
        shares,
        agreement,
        proven: verification === null ? null : verification.passed && changed.length === 0,
        changed,
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
  if (changed.length > 0) {
    console.talk(
      `no longer proven, changed since it was verified: ${changed.join(', ')}; run: dlcodegen verify ${directory}`,
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
