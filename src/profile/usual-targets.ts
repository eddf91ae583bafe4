import type { UsualTarget } from '../artifacts/index.ts';
import { nameWords } from './column-names.ts';
import { areAlike } from './named-columns.ts';
import type { Column } from './table.ts';

/** Usual names of targets, likeliest first. Names that are as often inputs (age, income, type) are not here. */
const USUAL = (
  'target,label,labels,class,y,outcome,output,target class,class label,survived,species,diagnosis,' +
  'quality,sale price,price,medv,churn,exited,attrition,sentiment,default,fraud,is fraud,stroke,' +
  'heart disease,cardio,diabetes,loan status,variety,disease,emotion,digit,category,genre,tags,' +
  'is duplicate,duplicate,gold label,entailment,stance,relevance,rating,stars,result,deposit,response,spam,v1,close,average,sales,demand,cnt,count'
).split(',');
/** Last words that make a name usual, e.g. `diabetes_class`. */
const ENDINGS = ['target', 'label', 'class', 'outcome', 'price', 'quality', 'churn', 'diagnosis'];

/** The first of them say nothing but that they are the target; `y` may be a coordinate. */
const PLAIN = new Set(USUAL.slice(0, USUAL.indexOf('survived')).filter((name) => name !== 'y'));

/** How sure a target is that only its name or its place speaks for. */
const SURE = { hinted: 0.9, plain: 0.75, flags: 0.7, named: 0.6, ending: 0.5, last: 0.25 };

/**
 * Targets that the data themselves speak for, the surest first: `hinted` are columns that a sample submission names or a test
 * file lacks, then usual names, then the last column.
 */
export function usualTargets(
  labels: readonly Column[],
  hinted: readonly string[],
): readonly UsualTarget[] {
  const hints = labels.filter(({ name }) => hinted.includes(name));
  const asked = hints.length > 1 && !areAlike(hints) ? hints.slice(0, 1) : hints;
  const exact = USUAL.map((usual) => labels.findLast(({ name }) => nameWords(name) === usual));
  const ending = ENDINGS.map((usual) =>
    labels.findLast(({ name }) => nameWords(name).split(' ').at(-1) === usual),
  );
  const named = exact.find((column) => column !== undefined);
  const ended = ending.find((column) => column !== undefined);
  const last = labels.at(-1);
  return [
    ...(asked.length === 0
      ? []
      : [
          {
            columns: asked.map(({ name }) => name),
            reason: 'asked for by the sample submission or absent from the test file',
            confidence: SURE.hinted,
          },
        ]),
    ...(named === undefined
      ? []
      : [usualName(named, PLAIN.has(nameWords(named.name)) ? SURE.plain : SURE.named)]),
    ...(ended === undefined || ended === named ? [] : [usualName(ended, SURE.ending)]),
    ...(last === undefined
      ? []
      : [
          {
            columns: [last.name],
            reason: `last column, ${last.distinct} distinct values`,
            confidence: SURE.last,
          },
        ]),
  ];
}

/** Of names of columns the one that says nothing but that it is the target; null where none does. */
export function plainTarget(names: readonly string[]): string | null {
  return names.findLast((name) => PLAIN.has(nameWords(name))) ?? null;
}

function usualName({ name }: Column, confidence: number): UsualTarget {
  return { columns: [name], reason: `${name} is a usual name of a target`, confidence };
}

/** Columns of 0 and 1 that are labels together. */
export function flagTargets(flags: readonly Column[]): UsualTarget {
  return {
    columns: flags.map(({ name }) => name),
    reason: `${flags.length} columns of 0 and 1`,
    confidence: SURE.flags,
  };
}
