import { escapeMarkdown, fenceBlock, shellWord } from '../core/index.ts';
import type { DataSpec, PlanRecord, Requirement } from '../artifacts/index.ts';
import { factsOf, kindOf, KINDS, partFolders, TABLE_FORMS } from '../kinds/index.ts';
import { summarizeAsked, warningsOf } from '../plan/index.ts';
import { plainText } from '../python/index.ts';
import { NO_RESULTS } from './results.ts';

/** What stands where nothing is known of the data. */
const NEW_ITEMS = KINDS.images.newItems;

export interface ReadmeOptions {
  readonly requirement: Requirement;
  readonly record: PlanRecord;
  /** Sample id and licence of everything the code was made from. */
  readonly sources: readonly { readonly id: string; readonly licence: string }[];
  /** Whether models that are no networks are fitted beside the network. */
  readonly comparesModels: boolean;
}

const COMPARED = `\`evaluate.py\` also fits the other models that were asked for and scores them on the same test split
(\`artifacts/comparison.csv\`); the verdict names the best. \`predict.py\` answers with the network, whichever is best.

`;

/** The project's README: what it predicts, the data it expects, how to run it, what was assumed. */
export function renderReadme({
  requirement,
  record,
  sources,
  comparesModels,
}: ReadmeOptions): string {
  const { plan, data } = record;
  const layout = data === null ? '' : describeLayout(data);
  const items = data === null ? NEW_ITEMS : newItems(data);
  const { hyperparameters } = plan;
  const rows: [string, string | number | null][] = [
    ['task', plan.category],
    ['input', plan.dataset.input],
    ['output', plan.dataset.output],
    ['optimizer', hyperparameters.optimizer],
    ['loss', hyperparameters.loss],
    ['learning rate', hyperparameters.learningRate],
    ['batch size', hyperparameters.batchSize],
    ['epochs', hyperparameters.epochs],
    ['metric', hyperparameters.metric],
  ];
  return `# ${markdownText(plan.category)}

> ${markdownText(requirement.text)}

## Run

\`\`\`sh
python -m pip install -r requirements.txt
python train.py --data-dir data
python evaluate.py --data-dir data
python predict.py --input ${shellWord(items.path)} --output predictions.csv
\`\`\`

\`--input\` is ${items.words}.

\`python data.py\` shows what the data look like, \`python script.py\` does all of it at once,
\`python -m pytest tests\` checks the project on made data. Every program has \`--help\`.

## Data

${fenceBlock(layout)}

## Plan

| field | value |
|---|---|
${rows.map(([name, value]) => `| ${name} | ${value === null ? 'not stated' : markdownText(String(value))} |`).join('\n')}

Layers: ${plan.layers.map((layer) => `\`${plainText(layer)}\``).join(' · ')}

${plan.preprocess === '' ? '' : `Preprocessing: ${markdownText(plan.preprocess)}\n\n`}## Results

\`evaluate.py\` writes \`artifacts/metrics.json\`: the model's score on the test split beside the trivial baseline and,
where it makes sense, a simple reference, with a plain verdict.

${comparesModels ? COMPARED : ''}${NO_RESULTS}

${askedSection(record)}${section('Choices nobody stated', record.assumptions)}${section('Not as stated', warningsOf(record))}## Files written

\`artifacts/model.keras\` (best weights), \`preprocessing.json\` (what was learnt from the training split),
\`history.csv\`, \`config.json\`, \`metrics.json\`,${comparesModels ? ' `comparison.csv`,' : ''} \`figures/\`, \`predictions.csv\`.

## Where the code comes from

PROVENANCE.json names the origin of every segment. Samples: ${sources.map(({ id, licence }) => `${id} (${licence})`).join(', ')}.
`;
}

/** What is done of what was asked; the rest stands under "Not as stated". */
function askedSection({ asked }: PlanRecord): string {
  const done = asked.filter(({ status }) => status === 'done').map(({ words }) => words);
  const summary = summarizeAsked(asked);
  if (summary === '') return '';
  const list = [...new Set(done)].map((words) => `- ${markdownText(words)}`).join('\n');
  return `## What was asked for\n\n${summary}. Done:\n\n${list}\n\n`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `## ${title}\n\n${lines.map((line) => `- ${markdownText(line)}`).join('\n')}\n\n`;
}

/** The file to predict: one that waits for it in the data, else a new one written like that learnt from. */
function newItems(data: DataSpec): { path: string; words: string } {
  const { path, words } = kindOf(data).newItems;
  const { TEST_FILE: waiting, TABLE_FILE: rows, INPUT_FILE: items } = factsOf(data);
  if (typeof waiting === 'string') return { path: `data/${plainText(waiting)}`, words };
  const suffix = /\.\w+$/.exec(rows ?? items ?? '')?.[0];
  return {
    path: suffix === undefined ? path : path.replace(/^new(\.csv)?$/, `new${suffix}`),
    words,
  };
}

/** Fills the layout with the facts; a fact that is unknown or empty is said so. */
function describeLayout(data: DataSpec): string {
  const { facts } = data;
  const { layout } = kindOf(data);
  const { TABLE_FORM: form } = factsOf(data);
  const rows = form === undefined || form === null ? null : TABLE_FORMS[form].layout;
  const lines = rows === null ? layout.split('\n') : [rows, ...layout.split('\n').slice(1)];
  return inParts(lines, data)
    .join('\n')
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = facts[name];
      if (/_(SUFFIX|ROOT)$|^(IMAGE|AUDIO)_COLUMN$/.test(name)) return String(value ?? '');
      if (name === 'TABLE_FILE' && value === '') return '.';
      if (value === null || value === undefined)
        return `(${name.toLowerCase().replaceAll('_', ' ')}: found by itself)`;
      return plainText(Array.isArray(value) ? value.join(', ') : String(value));
    })
    .replace(/^\//gm, '');
}

/** Data in folders of their parts: those of train, and which others are laid out alike. */
function inParts(lines: readonly string[], data: DataSpec): readonly string[] {
  const [train, ...others] = partFolders(data);
  if (train === undefined) return lines;
  return [
    ...lines.map((line) => `${plainText(train)}/${line}`),
    ...others.map((name) => `${plainText(name)}/...      laid out alike`),
  ];
}

/** User text in Markdown: one line, nothing that opens HTML or breaks a table. */
function markdownText(text: string): string {
  return escapeMarkdown(plainText(text));
}
