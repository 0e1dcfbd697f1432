/**
 * An instance of the host module that outlives its traps. It knows bytes only.
 *
 * A call ends in one of three ways:
 * - it answers: the instance is fine;
 * - it answers with an error text (HostCallError): the instance is fine, nothing was changed;
 * - it traps (HostTrap): a panic, an exhausted stack, an exception of the snapshot. A trapped instance is in an
 *   unknown state, so it is thrown away; a new one is made from the same compiled module, and `onReset` has to bring
 *   back what the old one knew (configuration, module cache).
 */
import { type Border, openBorder } from './border.ts'
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
  let lookups: ObservedCall['lookups'] = []
  let busy = false
  let resetting = false

  const lookUp = (key: Uint8Array): Uint8Array | undefined => {
    const found = snapshot(key)
    const value = found && concat([u32(found.liveUntil), found.entry])
    if (observe !== undefined) lookups.push({ key, value: value ?? new Uint8Array() })
    return value
  }

  const open = (): Border => {
    const opened = openBorder(module, lookUp)
    bodyOf('init', opened.prepared)
    return opened
  }

  let border = open()

  const replace = (): void => {
    border = open()
    if (resetting) return // a trap inside onReset: its caller gets the error, once
    resetting = true
    try {
      onReset?.()
    } finally {
      resetting = false
    }
  }

  const enterOrReplace = (name: string, input: Uint8Array): Uint8Array => {
    lookups = []
    busy = true
    try {
      return border.enter(name, input)
    } catch (cause) {
      const text = border.panics.join('\n') || String(cause)
      busy = false
      replace()
      throw new HostTrap(`${name}: ${text}`, { cause })
    } finally {
      busy = false
    }
  }

  return {
    call(name, input = new Uint8Array()) {
      if (busy) throw new Error(`${name} was called while another call into the host was running`)
      if (!border.has(name))
        throw new HostCallError(name, 'the host module has no such function; is it an older build?')
      const answer = enterOrReplace(name, input)
      observe?.({ name, input, lookups, answer })
      return bodyOf(name, answer)
    },
    version: () => border.version(),
    memoryBytes: () => border.memoryBytes(),
  }
}

/** An answer is a tag byte (0: fine, 1: an error text follows) and the body. */
const bodyOf = (name: string, answer: Uint8Array): Uint8Array => {
  const body = answer.subarray(1)
  if (answer[0] === 0) return body
  throw new HostCallError(name, new TextDecoder().decode(body))
}
