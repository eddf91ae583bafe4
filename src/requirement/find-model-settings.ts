import type { Ask, FactValue } from '../artifacts/index.ts';
import { CLASSICAL_SETTINGS, type ClassicalModel, type ClassicalSetting } from '../plan/index.ts';
import { askAt } from './find-terms.ts';
import { findMentions, type Mention } from './model-mentions.ts';
import type { ReadableText } from './readable-text.ts';

const TAIL = /(?: (?:classifier|regressor|machine|model|algorithm)s?)*/y;
/** What leads from a model to its settings; `both with` leads from each model of a list. */
const LINK = /(?:,? (both|each|all))? (?:with|using|of|having) (?:an? |the )?|,? ?\( ?|: /y;
const NEXT = /(?:,? (?:and|&|with|of) |, ?)(?:an? |the )?/y;
const LIST = /^(?: ?, ?| ?\/ ?|,? (?:and|&|or) )(?:an? |the )?$/;

const SETTINGS = (Object.keys(CLASSICAL_SETTINGS) as ClassicalSetting[]).map((name) => {
  const { heard } = CLASSICAL_SETTINGS[name];
  return { name, expression: new RegExp(`(?:${heard.join('|')})(?![a-z0-9_]|\\.\\d)`, 'y') };
});

/** Settings that stand before a model: "a linear SVM", "a 500-tree random forest". */
const BEFORE: readonly (readonly [ClassicalSetting, RegExp])[] = [
  ['kernel', /\b(rbf|gaussian|linear|polynomial|sigmoid)(?:[ -]kernel)?[ -]$/],
  ['trees', /\b(\d+)[ -]tree $/],
];
const LONGEST_BEFORE = 40;

/** Settings that no network has: of whatever place they stand in, they are those of the only model that has them. */
const OF_TREES: ReadonlySet<ClassicalSetting> = new Set<ClassicalSetting>([
  'trees',
  'depth',
  'leaves',
  'leaf items',
  'split items',
  'row share',
  'column share',
  'child weight',
]);
/** A depth may be that of a network. */
const TREE_DEPTH = /max|tree/;
const WORD_STARTS = /(?<![a-z0-9_.])[a-z0-9]/g;

const META = String.raw`(?:meta|final|second[ -]level|level[ -](?:2|two))[ -]?(?:model|learner|estimator|classifier|regressor)`;
const META_BEFORE = new RegExp(String.raw`\b${META}(?: is | ?[:=] ?| )(?:an? |the )?$`);
const META_AFTER = new RegExp(String.raw`\)?,? as (?:the |an? |its )?${META}`, 'y');

/**
 * Settings that are stated of models that are no networks, right behind or before the name of the model. Values:
 * `[model, setting, value]` and the model that is the last of a stack. What is said of them is not said of the network, so
 * `rest` is the text without it.
 */
export function findModelSettings(text: ReadableText): {
  readonly asks: readonly Ask[];
  readonly rest: ReadableText;
} {
  const own = text.words.slice(0, text.attributesAt.words);
  const mentions = findMentions(own);
  const asks: Ask[] = [];
  let words = text.words;
  const take = (name: string, value: FactValue, start: number, end: number): void => {
    asks.push(askAt(text, 'technique', name, value, start, end));
    words = words.slice(0, start) + ' '.repeat(end - start) + words.slice(end);
  };
  for (const [at, { model, start, end }] of mentions.entries()) {
    const before = own.slice(Math.max(0, start - LONGEST_BEFORE), start);
    for (const [setting, expression] of BEFORE) {
      const found = expression.exec(before);
      if (found === null || model.settings[setting] === undefined) continue;
      const from = start - found[0].length;
      take('model setting', [model.name, setting, readValue(setting, found)], from, start - 1);
    }
    const meta = META_BEFORE.exec(before);
    if (meta !== null) take('meta model', model.name, start - meta[0].length, start - 1);
    let place = end + (matchAt(TAIL, own, end)?.[0].length ?? 0);
    let link = matchAt(LINK, own, place);
    const models = link?.[1] === undefined ? [model] : listedModels(mentions, at, own);
    while (link !== null) {
      place += link[0].length;
      const found = settingAt(own, place);
      if (found === null) break;
      for (const { name } of models)
        take('model setting', [name, found.setting, found.value], place, place + found.length);
      place += found.length;
      link = matchAt(NEXT, own, place);
    }
    const last = matchAt(META_AFTER, own, place);
    if (last !== null)
      take('meta model', model.name, place + last[0].indexOf('as '), place + last[0].length);
  }
  const models = [...new Set(mentions.map(({ model }) => model))];
  let free = 0;
  for (const { index } of models.length === 0 ? [] : own.matchAll(WORD_STARTS)) {
    if (index < free) continue;
    let found = settingAt(words, index);
    if (found === null || !isOfTrees(found.setting, words.slice(index, index + found.length)))
      continue;
    const { setting } = found;
    const [model, ...others] = models.filter(({ settings }) => settings[setting] !== undefined);
    if (model === undefined || others.length > 0) continue;
    for (free = index; found !== null; found = settingAt(words, free)) {
      take('model setting', [model.name, found.setting, found.value], free, free + found.length);
      free += found.length;
      free += matchAt(NEXT, words, free)?.[0].length ?? 0;
    }
  }
  return { asks, rest: { ...text, words } };
}

function isOfTrees(setting: ClassicalSetting, said: string): boolean {
  return OF_TREES.has(setting) && (setting !== 'depth' || TREE_DEPTH.test(said));
}

/** The models of the list that ends with a mention. */
function listedModels(
  mentions: readonly Mention[],
  at: number,
  words: string,
): readonly ClassicalModel[] {
  const here = mentions[at];
  const previous = mentions[at - 1];
  if (here === undefined) return [];
  const isListed = previous !== undefined && LIST.test(words.slice(previous.end, here.start));
  return isListed ? [...listedModels(mentions, at - 1, words), here.model] : [here.model];
}

function settingAt(
  words: string,
  place: number,
): {
  readonly setting: ClassicalSetting;
  readonly value: string | number;
  readonly length: number;
} | null {
  for (const { name, expression } of SETTINGS) {
    const found = matchAt(expression, words, place);
    if (found !== null)
      return { setting: name, value: readValue(name, found), length: found[0].length };
  }
  return null;
}

function readValue(setting: ClassicalSetting, match: RegExpExecArray): string | number {
  const written = match.slice(1).find((group) => group !== undefined) ?? '';
  const { values } = CLASSICAL_SETTINGS[setting];
  return /^[\d.]/.test(written) ? Number(written) : (values?.[written] ?? written);
}

function matchAt(expression: RegExp, words: string, place: number): RegExpExecArray | null {
  expression.lastIndex = place;
  return expression.exec(words);
}
