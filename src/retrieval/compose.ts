import { SECTIONS, type FactValue, type Facts } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { CONTRACT_NAMES, renderDocstring, renderImports, renderLiteral } from '../python/text.ts';
import type { PoolSection, PoolStatement } from './section-file.ts';

/** What a program is composed of. */
export interface Recipe {
  readonly id: string;
  /** The program's docstring: what it does with which data. */
  readonly docstring: string;
  /** In the order in which their statements stand below each heading. */
  readonly sections: readonly PoolSection[];
  /** Values of constants that a program may do without: facts of its data and values of its plan. */
  readonly facts: Facts;
  /** Values of constants where they differ from the section's own. */
  readonly set: Facts;
}

/**
 * The complete text of a program: of its sections the statements that the contract's names reach, below their headings
 * in the order of the sections; their imports merged; constants set. The same recipe gives the same bytes.
 *
 * Errors: BAD_INPUT for a name that two sections bind (naming both places), and for a constant of `set` that none has.
 */
export function composeProgram({ id, docstring, sections, facts, set }: Recipe): string {
  const statements = new Map<string, PoolStatement>();
  for (const statement of sections.flatMap((section) => section.statements)) {
    const { name, place } = statement;
    const other = statements.get(name)?.place;
    if (other !== undefined) throw refuse(id, `${name} is bound twice, in ${other} and ${place}`);
    statements.set(name, statement);
  }
  for (const name of Object.keys(set))
    if (!statements.has(name))
      throw refuse(id, `the constant ${name} stands in no section it uses`);
  const kept = reachable(statements);
  const own = [...statements.values()].filter((statement) => kept.has(statement));
  const used = new Set(own.flatMap(({ names }) => names));
  const imports = sections.flatMap((section) =>
    [...section.imports].filter(([name]) => used.has(name)).map(([, line]) => line),
  );
  const constants = { ...facts, ...set };
  const parts = SECTIONS.map((heading) => {
    const title = `# %% ${heading.charAt(0).toUpperCase()}${heading.slice(1)}\n`;
    if (heading === 'imports') return `\n\n${title}${renderImports(imports)}`;
    const codes = own
      .filter((statement) => statement.heading === heading)
      .map((statement) => setConstant(statement, constants));
    if (codes.length === 0) return '';
    return heading === 'configuration'
      ? `\n\n${title}${codes.join('\n')}`
      : `\n\n\n${title}${codes.join('\n\n\n')}`;
  });
  return `${renderDocstring(docstring)}${parts.join('')}\n`;
}

/** What entry points call, and all that it uses. */
function reachable(statements: ReadonlyMap<string, PoolStatement>): ReadonlySet<PoolStatement> {
  const kept = new Set<PoolStatement>();
  const pending: string[] = [...CONTRACT_NAMES];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const statement = statements.get(name);
    if (statement === undefined || kept.has(statement)) continue;
    kept.add(statement);
    pending.push(...statement.names);
  }
  return kept;
}

function refuse(id: string, message: string): DLCodeGenError {
  return new DLCodeGenError('BAD_INPUT', `The program ${id}: ${message}.`, { data: { id } });
}

/** A constant with the program's value; a value that is the section's own keeps its spelling. */
function setConstant({ name, code, heading }: PoolStatement, constants: Facts): string {
  const value = constants[name];
  if (value === undefined || heading !== 'configuration') return code;
  const binding = `\n${name} = `;
  const start = `\n${code}`.indexOf(binding) + binding.length - 1;
  return isSame(code.slice(start), value)
    ? code
    : `${code.slice(0, start)}${wrapValue(name, value)}`;
}

/** `100_000` and `1.0` are the numbers 100000 and 1. */
function isSame(text: string, value: FactValue): boolean {
  return typeof value === 'number' && Number(text.replaceAll('_', '')) === value;
}

const WIDTH = 100;

function wrapValue(name: string, value: FactValue): string {
  const text = renderLiteral(value);
  if (!Array.isArray(value) || name.length + ' = '.length + text.length <= WIDTH) return text;
  return `(\n${value.map((item: FactValue) => `    ${renderLiteral(item)},\n`).join('')})`;
}
