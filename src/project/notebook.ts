import { escapeMarkdown } from '../core/index.ts';
import type { Program, Section } from '../artifacts/index.ts';
import { renderSegments } from '../python/index.ts';

interface Cell {
  readonly type: 'markdown' | 'code';
  readonly source: string;
}

/** A part of the notebook: sections of the program, and the step that runs them. */
interface Part {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly step: string;
}

const SHOW_FIGURES = `def show_figures(since):
    """Shows the figures that were saved after a time."""
    for path in sorted(output_dir.glob("figures/*.png")):
        if path.stat().st_mtime >= since:
            display.display(display.Image(filename=path))`;

const PARTS: readonly Part[] = [
  {
    title: 'Data: reading, splitting and what is learnt from the training split',
    sections: ['data', 'preprocessing'],
    step: 'started = time.time()\ndescribe(data_dir, output_dir)\nshow_figures(started)',
  },
  {
    title: 'Model: the layers of the plan',
    sections: ['model'],
    step: 'build_model(**prepare(data_dir).state["sizes"]).summary()',
  },
  {
    title: 'Training: the best weights are kept',
    sections: ['training'],
    step: 'started = time.time()\nhistory = train_model(data_dir, output_dir)\nshow_figures(started)',
  },
  {
    title: 'Evaluation: the score beside its baselines',
    sections: ['evaluation'],
    step: 'started = time.time()\nevaluate_model(data_dir, output_dir)\nshow_figures(started)',
  },
  {
    title: 'Inference: predictions for new items',
    sections: ['inference'],
    step:
      'path = predict_items(example_input(data_dir), output_dir, output_dir / "predictions.csv")\n' +
      'print(path.read_text()[:1000])',
  },
];

/**
 * `notebook.ipynb` (nbformat 4.5): the program's sections as cells, in order, each part followed by the step that runs
 * it and shows its figures. Cell ids are their positions, so the same program gives the same bytes.
 */
export function renderNotebook(program: Program, imports: string): string {
  const codeOf = (...sections: readonly Section[]): string =>
    renderSegments(program.segments.filter(({ section }) => sections.includes(section)));
  const cells: Cell[] = [
    { type: 'markdown', source: `# ${escapeMarkdown(program.docstring)}` },
    {
      type: 'code',
      source: `%matplotlib inline\nimport time\n\nfrom IPython import display\n\n${imports}`,
    },
    {
      type: 'code',
      source: [
        codeOf('configuration'),
        '# Where the data lie, and where results go.',
        'data_dir, output_dir = Path("data"), Path("artifacts")\n\n',
        SHOW_FIGURES,
      ].join('\n'),
    },
    ...PARTS.flatMap(({ title, sections, step }): Cell[] => [
      { type: 'markdown', source: `## ${title}` },
      { type: 'code', source: codeOf(...sections) },
      { type: 'code', source: step },
    ]),
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
