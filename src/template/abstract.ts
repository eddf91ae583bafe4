import type {
  Origin,
  Retrieved,
  Sample,
  Segment,
  Template,
  TemplateHole,
  TemplateSegment,
} from '../artifacts/index.ts';
import { remember } from '../core/index.ts';
import { applyEdits, type Edit } from '../python/index.ts';
import { alignSequences } from './align.ts';
import { readFunction, type Literal, type Statement } from './statements.ts';

/** The function in a segment; segments of the pool are read for many templates. */
const functionOf = remember(({ code }: Segment) => readFunction(code));

/** What both programs must share for a section's functions to be comparable. */
const COMPARABLE: Readonly<Record<Segment['section'], 'always' | 'kind' | 'target' | 'both'>> = {
  imports: 'always',
  configuration: 'always',
  data: 'kind',
  preprocessing: 'both',
  model: 'always',
  training: 'always',
  evaluation: 'target',
  inference: 'kind',
};

/**
 * Abstracts the two nearest programs into a template (paper III-C, Template RAG): what recurs stays, what
 * differs becomes a named, typed hole, figures and what only one program prints are left out.
 * A segment that only the nearest has stays, marked as not recurring; the filler keeps it where it is needed.
 */
export function abstractTemplate(nearest: Retrieved, second: Retrieved | null): Template {
  const samples = [nearest, ...(second === null ? [] : [second])].map(({ sample }) => sample);
  const origin: Origin = {
    kind: 'code2',
    samples: samples.map(({ id }) => id),
    licence: [...new Set(samples.map(({ licence }) => licence))].join(' AND '),
    reason: 'recurs in the nearest programs',
  };
  const others = new Map(second?.program.segments.map((segment) => [segment.id, segment] as const));
  return {
    docstring: nearest.program.docstring,
    origin,
    segments: nearest.program.segments.map((segment) => {
      const comparable = second !== null && isComparable(segment, nearest.sample, second.sample);
      const other = comparable ? others.get(segment.id) : undefined;
      return other === undefined
        ? abstractAlone(segment, origin)
        : abstractSegment(segment, other, origin);
    }),
  };
}

function isComparable({ section }: Segment, a: Sample, b: Sample): boolean {
  const sameKind = a.data.kind === b.data.kind;
  const sameTarget = a.data.target === b.data.target;
  const need = COMPARABLE[section];
  return (
    need === 'always' ||
    (need === 'kind' && sameKind) ||
    (need === 'target' && sameTarget) ||
    (sameKind && sameTarget)
  );
}

/** Without a counterpart only its figures are details. */
function abstractAlone(segment: Segment, origin: Origin): TemplateSegment {
  const code = withoutFigures(segment);
  return code === segment.code
    ? alone(segment)
    : { segment: { ...segment, code, origin }, holes: [], recurs: 0 };
}

function withoutFigures(segment: Segment): string {
  const body = functionOf(segment);
  if (body === null || body.presents) return segment.code;
  const figures = body.statements.filter(isFigure);
  return applyEdits(
    segment.code,
    figures.map((statement) => dropStatement(segment.code, statement)),
  );
}

/** Figures are no part of the workflow that a template keeps: data, model, training (paper III-C). */
function isFigure({ presents }: Statement): boolean {
  return presents !== null && presents !== 'print';
}

function alone(segment: Segment): TemplateSegment {
  return { segment, holes: [], recurs: 0 };
}

function abstractSegment(segment: Segment, other: Segment, origin: Origin): TemplateSegment {
  if (segment.code === other.code)
    return { segment: { ...segment, code: withoutFigures(segment), origin }, holes: [], recurs: 1 };
  if (segment.section === 'configuration') return abstractConstant(segment, other, origin);
  const [a, b] = [functionOf(segment), functionOf(other)];
  if (a === null || b === null || a.signature !== b.signature) return alone(segment);
  const pairs = alignSequences(
    a.statements.map(({ shape }) => shape),
    b.statements.map(({ shape }) => shape),
  );
  const partner = new Map(pairs);
  const holes: TemplateHole[] = [];
  const edits: Edit[] = [];
  a.statements.forEach((statement, index) => {
    const match = partner.get(index);
    if (match !== undefined)
      edits.push(...openHoles(segment, statement, b.statements[match], holes));
    else if (statement.presents !== null) edits.push(dropStatement(segment.code, statement));
  });
  const code = applyEdits(segment.code, edits);
  return {
    segment: { ...segment, code, origin },
    holes,
    recurs: pairs.length / Math.max(1, a.statements.length),
  };
}

/** A constant that differs is a hole under its own name. */
function abstractConstant(segment: Segment, other: Segment, origin: Origin): TemplateSegment {
  const name = segment.defines[0] ?? '';
  const [value, otherValue] = [segment, other].map(({ code }) => readValue(code, name));
  if (value === undefined || otherValue === undefined) return alone(segment);
  const hole: TemplateHole = {
    name,
    type: valueType(value.text),
    seen: [value.text, otherValue.text],
  };
  const code = applyEdits(segment.code, [{ ...value, text: `⟨${name}⟩` }]);
  return { segment: { ...segment, code, origin }, holes: [hole], recurs: 1 };
}

function readValue(
  code: string,
  name: string,
): { start: number; end: number; text: string } | undefined {
  const match = new RegExp(`^${name}\\s*=\\s*`, 'm').exec(code);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  return { start, end: code.length, text: code.slice(start) };
}

function valueType(text: string): TemplateHole['type'] {
  if (/^-?[\d.]/.test(text)) return 'number';
  if (/^["']/.test(text)) return 'text';
  if (/^(True|False)\b/.test(text)) return 'boolean';
  if (/^None\b/.test(text)) return 'none';
  return /^[([{]/.test(text) ? 'tuple' : 'name';
}

function openHoles(
  segment: Segment,
  statement: Statement,
  other: Statement | undefined,
  holes: TemplateHole[],
): Edit[] {
  return statement.literals.flatMap((literal: Literal, index): Edit[] => {
    const seen = other?.literals[index]?.text;
    if (seen === undefined || seen === literal.text) return [];
    const name = `${(segment.defines[0] ?? 'VALUE').toUpperCase()}_${holes.length + 1}`;
    holes.push({ name, type: literal.type, seen: [literal.text, seen] });
    return [{ start: literal.start, end: literal.end, text: `⟨${name}⟩` }];
  });
}

function dropStatement(code: string, { start, end }: Statement): Edit {
  return { start: code.lastIndexOf('\n', start - 1), end, text: '' };
}
