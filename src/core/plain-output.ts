/** Text of others in Markdown: it opens no HTML, no link, no picture and no table cell. Line feeds stay. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\<>|[\]]/g, String.raw`\$&`);
}

/** A block of text as it is, in a fence that the text does not close. */
export function fenceBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A word of a POSIX shell that stands for exactly this text. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Text of others on a terminal: control characters are shown, not obeyed. Line feeds and tabs stay. */
export function showControls(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(CONTROL, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
