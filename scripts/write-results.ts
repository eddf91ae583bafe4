import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { MEASURED_FOLDER, type Measured } from './record-figures.ts';
import { scaleRows } from './scale-table.ts';

/**
 * Writes the tables of docs/results*.md and docs/scale.md that follow from docs/measured; with `--check` only says whether they are current.
 *
 * Usage: npm run docs:results [-- --check]
 */
/** Whose figures a document shows, by the names of their files. */
const DOCUMENTS: Readonly<Record<string, (name: string) => boolean>> = {
  'results.md': (name) => !isOfModels(name) && !isOfCorpus(name),
  'results-language-models.md': isOfModels,
  'results-corpus.md': isOfCorpus,
};
const REGION = /(<!-- measured -->\n)[\s\S]*?(<!-- end of measured -->)/;

const rows = readdirSync(MEASURED_FOLDER)
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => ({
    name,
    ...(JSON.parse(readFileSync(path.join(MEASURED_FOLDER, name), 'utf8')) as Measured),
  }));
for (const [file, isShown] of Object.entries(DOCUMENTS)) {
  const tables = rows
    .filter(({ name }) => isShown(name))
    .map(({ title, command, commit, figures }) => {
      const lines = Object.entries(figures).map(([what, value]) => `| ${what} | ${value} |`);
      return `### ${title}\n\n\`${command}\`, commit ${commit}\n\n| | |\n|---|---|\n${lines.join('\n')}\n`;
    });
  writeRegion(file, tables.join('\n'));
}
writeRegion('scale.md', renderScale());

/** What the rows of docs/scale.md follow from is named with its commit. */
function renderScale(): string {
  const used = new Map<string, string>();
  const lines = scaleRows((name) => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined) throw new Error(`docs/measured/${name} is not there`);
    used.set(row.command, row.commit);
    return row;
  }).map((cells) => `| ${cells.join(' | ')} |`);
  const sources = [...used].map(([command, commit]) => `\`${command}\` at commit ${commit}`);
  return `From ${sources.join(' and ')}.\n\n| | |\n|---|---|\n${lines.join('\n')}\n`;
}

function writeRegion(file: string, region: string): void {
  const place = path.join(PACKAGE_ROOT, 'docs', file);
  const document = readFileSync(place, 'utf8');
  const written = document.replace(
    REGION,
    (_, start: string, end: string) => `${start}${region}${end}`,
  );
  if (!process.argv.includes('--check')) writeFileSync(place, written);
  else if (written !== document) {
    console.error(`docs/${file} is not what docs/measured says; run npm run docs:results`);
    process.exitCode = 1;
  }
}

function isOfModels(name: string): boolean {
  return name.startsWith('models-');
}

function isOfCorpus(name: string): boolean {
  return name.startsWith('corpus-');
}
