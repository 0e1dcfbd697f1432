/**
 * Frames: how bytes cross the border of the host module (`src/frame.rs` is the other side).
 * A message is a sequence of fields, each `u32le length` + bytes; a list is one field that holds fields.
 * Numbers are little endian; an absent value is an empty field, since no XDR value in use here is empty.
 */

/** What a field can be made of: a number is a u32, a list becomes one field. */
export type Field = Uint8Array | number | FieldList
/** A list of fields (an interface, since a type alias cannot name itself here). */
export interface FieldList extends ReadonlyArray<Field> {}

/** @returns `value` as eight little-endian bytes; negative values in two's complement. */
export const u64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true)
  return bytes
}

/** @throws RangeError for what is no u32: a silently wrapped number would be another request. */
export const u32 = (value: number): Uint8Array => {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError(`${value} is not a u32`)
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return bytes
}

/** Joins byte strings without a separator. */
export const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

const bytesOf = (field: Field): Uint8Array => {
  if (typeof field === 'number') return u32(field)
  return field instanceof Uint8Array ? field : frame(field)
}

/** The message made of `fields`, in their order. */
export const frame = (fields: readonly Field[]): Uint8Array =>
  concat(
    fields.flatMap((field) => {
      const bytes = bytesOf(field)
      return [u32(bytes.length), bytes]
    }),
  )

/** Reads a message field by field. Every method throws an Error when the message ends too early. */
export class FrameReader {
  #rest: Uint8Array

  constructor(message: Uint8Array) {
    this.#rest = message
  }

  /** True when every field has been read. */
  get done(): boolean {
    return this.#rest.length === 0
  }

  bytes(): Uint8Array {
    const length = this.#rest.length < 4 ? -1 : viewOf(this.#rest).getUint32(0, true)
    if (length < 0 || this.#rest.length - 4 < length)
      throw new Error(`frame: ${this.#rest.length} bytes left are no whole field`)
    const field = this.#rest.subarray(4, 4 + length)
    this.#rest = this.#rest.subarray(4 + length)
    return field
  }

  /** A field that may be absent: null when empty. */
  optional(): Uint8Array | null {
    const field = this.bytes()
    return field.length === 0 ? null : field
  }

  u32(): number {
    return viewOf(this.#sized(4)).getUint32(0, true)
  }

  i64(): bigint {
    return viewOf(this.#sized(8)).getBigInt64(0, true)
  }

  text(): string {
    return new TextDecoder().decode(this.bytes())
  }

  /** A reader over the fields of a list. */
  nested(): FrameReader {
    return new FrameReader(this.bytes())
  }

  list(): Uint8Array[] {
    const items = this.nested()
    const list: Uint8Array[] = []
    while (!items.done) list.push(items.bytes())
    return list
  }

  #sized(size: number): Uint8Array {
    const field = this.bytes()
    if (field.length !== size) throw new Error(`frame: a field of ${field.length} bytes where ${size} were expected`)
    return field
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
