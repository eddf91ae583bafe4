import { escapeMarkup } from './markup.ts';
import { plotIntervals, plotLadder } from './report-plots.ts';
import { auditCells, comparisonCells, tableCells, type Cells } from './report-cells.ts';
import { showNumber, type Drill, type Report, type Table } from './report.ts';

/** One file that needs nothing else: tables, plots, and every task's candidates side by side with what people wrote. */
export function renderHtml(report: Report): string {
  const { title, question, tables, comparisons } = report;
  const main = tables[0]?.columns.find(({ id }) =>
    ['codebleu', 'overall', 'passed', 'average'].includes(id),
  );
  const ladder = tables.find(({ columns }) => columns.some(({ id }) => id === 'S0'));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeMarkup(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>${escapeMarkup(title)}</h1><p>${escapeMarkup(question)}</p>
<p>${report.tasks} tasks, seed ${report.seed}, version ${escapeMarkup(report.version)}, code ${report.run.code.slice(0, 12)}, pool ${report.run.pool.slice(0, 12)}</p>
${report.notes.map((note) => `<p>${escapeMarkup(note)}</p>`).join('')}
${main === undefined ? '' : plotIntervals(tables, main)}${ladder === undefined ? '' : plotLadder(ladder)}
${tables.map(renderTable).join('')}
${comparisons.length === 0 ? '' : section('Paired tests', comparisonCells(report), report.comparisonSignature)}
${section('Contamination audit', auditCells(report), report.audit.signature)}
${report.drill.length === 0 ? '' : `<h2>Task by task</h2>${report.drill.map(renderDrill).join('')}<script>${SCRIPT}</script>`}
</body></html>
`;
}

function renderTable(table: Table): string {
  const { title, source, signature } = table;
  const head = `${escapeMarkup(title)} <small>${escapeMarkup(source)}</small>`;
  return section(head, tableCells(table), signature);
}

function section(head: string, cells: Cells, signature: string | null): string {
  const how = signature === null ? '' : `<p class="signature">${escapeMarkup(signature)}</p>`;
  return `<h2>${head}</h2>${grid(cells)}${how}`;
}

function renderDrill({ task, requirement, reference, candidates }: Drill): string {
  const texts = [
    ...(reference === null ? [] : [{ name: 'reference', about: '', text: reference }]),
    ...candidates.map((candidate) => ({
      name: `${candidate.method} (${candidate.model}), ${candidate.source}`,
      about: [
        ...Object.entries(candidate.scores).map(
          ([name, value]) => `${name} ${showNumber(value, false)}`,
        ),
        ...candidate.stages.map(
          ({ id, status, message }) =>
            `${id} ${status}${status === 'failed' ? `: ${message}` : ''}`,
        ),
        candidate.failure ?? '',
      ]
        .filter(Boolean)
        .join(' · '),
      text: candidate.text ?? '',
    })),
  ];
  const options = (chosen: number): string =>
    texts
      .map(
        ({ name }, at) =>
          `<option value="${at}"${at === chosen ? ' selected' : ''}>${escapeMarkup(name)}</option>`,
      )
      .join('');
  const sides = [0, Math.min(1, texts.length - 1)]
    .map((at) => `<div><select>${options(at)}</select></div>`)
    .join('');
  const panes = texts
    .map(
      ({ about, text }, at) =>
        `<template data-at="${at}"><p>${escapeMarkup(about)}</p><pre>${escapeMarkup(text)}</pre></template>`,
    )
    .join('');
  return `<details><summary>${escapeMarkup(task)}: ${escapeMarkup(requirement.text)}</summary><p>${escapeMarkup(requirement.attributes)}</p><div class="sides">${sides}</div>${panes}</details>`;
}

function grid({ heads, lines }: Cells): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide"><table><thead>${cells('th', heads)}</thead><tbody>${lines.map((line) => cells('td', line)).join('')}</tbody></table></div>`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:1200px;margin:2em auto;padding:0 1em;color:#222;background:#fff}
table{border-collapse:collapse;font-size:13px}th,td{border-bottom:1px solid #ddd;padding:4px 8px;text-align:left;vertical-align:top}
.wide{overflow-x:auto}small{font-weight:normal;color:#666}.signature{font:12px monospace;color:#666;overflow-wrap:anywhere}
figure{margin:1em 0}svg{width:100%;max-width:1000px;font-size:12px}svg line{stroke:currentColor;stroke-width:2}svg circle{fill:currentColor}svg text{fill:#222}
.measured-here{color:#06c}.trivial-baseline{color:#b50}.published{color:#777}.rescored-from-released-outputs{color:#084}.rescored-from-given-outputs{color:#808}
.bar0{fill:#06c}.bar1{fill:#084}.bar2{fill:#b50}.bar3{fill:#808}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1em}.sides>div{min-width:0}pre{overflow:auto;max-height:70vh;background:#f6f6f6;padding:8px;font-size:12px}select{max-width:100%}summary{cursor:pointer;padding:4px 0}`;

const SCRIPT = `for(const task of document.querySelectorAll('details'))task.addEventListener('toggle',()=>{
if(!task.open||task.dataset.ready)return;task.dataset.ready='1';
for(const side of task.querySelectorAll('.sides>div')){const choice=side.querySelector('select');const pane=side.appendChild(document.createElement('div'));
const show=()=>pane.replaceChildren(task.querySelector('template[data-at="'+choice.value+'"]').content.cloneNode(true));
choice.addEventListener('change',show);show();}});`;
