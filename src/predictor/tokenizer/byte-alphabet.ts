/**
 * GPT-2's byte alphabet: every byte has a visible character, so that vocabularies are plain text.
 * Printable Latin-1 stands for itself, the other 68 bytes for the characters from U+0100 on.
 */
const CHARACTERS: readonly string[] = makeCharacters();
const BYTES = new Map(CHARACTERS.map((character, byte) => [character, byte]));

/** The 256 characters, by byte. */
export const BYTE_ALPHABET: readonly string[] = CHARACTERS;

/** UTF-8 bytes of a text, each as its character. */
export function toByteText(text: string): string {
  let result = '';
  for (const byte of new TextEncoder().encode(text)) result += CHARACTERS[byte] ?? '';
  return result;
}

/** The bytes that `toByteText` made; characters outside the alphabet are left out. */
export function toBytes(byteText: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of byteText) {
    const byte = BYTES.get(character);
    if (byte !== undefined) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function makeCharacters(): string[] {
  const characters: string[] = [];
  let next = 256;
  for (let byte = 0; byte < 256; byte += 1) {
    const visible = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    characters.push(String.fromCodePoint(visible ? byte : next++));
  }
  return characters;
}
