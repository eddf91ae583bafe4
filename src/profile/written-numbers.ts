import type { Issue } from '../core/index.ts';
import type { CellForm } from './cell-form.ts';
import { quoteText, replaceColumns, type Session } from './duckdb.ts';

/** Numbers that stand in a file as text; the programs' `to_numbers` reads the same forms. */
const MARKS = String.raw`[\s$€£¥₹%]|°[CFK]?`;
const THOUSANDS = String.raw`^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$`;
const DECIMAL_COMMA = String.raw`^[-+]?[\d.]*\d,(\d{1,2}|\d{4,})$`;
/** Numbers apart are no thousands: "3 14, 2018". */
const APART = String.raw`\d\s+(\d{1,2}|\d{4,})(\D|$)|,\s`;
const UNIT = String.raw`\d([a-zA-Z]{2,8})$`;
/** A column is numbers if so large a share of what is present reads as such. */
const SHARE = 0.95;

interface Relation {
  readonly relation: string;
  readonly sample: string;
  readonly names: readonly string[];
  readonly file: string;
  readonly separator: string;
}

export interface WrittenNumbers {
  readonly relation: string;
  readonly sample: string;
  readonly finding: Issue;
  /** How all of them are written; null where signs or thousands stand in them. */
  readonly form: CellForm | null;
}

/**
 * Views over a relation and its sample, with text columns of written numbers ("1.234,50", "$1,200", "12 km") as numbers;
 * null where there are none.
 */
export async function readWrittenNumbers(
  session: Session,
  { relation, sample, names, file, separator }: Relation,
): Promise<WrittenNumbers | null> {
  const described = await session.rows(`DESCRIBE ${relation}`);
  const texts = described.flatMap(({ column_type: type }, index) =>
    type === 'VARCHAR' ? [index] : [],
  );
  const found: { name: string; replaced: string; form: CellForm | null }[] = [];
  for (const index of texts) {
    const column = `c${index}`;
    const [row] = await session.rows(
      `SELECT count(*) FILTER (${present(column)}) AS n, count(TRY_CAST(${asNumber(column, separator, '')} AS DOUBLE)) AS plain,
         count(DISTINCT nullif(regexp_extract(${bare(column)}, '${UNIT}', 1), '')) AS units, max(regexp_extract(${bare(column)}, '${UNIT}', 1)) AS unit
       FROM (FROM ${sample} LIMIT 5000)`,
    );
    const total = Number(row?.['n'] ?? 0);
    const written = row?.['unit'];
    const unit = Number(row?.['units'] ?? 0) === 1 && typeof written === 'string' ? written : '';
    if (total === 0 || (unit === '' && Number(row?.['plain'] ?? 0) < total * SHARE)) continue;
    const number = `TRY_CAST(${asNumber(column, separator, unit)} AS DOUBLE)`;
    const [read] = await session.rows(
      `SELECT count(${number}) AS n, ${sameAs(`trim(${column})`, number)} AS plain,
         ${sameAs(`replace(trim(${column}), ',', '.')`, number)} AS comma FROM (FROM ${sample} LIMIT 5000)`,
    );
    const readable = Number(read?.['n'] ?? 0);
    if (readable < total * SHARE) continue;
    const form = (['plain', 'comma'] as const).find((name) => Number(read?.[name]) === readable);
    const replaced = `${number} AS ${column}`;
    found.push({ name: names[index] ?? column, replaced, form: form ?? null });
  }
  if (found.length === 0) return null;
  const list = found.map(({ replaced }) => replaced).join(', ');
  const views = await replaceColumns(session, { relation, sample }, list, 'n');
  const listed = found.slice(0, 10).map(({ name }) => name);
  const finding = {
    code: 'WRITTEN_NUMBERS',
    path: file,
    message: `${file} writes numbers as text (in ${listed.join(', ')}${found.length > 10 ? ', ...' : ''}); they are read as numbers.`,
  };
  const forms = found.map(({ form }) => form);
  const form = forms.includes(null) ? null : forms.includes('comma') ? 'comma' : 'plain';
  return { ...views, finding, form };
}

/** SQL that counts the texts that are read as their numbers without further ado. */
function sameAs(text: string, number: string): string {
  return `count(*) FILTER (TRY_CAST(${text} AS DOUBLE) = ${number})`;
}

function bare(column: string): string {
  return `regexp_replace(${column}, '${MARKS}', '', 'g')`;
}

/** Blanks and question marks stand for missing values. */
function present(column: string): string {
  return `trim(${column}) NOT IN ('', '?')`;
}

function asNumber(column: string, separator: string, unit: string): string {
  const text =
    unit === '' ? bare(column) : `regexp_replace(${bare(column)}, ${quoteText(`${unit}$`)}, '')`;
  // Where columns are parted by semicolons, a last comma is the decimal sign.
  const comma =
    separator === ';'
      ? `regexp_matches(${text}, ',\\d*$')`
      : `regexp_matches(${text}, '${DECIMAL_COMMA}')`;
  return (
    // DuckDB reads 12_01 as a number, pandas does not.
    `CASE WHEN contains(${text}, '_') OR regexp_matches(trim(${column}), '${APART}') THEN NULL WHEN ${comma} THEN replace(replace(${text}, '.', ''), ',', '.') ` +
    `WHEN regexp_matches(${text}, '${THOUSANDS}') THEN replace(${text}, ',', '') ELSE ${text} END`
  );
}
