import { readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DLCodeGenError } from '../../core/index.ts';
import type { AuditReport } from '../../dataset/index.ts';
import { scanTokens } from '../../python/tokens.ts';
import { parseSignature, signCode, type CodeSignature } from '../code-signature.ts';
import { AUDIT_SIGNATURE, auditPrograms, programLikeness } from './likeness.ts';
import { readRows } from './mined-run.ts';
import { SPLITS } from './record.ts';

/** What is compared of a line; splits made elsewhere may have less. */
const rowSchema = z.object({
  'User Requirement': z.string().default(''),
  'Dataset Attributes': z.unknown().optional(),
  'Code Plan': z.unknown().optional(),
  codeHash: z.string().exactOptional(),
  codeSignature: z.base64().length(344).exactOptional(),
  code: z.string().exactOptional(),
});
type Row = z.infer<typeof rowSchema>;

/**
 * Near copies of requirements, plans and code between the splits of a dataset: the files `NAME.jsonl` of a folder. Code is
 * compared where a line holds it, else by its signature. DESIGN 7.
 * Errors: BAD_INPUT (fewer than two splits, a line that is none).
 */
export async function auditSplits(folder: string): Promise<AuditReport<string>> {
  const names = listSplits(folder);
  const programs: Parameters<typeof auditPrograms>[0][number][] = [];
  for (const set of names) {
    let line = 0;
    for await (const row of readRows(path.join(folder, `${set}.jsonl`), rowSchema)) {
      line += 1;
      const attributes = row['Dataset Attributes'] ?? '';
      const texts = {
        requirement: row['User Requirement'],
        attributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
        plan: row['Code Plan'],
      };
      programs.push({ id: `line ${line}`, set, of: programLikeness(texts, readSignature(row)) });
    }
  }
  return { rows: auditPrograms(programs, names), signature: AUDIT_SIGNATURE };
}

function readSignature({ code, codeHash, codeSignature }: Row): CodeSignature | null {
  if (code !== undefined) return signCode(scanTokens(code));
  if (codeHash === undefined || codeSignature === undefined) return null;
  return parseSignature(codeHash, codeSignature);
}

/** Our own splits first, in their order. */
function listSplits(folder: string): readonly string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (cause) {
    throw new DLCodeGenError('BAD_INPUT', `the folder ${folder} cannot be read`, { cause });
  }
  const names = entries.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -6));
  if (names.length < 2) {
    throw new DLCodeGenError(
      'BAD_INPUT',
      `${folder} holds ${names.length} files NAME.jsonl; an audit needs two splits or more, as dataset build writes them`,
    );
  }
  const own: readonly string[] = SPLITS;
  const place = (name: string): number => (own.includes(name) ? own.indexOf(name) : own.length);
  return names.sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}
