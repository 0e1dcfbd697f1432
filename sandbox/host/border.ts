/**
 * The border of one WebAssembly instance: its memory, its imports, its calls (`src/ffi.rs` is the other side). Once it
 * has trapped it is in an unknown state; `instance.ts` then opens another.
 */

interface Exports {
  memory: WebAssembly.Memory
  alloc(length: number): number
  dealloc(pointer: number, length: number): void
  init(): bigint
  version(): number
}

type Call = (pointer: number, length: number) => bigint

export interface Border {
  has(name: string): boolean
  /** @returns the answer with its tag byte. Throws whatever the instance traps with. */
  enter(name: string, input: Uint8Array): Uint8Array
  /** What panics said, since the instance was made. */
  readonly panics: readonly string[]
  version(): number
  memoryBytes(): number
}

/** Makes an instance and prepares it. `lookUp` answers the bytes of an entry, or undefined. */
export const openBorder = (
  module: WebAssembly.Module,
  lookUp: (key: Uint8Array) => Uint8Array | undefined,
): Border & { readonly prepared: Uint8Array } => {
  const panics: string[] = []
  const env = {
    snapshot_get(pointer: number, length: number): bigint {
      const value = lookUp(copyOut(pointer, length))
      return value === undefined ? 0n : (BigInt(copyIn(value)) << 32n) | BigInt(value.length)
    },
    log: (pointer: number, length: number) => void panics.push(new TextDecoder().decode(copyOut(pointer, length))),
  }
  const exports = new WebAssembly.Instance(module, { env }).exports as unknown as Exports

  // memory.buffer is another object after every growth: views are made where they are used and never kept.
  const copyOut = (pointer: number, length: number): Uint8Array =>
    new Uint8Array(exports.memory.buffer, pointer >>> 0, length >>> 0).slice()

  const copyIn = (bytes: Uint8Array): number => {
    const pointer = exports.alloc(bytes.length) >>> 0
    new Uint8Array(exports.memory.buffer).set(bytes, pointer)
    return pointer
  }

  /** Takes an answer (`pointer << 32 | length`) out of the module's memory and frees it there. */
  const takeAnswer = (packed: bigint): Uint8Array => {
    const unsigned = BigInt.asUintN(64, packed)
    const [pointer, length] = [Number(unsigned >> 32n), Number(unsigned & 0xffffffffn)]
    const answer = copyOut(pointer, length)
    exports.dealloc(pointer, length)
    return answer
  }

  return {
    panics,
    prepared: takeAnswer(exports.init()),
    has: (name) => name in exports,
    enter(name, input) {
      const pointer = copyIn(input)
      const packed = (exports as unknown as Record<string, Call>)[name]!(pointer, input.length)
      exports.dealloc(pointer, input.length)
      return takeAnswer(packed)
    },
    version: () => exports.version(),
    memoryBytes: () => exports.memory.buffer.byteLength,
  }
}
