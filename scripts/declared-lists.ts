import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a file declares: its name with hyphens, as it is in plans and in the pool. */
function declared(root: string, folder: string, declaration: RegExp): readonly string[] {
  return readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => declaration.test(readFileSync(path.join(root, folder, file), 'utf8')))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted();
}

/** `image-folders` as `imageFolders`. */
function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const WRITTEN = '// Written by npm run make:declared from the files of this folder.';
const key = (name: string): string => (name.includes('-') ? `'${name}'` : name);

function renderKindList(kinds: readonly string[]): string {
  return `${WRITTEN}
import type { Kind } from './define-kind.ts';
${kinds.map((name) => `import { ${camel(name)} } from './${name}.ts';`).join('\n')}

/** Every kind of data. */
export const KINDS = {
${kinds.map((name) => `  ${name === camel(name) ? name : `${key(name)}: ${camel(name)}`},`).join('\n')}
} as const satisfies Record<string, Kind>;

export type DataKind = keyof typeof KINDS;
export const DATA_KINDS = Object.keys(KINDS) as [DataKind, ...DataKind[]];
`;
}

function renderTargetNames(targets: readonly string[]): string {
  return `// Written by npm run make:declared from the files of src/targets/.

/** What is predicted; \`src/targets/\` declares each. */
export const TARGET_KINDS = [
${targets.map((name) => `  '${name}',`).join('\n')}
] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];
`;
}

function renderTargetList(targets: readonly string[]): string {
  return `${WRITTEN}
import type { TargetKind } from '../artifacts/index.ts';
import type { Target } from './define-target.ts';
${targets.map((name) => `import { ${camel(name)}Target } from './${name}.ts';`).join('\n')}

/** Every target. */
export const TARGETS: Readonly<Record<TargetKind, Target>> = {
${targets.map((name) => `  ${key(name)}: ${camel(name)}Target,`).join('\n')}
};
`;
}

/** The lists of declared kinds and targets of the repository at `root`: path -> text of the file. */
export function renderLists(root: string): Readonly<Record<string, string>> {
  const kinds = declared(root, 'src/kinds', /^export const \w+ = defineKind\(\{/m);
  const targets = declared(root, 'src/targets', /^export const \w+Target: Target = \{/m);
  return {
    'src/kinds/kinds.ts': renderKindList(kinds),
    'src/kinds/target-kinds.ts': renderTargetNames(targets),
    'src/targets/targets.ts': renderTargetList(targets),
  };
}
