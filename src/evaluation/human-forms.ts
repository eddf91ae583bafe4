import type { Requirement } from '../artifacts/index.ts';
import { createRandom } from '../core/index.ts';
import type { Task } from '../dataset/index.ts';
import type { Row } from './outcome.ts';
import { CRITERIA, RATING_HEADER, type Criterion } from './ratings.ts';
import { escapeMarkup } from './markup.ts';

/** One program to judge. Its id tells nothing; which system made it stands in the key alone. */
export interface FormItem {
  readonly id: string;
  readonly task: string;
  readonly row: string;
  readonly requirement: Requirement;
  readonly code: string;
}

const TASKS = 10;
const MEANING: Readonly<Record<Criterion, string>> = {
  compliance: 'does it fulfil what the requirement asks for?',
  helpfulness: 'does it help to understand and to build up the whole project?',
  idiomaticity: 'does it keep to conventions: readability, structure, best practice?',
};

/**
 * The items of the study: ten tasks drawn by the seed, one item for every system and task. A sample that was not made
 * is an item too, with an empty program.
 *
 * Paper: V-B.
 */
export function chooseItems(
  rows: readonly Row[],
  tasks: readonly Task[],
  eligible: (task: Task) => boolean,
  seed: number,
): readonly FormItem[] {
  const random = createRandom(seed);
  const chosen = new Set(
    shuffle(tasks.filter(eligible), random)
      .slice(0, TASKS)
      .map(({ id }) => id),
  );
  const pairs = tasks.flatMap(({ id, requirement }, at) =>
    chosen.has(id)
      ? rows.map((row) => ({
          task: id,
          row: row.id,
          requirement,
          code: row.outcomes[at]?.code ?? '',
        }))
      : [],
  );
  const numbers = shuffle([...pairs.keys()], random);
  return pairs.map((pair, at) => ({ id: `P${String((numbers[at] ?? 0) + 101)}`, ...pair }));
}

/** One rater's form: tasks and programs in an order of their own, one self-contained page that saves a CSV file. */
export function renderForm(items: readonly FormItem[], rater: number, seed: number): string {
  const random = createRandom(seed + 1000 * rater);
  const tasks = shuffle([...new Set(items.map(({ task }) => task))], random);
  const parts = tasks.map((task, at) => {
    const programs = shuffle(
      items.filter((item) => item.task === task),
      random,
    );
    const { requirement } = programs[0] ?? { requirement: { text: '', attributes: '' } };
    return `<section><h2>Task ${at + 1} of ${tasks.length}</h2><p>${escapeMarkup(requirement.text)}</p><p>${escapeMarkup(requirement.attributes)}</p>${programs.map(renderItem).join('')}</section>`;
  });
  const meanings = CRITERIA.map(
    (criterion) => `<li><b>${criterion}</b>: ${MEANING[criterion]}</li>`,
  ).join('');
  return page(
    `Form of rater ${rater}`,
    `<p>Judge every program from 0 to 10 in steps of 0.5, and say why. Judge alone; nothing tells which system made a program. Entries are kept in this browser; when all is filled in, save the file and hand it back.</p><ul>${meanings}</ul>${parts.join('')}<button id="save">Save rater-${rater}.csv</button><p id="left"></p>`,
    formScript(rater),
  );
}

function renderItem({ id, code }: FormItem): string {
  const inputs = CRITERIA.map(
    (criterion) =>
      `<label>${criterion} <input type="number" min="0" max="10" step="0.5" name="${criterion}"></label>`,
  ).join(' ');
  const program =
    code.trim() === '' ? '<p>(no program was made)</p>' : `<pre>${escapeMarkup(code)}</pre>`;
  return `<article data-item="${id}"><h3>Program ${id}</h3>${program}${inputs}<label>justification <textarea name="justification" rows="3"></textarea></label></article>`;
}

export interface Discrepancy {
  readonly item: FormItem;
  readonly criterion: Criterion;
  /** By rater, in order. */
  readonly scores: readonly number[];
  readonly justifications: readonly string[];
}

/** What the raters talk about until they agree: where their scores lie far apart, with everybody's reasons. */
export function renderDiscussion(discrepancies: readonly Discrepancy[]): string {
  const parts = discrepancies.map(({ item, criterion, scores, justifications }) => {
    const said = scores
      .map((score, at) => `<li><b>${score}</b> ${escapeMarkup(justifications[at] ?? '')}</li>`)
      .join('');
    return `<section><h2>${item.id}, ${criterion}</h2><p>${escapeMarkup(item.requirement.text)}</p><ul>${said}</ul><details><summary>program</summary><pre>${escapeMarkup(item.code)}</pre></details></section>`;
  });
  return page(
    'Discussion',
    `<p>Talk about each of these until all agree, then write score and reason into consensus.csv.</p>${parts.join('')}`,
    '',
  );
}

/** Fisher-Yates, by the given stream. */
export function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] as T;
    order[at] = order[other] as T;
    order[other] = kept;
  }
  return order;
}

function page(title: string, body: string, script: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body}<script>${script}</script></body></html>\n`;
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:2em auto;padding:0 1em}pre{overflow:auto;max-height:60vh;background:#f6f6f6;padding:8px;font-size:12px}textarea{width:100%}label{display:inline-block;margin:4px 12px 4px 0}article{border-bottom:1px solid #ccc;padding-bottom:1em}';

function formScript(rater: number): string {
  return `const items=[...document.querySelectorAll('article')];
const fields=(item)=>[...item.querySelectorAll('input,textarea')];
const key=(item,field)=>'rating-${rater}-'+item.dataset.item+'-'+field.name;
for(const item of items)for(const field of fields(item)){field.value=localStorage.getItem(key(item,field))??'';
field.addEventListener('input',()=>localStorage.setItem(key(item,field),field.value));}
document.getElementById('save').addEventListener('click',()=>{
const open=items.filter((item)=>fields(item).some((field)=>field.value.trim()===''||!field.checkValidity()));
document.getElementById('left').textContent=open.length===0?'':'Not complete: '+open.map((item)=>item.dataset.item).join(', ');
if(open.length>0)return;
const cell=(text)=>/[",\\r\\n]/.test(text)?'"'+text.replaceAll('"','""')+'"':text;
const rows=[${JSON.stringify(RATING_HEADER)},...items.map((item)=>[item.dataset.item,...fields(item).map((field)=>field.value)])];
const link=document.createElement('a');
link.href=URL.createObjectURL(new Blob([rows.map((row)=>row.map(cell).join(',')+'\\n').join('')],{type:'text/csv'}));
link.download='rater-${rater}.csv';link.click();});`;
}
