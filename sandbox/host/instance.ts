/**
 * One running instance of the host module: memory, calls, traps. It knows bytes only.
 *
 * A call ends in one of three ways:
 * - it answers: the instance is fine;
 * - it answers with an error text (HostCallError): the instance is fine, nothing was changed;
 * - it traps (HostTrap): a panic, an exhausted stack, an exception of the snapshot. A trapped instance is in an
 *   unknown state, so it is thrown away; a new one is made from the same compiled module, and `onReset` has to bring
 *   back what the old one knew (configuration, module cache).
 */
import { concat, u32 } from './frame.ts'

/** A ledger entry as the host reads it. */
export interface SnapshotEntry {
  /** Last ledger in which the entry is live; 0 for entries without a lifetime (classic ones, settings). */
  liveUntil: number
  /** LedgerEntry XDR. */
  entry: Uint8Array
}

/**
 * The ledger as the host sees it: LedgerKey XDR in, entry out. It is called in the middle of a host call, must answer
 * at once, must return archived (expired, persistent) entries, and must not call the host.
 */
export type Snapshot = (key: Uint8Array) => SnapshotEntry | undefined

/** One call as it crossed the border, for recording: what went in, what was looked up, what came out (tag byte first). */
export interface ObservedCall {
  name: string
  input: Uint8Array
  lookups: { key: Uint8Array; value: Uint8Array }[]
  answer: Uint8Array
}

export interface InstanceOptions {
  module: WebAssembly.Module
  snapshot: Snapshot
  /** Called with a fresh instance after a trap, before the HostTrap is thrown. */
  onReset?: (() => void) | undefined
  /** Sees every call that answered. */
  observe?: ((call: ObservedCall) => void) | undefined
}

/** The host refused the call and says why; the instance can go on. */
export class HostCallError extends Error {
  override name = 'HostCallError'
  /** The host's words without the name of the call: what stellar-rpc would show. */
  readonly text: string

  constructor(call: string, text: string) {
    super(`${call}: ${text}`)
    this.text = text
  }
}

/** The host trapped; its instance was replaced. The message is the panic's text where there is one. */
export class HostTrap extends Error {
  override name = 'HostTrap'
}

interface Exports {
  memory: WebAssembly.Memory
  alloc(length: number): number
  dealloc(pointer: number, length: number): void
  init(): bigint
  version(): number
}

type Call = (pointer: number, length: number) => bigint

/** Calls into one instance after another; see the module's docstring. */
export interface HostInstance {
  /** @throws HostCallError, HostTrap */
  call(name: string, input?: Uint8Array): Uint8Array
  /** The ledger protocol this host runs: exactly this one. */
  version(): number
  /** Size of the instance's linear memory in bytes. It grows and never shrinks. */
  memoryBytes(): number
}

export const createInstance = ({ module, snapshot, onReset, observe }: InstanceOptions): HostInstance => {
  let exports: Exports
  let panicText: string[] = []
  let lookups: ObservedCall['lookups'] = []
  let busy = false
  let resetting = false

  // memory.buffer is another object after every growth: views are made where they are used and never kept.
  const copyOut = (pointer: number, length: number): Uint8Array =>
    new Uint8Array(exports.memory.buffer, pointer >>> 0, length >>> 0).slice()

  const copyIn = (bytes: Uint8Array): number => {
    const pointer = exports.alloc(bytes.length) >>> 0
    new Uint8Array(exports.memory.buffer).set(bytes, pointer)
    return pointer
  }

  const lookUp = (pointer: number, length: number): bigint => {
    const key = copyOut(pointer, length)
    const found = snapshot(key)
    const value = found === undefined ? new Uint8Array() : concat([u32(found.liveUntil), found.entry])
    if (observe !== undefined) lookups.push({ key, value })
    return found === undefined ? 0n : (BigInt(copyIn(value)) << 32n) | BigInt(value.length)
  }

  /** Takes an answer (`pointer << 32 | length`) out of the module's memory and frees it there. */
  const takeAnswer = (packed: bigint): Uint8Array => {
    const unsigned = BigInt.asUintN(64, packed)
    const [pointer, length] = [Number(unsigned >> 32n), Number(unsigned & 0xffffffffn)]
    const answer = copyOut(pointer, length)
    exports.dealloc(pointer, length)
    return answer
  }

  const start = (): void => {
    panicText = []
    const env = {
      snapshot_get: lookUp,
      log: (pointer: number, length: number) => panicText.push(new TextDecoder().decode(copyOut(pointer, length))),
    }
    exports = new WebAssembly.Instance(module, { env }).exports as unknown as Exports
    bodyOf('init', takeAnswer(exports.init()))
  }

  const replaceInstance = (): void => {
    start()
    if (resetting) return // a trap inside onReset: its caller gets the error, once
    resetting = true
    try {
      onReset?.()
    } finally {
      resetting = false
    }
  }

  const enter = (name: string, input: Uint8Array): Uint8Array => {
    const pointer = copyIn(input)
    const packed = (exports as unknown as Record<string, Call>)[name]!(pointer, input.length)
    exports.dealloc(pointer, input.length)
    return takeAnswer(packed)
  }

  const enterOrReplace = (name: string, input: Uint8Array): Uint8Array => {
    panicText = []
    lookups = []
    busy = true
    try {
      return enter(name, input)
    } catch (cause) {
      const text = panicText.join('\n') || String(cause)
      busy = false
      replaceInstance()
      throw new HostTrap(`${name}: ${text}`, { cause })
    } finally {
      busy = false
    }
  }

  start()
  return {
    call(name, input = new Uint8Array()) {
      if (busy) throw new Error(`${name} was called while another call into the host was running`)
      if (!(name in exports))
        throw new HostCallError(name, 'the host module has no such function; is it an older build?')
      const answer = enterOrReplace(name, input)
      observe?.({ name, input, lookups, answer })
      return bodyOf(name, answer)
    },
    version: () => exports.version(),
    memoryBytes: () => exports.memory.buffer.byteLength,
  }
}

/** An answer is a tag byte (0: fine, 1: an error text follows) and the body. */
const bodyOf = (name: string, answer: Uint8Array): Uint8Array => {
  const body = answer.subarray(1)
  if (answer[0] === 0) return body
  throw new HostCallError(name, new TextDecoder().decode(body))
}
