import type { ColumnRole } from '../artifacts/index.ts';
import { nameWords } from './column-names.ts';

interface Measured {
  readonly name: string;
  readonly type: string;
  readonly numeric: boolean;
  readonly integer: boolean;
  readonly binary: boolean;
  readonly distinct: number;
  readonly present: number;
  /** Distinct values of large tables are estimates, some percent off. */
  readonly estimated: boolean;
  readonly minimum: number | string | null;
  readonly maximum: number | string | null;
  readonly averageWords: number;
  readonly averageLength: number;
  /** Share of text values that read like dates. */
  readonly dateShare: number;
  /** Share of text values that are lists of numbers. */
  readonly listShare: number;
}

const ID_NAME = /(^|\s)(id|ids|uid|uuid|guid|identifier|rownames?|row number)$|^(id|ids)\b/;
/** Names of ids only where the values count up: an "air quality index" does not. */
const COUNTER_NAME = /(^|\s)(index|idx|key|serial|sno|no|number|nr)$|^unnamed/;
const DATE_NAME = /\b(date|datetime|timestamp|time stamp|day|month|period|ds)\b/;
const CODE_NAME =
  /\b(code|codes|cd|type|class|pclass|category|zip|zipcode|postcode|region|group|cluster|sector|month|weekday|dayofweek|day of week|store|branch|department|dept|gender|sex|race|season|weather|weathersit|education|marriage|channel)\b/;
export const TEXT_NAME =
  /\b(text|texts|review|reviews|comment|comments|content|message|tweet|body|sentence|essay|headline|document|description|article|summary|abstract|email|sms|question|answer|news|post|transcript|phrase|statement)\b/;
const PERSON_NAME = /^(full |first |last |customer |sur)?name$|\bname$/;

/** What a column is for a program; the first row that fits. */
export function columnRole(column: Measured): ColumnRole {
  return ROLE_RULES.find(([, fits]) => fits(column))?.[0] ?? 'category';
}

const ROLE_RULES: readonly (readonly [ColumnRole, (column: Measured) => boolean])[] = [
  ['constant', ({ distinct }) => distinct <= 1],
  ['list', ({ listShare }) => listShare > 0.9],
  ['date', ({ type, dateShare }) => /^(DATE|TIMESTAMP|TIME)/.test(type) || dateShare > 0.9],
  ['boolean', ({ type }) => type === 'BOOLEAN'],
  ['id', isIdentifier],
  ['number', ({ numeric }) => numeric],
  ['text', isText],
  ['category', () => true],
];

function isIdentifier(column: Measured): boolean {
  const unique =
    column.present > 0 && column.distinct >= column.present * (column.estimated ? 0.85 : 0.97);
  if (!unique || column.binary || (column.numeric && !column.integer)) return false;
  const words = nameWords(column.name);
  if (ID_NAME.test(words)) return true;
  if (column.type === 'UUID') return true;
  // 0, 1, 2... as long as the table.
  const { minimum, maximum, present } = column;
  const counts = (minimum === 0 || minimum === 1) && maximum === present - 1 + minimum;
  return counts && COUNTER_NAME.test(words) && present > 10;
}

function isText(column: Measured): boolean {
  const words = nameWords(column.name);
  if (PERSON_NAME.test(words) && column.averageWords < 8) return false;
  const varied = column.distinct >= Math.min(20, column.present * 0.3);
  if (!varied) return false;
  if (TEXT_NAME.test(words) && column.averageWords >= 2.5) return true;
  return column.averageWords >= 5 && column.averageLength >= 25;
}

/** A column of numbers that are names: no order in them. */
export function isCode(column: {
  name: string;
  integer: boolean;
  binary: boolean;
  distinct: number;
}): boolean {
  return (
    column.integer &&
    !column.binary &&
    column.distinct > 2 &&
    column.distinct <= 100 &&
    CODE_NAME.test(nameWords(column.name))
  );
}

export function isDateName(name: string): boolean {
  return DATE_NAME.test(nameWords(name));
}

export function isIdName(name: string): boolean {
  return ID_NAME.test(nameWords(name));
}
