import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { MEASURED_FOLDER, type Measured } from './record-figures.ts';

/**
 * Writes the tables of docs/results*.md that follow from docs/measured; with `--check` only says whether they are current.
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
  const place = path.join(PACKAGE_ROOT, 'docs', file);
  const tables = rows
    .filter(({ name }) => isShown(name))
    .map(({ title, command, commit, figures }) => {
      const lines = Object.entries(figures).map(([what, value]) => `| ${what} | ${value} |`);
      return `### ${title}\n\n\`${command}\`, commit ${commit}\n\n| | |\n|---|---|\n${lines.join('\n')}\n`;
    });
  const document = readFileSync(place, 'utf8');
  const written = document.replace(
    REGION,
    (_, start: string, end: string) => `${start}${tables.join('\n')}${end}`,
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
