/** Writes protocol buffer messages: fields in the order of the calls, nothing else of the format. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];

  /** A whole number or an enum value. */
  int(field: number, value: number): this {
    return this.#push(varint(field * 8), varint(value));
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    return this.#push(varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#push(varint(field * 8 + 2), varint(value.length), value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: MessageWriter): this {
    return this.bytes(field, value.finish());
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      result.set(part, at);
      at += part.length;
    }
    return result;
  }

  #push(...parts: Uint8Array[]): this {
    this.#parts.push(...parts);
    return this;
  }
}

/** Base 128, low digits first; negative numbers as 64-bit two's complement. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const digits: number[] = [];
  do {
    const digit = Number(rest & 127n);
    rest >>= 7n;
    digits.push(rest === 0n ? digit : digit | 128);
  } while (rest !== 0n);
  return Uint8Array.from(digits);
}
