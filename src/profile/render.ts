import type {
  ClassCount,
  ColumnProfile,
  DataProfile,
  FactValue,
  ReadData,
} from '../artifacts/index.ts';

const SHOWN = 40;

/** Less fitting readings are read only where words ask for them. */
const LEAST_FIT = 0.1;

/** What else the data could be, e.g. `series (future, anomaly): rows in the order of date, one per day`; the best first. */
export function otherReadings({ candidates }: ReadData, { data }: DataProfile): readonly string[] {
  return candidates
    .map(({ kind, targets, fit, why }) => ({
      kind,
      fit,
      why,
      targets: targets.filter((target) => kind !== data.kind || target !== data.target),
    }))
    .filter(({ fit, targets }) => fit >= LEAST_FIT && targets.length > 0)
    .map(({ kind, targets, why }) => `${kind} (${targets.join(', ')}): ${why}`);
}

/** The profile for people: what the data is, its target, facts, columns, classes, findings, and what else they could be. */
export function renderProfile(profile: DataProfile, alternatives: readonly string[] = []): string {
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
    ...section('Could also be', alternatives),
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
