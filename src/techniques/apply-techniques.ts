import type { DataSpec, Facts } from '../artifacts/index.ts';
import { askedValues, type Asked, type TechniqueUse } from './technique.ts';
import { TECHNIQUES } from './technique-table.ts';

/** The uses of all techniques that a requirement states, for such data. */
export function techniqueUses(
  asks: readonly Asked[],
  data: DataSpec | null,
): readonly TechniqueUse[] {
  if (data === null) return [];
  const asked = askedValues(asks);
  return TECHNIQUES.flatMap(({ use }) => use(asked, data) ?? []);
}

/** Names of `pool/techniques/` that the techniques of a requirement call. */
export function techniqueNames(asks: readonly Asked[], data: DataSpec | null): readonly string[] {
  return techniqueUses(asks, data).flatMap(({ takes = [] }) => takes);
}

/** Texts of code with the edits of a technique, each made once where it finds its place; null where one finds none. */
export function editCode(
  codes: readonly string[],
  { edits }: Pick<TechniqueUse, 'edits'>,
): readonly string[] | null {
  let edited = codes;
  for (const { find, put, isOptional } of edits) {
    // Not `test`, which keeps its place in an expression for all matches.
    const at = edited.findIndex((code) => code.search(find) >= 0);
    if (at < 0 && isOptional === true) continue;
    if (at < 0) return null;
    edited = edited.with(at, (edited[at] ?? '').replace(find, put));
  }
  return edited;
}

/** What code will show of the techniques that a requirement states, before it is made. */
export function previewTechniques(
  code: string,
  asks: readonly Asked[],
  data: DataSpec | null,
): string {
  return techniqueUses(asks, data).reduce((before, use) => {
    const [edited] = editCode([before], use) ?? [];
    if (edited === undefined) return before;
    const { takes = [], adds = [], constants = {} } = use;
    const text = [
      edited,
      ...takes.map((name) => `def ${name}(`),
      ...adds.map((added) => added.code),
    ].join('\n');
    return withConstants(text, constants);
  }, code);
}

function withConstants(code: string, constants: Facts): string {
  return Object.entries(constants).reduce((text, [name, value]) => {
    const line = `${name} = ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
    const own = new RegExp(`^${name} = .*$`, 'm');
    return own.test(text) ? text.replace(own, () => line) : `${text}\n${line}`;
  }, code);
}
