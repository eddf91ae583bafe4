/** What the user asks for, in plain words, and what they say of their data. */
export interface Requirement {
  readonly text: string;
  /** "Dataset Attributes" of the paper; empty where nothing is said. */
  readonly attributes: string;
}
