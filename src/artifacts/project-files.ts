/** A project in memory: relative path (forward slashes) -> text. */
export type ProjectFiles = ReadonlyMap<string, string>;
