import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSharedData } from '../../scripts/shared-data.ts';
import { compareToSheet, readSheet, SHEET_FIELDS } from '../../scripts/extraction-sheet.ts';
import { describeProgram, extractPlan, toPlan } from '../../src/extraction/index.ts';
import { PLAN_SCHEMA, planToJson } from '../../src/plan/index.ts';

const shared = findSharedData();
/** Of the notebooks every sixth; `npm run measure:extraction` reads all. */
const EVERY = 6;
/** Words in a row that may stand in a text written anew by chance. */
const MOST_WORDS = 7;

interface Notebook {
  readonly file: string;
  readonly code: string;
  readonly prose: string;
}

describe.skipIf(shared === null)('shared programs', () => {
  test('at most one of the references differs from the sheet in a field', () => {
    const rows = Object.entries(readSheet()).map(([id, row]) => {
      const source = readFileSync(path.join(shared ?? '', 'tasks', id, 'reference.py'), 'utf8');
      return compareToSheet(row, extractPlan(source));
    });
    expect(rows).toHaveLength(15);
    const often = SHEET_FIELDS.filter(
      (field) => rows.filter(({ isRight }) => !isRight[field]).length > 1,
    );
    expect(often).toEqual([]);
    const distance = rows.reduce((sum, row) => sum + row.edits / row.layerCount, 0) / rows.length;
    expect(distance).toBeLessThan(0.1);
  });

  test('notebooks give valid plans, and words that are not theirs', () => {
    const notebooks = readNotebooks(path.join(shared ?? '', 'notebooks'));
    expect(notebooks.length).toBeGreaterThan(30);
    for (const { file, code, prose } of notebooks) {
      const plan = extractPlan(code);
      const json = planToJson({ ...toPlan(plan), category: toPlan(plan).category || 'none' });
      expect({ file, isValid: PLAN_SCHEMA.safeParse(json).success }).toEqual({
        file,
        isValid: true,
      });
      const headings = prose.match(/^#.*$/gm) ?? [];
      const described = describeProgram(plan, {
        title: headings[0] ?? null,
        headings: headings.slice(1),
      });
      const known = runsOf(prose);
      const copied = [described.requirement, described.attributes].flatMap((text) =>
        [...runsOf(text)].filter((run) => known.has(run)),
      );
      expect({ file, copied }).toEqual({ file, copied: [] });
    }
  });
});

/** Every run of one word more than may be shared. */
function runsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.slice(MOST_WORDS).map((_, at) => words.slice(at, at + MOST_WORDS + 1).join(' ')),
  );
}

function readNotebooks(folder: string): readonly Notebook[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ipynb'))
    .toSorted()
    .filter((_, at) => at % EVERY === 0);
  return files.flatMap((file) => {
    const cells = readCells(path.join(folder, file));
    const texts = (type: string): string =>
      cells
        .filter(({ cell_type: kind }) => kind === type)
        .map(({ source = '' }) => `# In[ ]:\n${[source].flat().join('')}`)
        .join('\n\n');
    return cells.length === 0
      ? []
      : [{ file, code: texts('code'), prose: texts('markdown').replaceAll('# In[ ]:', '') }];
  });
}

interface Cell {
  readonly cell_type?: string;
  readonly source?: string | readonly string[];
}

/** None of what is no notebook of the fourth format. */
function readCells(file: string): readonly Cell[] {
  try {
    const notebook = JSON.parse(readFileSync(file, 'utf8')) as { readonly cells?: readonly Cell[] };
    return notebook.cells ?? [];
  } catch {
    return [];
  }
}
