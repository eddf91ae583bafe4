import type { ClassCount, ColumnProfile, DataProfile, FactValue } from '../artifacts/index.ts';

const SHOWN = 40;

/** The profile for people: what the data is, its target, facts, columns, classes and findings, one a line. */
export function renderProfile(profile: DataProfile): string {
  const { data, classes, columns, findings } = profile;
  const target = data.facts['TARGET'] ?? data.facts['TAG_COLUMN'] ?? data.facts['TARGET_COLUMN'];
  return [
    `${profile.path}: ${data.kind}, ${profile.count} ${columns.length > 0 ? 'rows' : 'items'}`,
    `Predicts: ${data.target}${target === undefined || target === null ? '' : ` ${renderValue(target)}`} (${profile.targetReason})`,
    '',
    profile.attributes,
    '',
    'Facts',
    ...Object.entries(data.facts).map(([name, value]) => `  ${name} = ${renderValue(value)}`),
    ...section('Columns', columns.map(columnLine)),
    ...section('Classes', classes.map(classLine(classes))),
    ...section(
      'Findings',
      findings.map(
        ({ code, message, fix }) => `${code}: ${message}${fix === undefined ? '' : ` ${fix}`}`,
      ),
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  return [
    '',
    title,
    ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  ... and ${rest} more`] : []),
  ];
}

function renderValue(value: FactValue): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function columnLine(column: ColumnProfile): string {
  const { minimum, maximum } = column;
  const range = minimum === null ? '' : `, ${minimum} to ${maximum}`;
  const missing = column.missing === 0 ? '' : `, ${(column.missing * 100).toFixed(1)} % missing`;
  return `${column.name}: ${column.role} (${column.type}), ${column.distinct} distinct${range}${missing}`;
}

function classLine(classes: readonly ClassCount[]): (entry: ClassCount) => string {
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  return ({ name, count }) =>
    `${name}: ${count} (${total === 0 ? 0 : Math.round((count / total) * 100)} %)`;
}
