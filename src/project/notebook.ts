import type { Program, Section, Segment } from '../artifacts/index.ts';
import { renderSegments } from '../python/index.ts';

interface Cell {
  readonly type: 'markdown' | 'code';
  readonly source: string;
}

const TITLES: Readonly<Partial<Record<Section, string>>> = {
  configuration: 'Configuration: what the plan and the data say',
  data: 'Data: reading and splitting',
  preprocessing: 'Preprocessing: what is learnt from the training split, and the datasets',
  model: 'Model: the layers of the plan',
  training: 'Training: the best weights are kept',
  evaluation: 'Evaluation: the score beside its baselines',
  inference: 'Inference: predictions for new items',
};

/**
 * `notebook.ipynb` (nbformat 4.5): the program's sections as cells, in order, and one cell a step that runs them.
 * Cell ids are their positions, so the same program gives the same bytes.
 */
export function renderNotebook(program: Program, imports: string): string {
  const body = program.segments.filter(({ section }) => section !== 'imports');
  const sections = [...new Set(body.map(({ section }) => section))];
  const cells: Cell[] = [
    { type: 'markdown', source: `# ${withoutMarkup(program.docstring)}` },
    { type: 'code', source: `%matplotlib inline\n${imports}` },
    ...sections.flatMap((name) => sectionCells(name, body)),
    ...RUN_CELLS,
  ];
  const notebook = {
    cells: cells.map(({ type, source }, index) => ({
      cell_type: type,
      id: `cell-${String(index).padStart(3, '0')}`,
      metadata: {},
      ...(type === 'code' ? { execution_count: null, outputs: [] } : {}),
      source: source.split(/(?<=\n)/),
    })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python', version: '3.11' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

const RUN_CELLS: readonly Cell[] = [
  { type: 'markdown', source: '## Run\nSet the two folders, then run the steps.' },
  {
    type: 'code',
    source:
      'data_dir, output_dir = Path("data"), Path("artifacts")\nkeras.utils.set_random_seed(SEED)',
  },
  { type: 'code', source: 'describe(data_dir, output_dir)' },
  { type: 'code', source: 'history = train_model(data_dir, output_dir)' },
  { type: 'code', source: 'evaluate_model(data_dir, output_dir)' },
  {
    type: 'code',
    source: 'predict_items(example_input(data_dir), output_dir, output_dir / "predictions.csv")',
  },
];

/** User text opens no HTML in a notebook. */
function withoutMarkup(text: string): string {
  return text.replaceAll('<', String.raw`\<`);
}

/** Constants share a cell; every function and class has its own. */
function sectionCells(name: Section, body: readonly Segment[]): Cell[] {
  const own = body.filter(({ section }) => section === name);
  const groups = name === 'configuration' ? [own] : own.map((segment) => [segment]);
  return [
    { type: 'markdown', source: `## ${TITLES[name] ?? name}` },
    ...groups.map((group) => ({ type: 'code', source: renderSegments(group) }) as const),
  ];
}
