/** What a program states of one thing. */
export interface Extracted<T> {
  readonly value: T;
  /** Line of the source, from 1, where the value is written, however many names it went through. */
  readonly line: number;
  /** 0-1: less for what only the run decides, for guesses, and for sources that do not parse as a whole. */
  readonly confidence: number;
}

/** Sizes without the batch axis; null where only the data decide one. */
export type ExtractedShape = readonly (number | null)[];

/** The end of the network. */
export interface ExtractedHead {
  /** Units or filters of the last layer with weights; null where only the data decide. */
  readonly units: number | null;
  /** Activation of the output; null for none. */
  readonly activation: string | null;
}

/** What kind of data goes in, by the layers and by the calls that read them. */
export type Modality = 'image' | 'text' | 'audio' | 'video' | 'series' | 'table';

/** What the program says of its data; no value of the data, and no sentence of the program. */
export interface DataFacts {
  readonly modalities: readonly Modality[];
  /** Ends of the names of files that are read, `csv`. */
  readonly formats: readonly string[];
  /** Names of the datasets that are read, as `/input/NAME/` in a path has them. */
  readonly sources: readonly string[];
  /** Columns that the program names. */
  readonly columns: readonly string[];
  readonly targets: readonly string[];
  readonly classNames: readonly string[];
  readonly classCount: number | null;
}

/**
 * A program's solution plan as far as its text states it, field by field; null where it does not. Paper: III-B, IV-D.
 * Units: learning rate a float, batch size and epochs whole numbers.
 */
export interface ExtractedPlan {
  /** In the spelling of the plan's categories. */
  readonly category: Extracted<string> | null;
  /** One shape an input. */
  readonly input: Extracted<readonly ExtractedShape[]> | null;
  readonly output: Extracted<ExtractedHead> | null;
  /** Steps by their names (`STEPS`), each once, in the order of the program. */
  readonly preprocess: readonly Extracted<string>[];
  /** Layers as the plan writes them, in the order in which they are applied. */
  readonly layers: Extracted<readonly string[]> | null;
  /** Their names, a wrapper with the layer inside. */
  readonly layerNames: readonly string[];
  readonly optimizer: Extracted<string> | null;
  /** Arguments of the optimizer besides the learning rate, as Python. */
  readonly optimizerArguments: Readonly<Record<string, string>>;
  readonly loss: Extracted<string> | null;
  readonly fromLogits: Extracted<boolean> | null;
  /** With a schedule, what it begins with. */
  readonly learningRate: Extracted<number> | null;
  readonly schedule: Extracted<string> | null;
  readonly batchSize: Extracted<number> | null;
  readonly epochs: Extracted<number> | null;
  readonly metrics: Extracted<readonly string[]> | null;
  /** Which of the program's models the plan is of. */
  readonly model: ExtractedModel;
  readonly facts: DataFacts;
  /** Whether the source parses as a whole. */
  readonly isWhole: boolean;
}

export interface ExtractedModel {
  /** Why this model: it is fitted last, trained in a loop of the program's own, compiled last, or only made. */
  readonly chosen: 'fitted last' | 'trained in a loop' | 'compiled last' | 'only made' | 'none';
  /** Models of the program that might have been meant. */
  readonly among: number;
}
