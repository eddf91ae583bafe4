const UTF8 = new TextEncoder();

/** Writes protocol buffer messages: fields in the order of the calls, nothing else of the format. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

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
    return this.bytes(field, UTF8.encode(value));
  }

  /** Takes the message as it is now; its bytes, which may be all weights, are copied once, by `finish`. */
  message(field: number, value: MessageWriter): this {
    this.#push(varint(field * 8 + 2), varint(value.#length));
    for (const part of value.#parts) this.#push(part);
    return this;
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      result.set(part, at);
      at += part.length;
    }
    return result;
  }

  #push(...parts: Uint8Array[]): this {
    for (const part of parts) {
      this.#parts.push(part);
      this.#length += part.length;
    }
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
