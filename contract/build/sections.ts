/** Wasm as a list of sections: enough to read and replace the custom sections that hold a contract's interface. */

/** One section; `raw` is all of it, `name` and `content` are those of a custom section. */
export interface Section {
  id: number
  raw: Uint8Array
  body: Uint8Array
  name?: string
  content?: Uint8Array
}

const HEADER = 8

/** Splits a module into its sections, in order. */
export function readSections(wasm: Uint8Array): Section[] {
  const sections: Section[] = []
  for (let at = HEADER; at < wasm.length; ) {
    const id = wasm[at]!
    const [size, start] = readLeb(wasm, at + 1)
    const body = wasm.subarray(start, start + size)
    sections.push({ id, raw: wasm.subarray(at, start + size), body, ...(id === 0 ? readCustom(body) : {}) })
    at = start + size
  }
  return sections
}

/** Puts sections together again behind the module's header. */
export function writeModule(sections: Uint8Array[]): Uint8Array {
  const header = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
  return Buffer.concat([header, ...sections])
}

/** A custom section. */
export function customSection(name: string, content: Uint8Array): Uint8Array {
  const label = Buffer.from(name)
  const body = Buffer.concat([writeLeb(label.length), label, content])
  return Buffer.concat([Uint8Array.of(0), writeLeb(body.length), body])
}

/** The content of the first custom section of this name. */
export function customContent(wasm: Uint8Array, name: string): Uint8Array {
  const section = readSections(wasm).find((candidate) => candidate.name === name)
  if (!section?.content) throw new Error(`The Wasm has no custom section "${name}": it is no Soroban contract`)
  return section.content
}

function readCustom(body: Uint8Array): { name: string; content: Uint8Array } {
  const [length, start] = readLeb(body, 0)
  return { name: Buffer.from(body.subarray(start, start + length)).toString(), content: body.subarray(start + length) }
}

function readLeb(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!
    value |= (byte & 127) << shift
    if (byte < 128) return [value >>> 0, at]
  }
}

function writeLeb(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>>= 7
  } while (rest)
  return Uint8Array.from(bytes)
}
