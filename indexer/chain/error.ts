/**
 * Failures of a question to an RPC node, sorted by what the asker does next; decided by code, not by wording
 * (the one text that is parsed is the ledger range, which stellar-rpc gives nowhere else).
 */

/** Messages quote what a node says, and go into logs: their length is not up to the node. */
const cut = (message: string): string => message.slice(0, 500)

/** The node may answer later, another one now: no connection, time-out, 5xx, rate limit, cut-off or broken body. */
export class Retryable extends Error {
  override name = 'Retryable'
  /** How long the node asked to be left alone, in ms; 0 where it said nothing. */
  readonly afterMs: number
  constructor(message: string, options: ErrorOptions & { afterMs?: number } = {}) {
    super(cut(message), options)
    this.afterMs = options.afterMs ?? 0
  }
}

/** The node's answer breaks the protocol; the text says where. Another node, or the same one later, may do better. */
export class BadAnswer extends Retryable {
  override name = 'BadAnswer'
}

/** The question was too large for the node: ask it for less. */
export class TooMuch extends Error {
  override name = 'TooMuch'
  /** Largest page the node allows, where it said. */
  readonly limit: number | undefined
  constructor(message: string, limit?: number, options?: ErrorOptions) {
    super(message, options)
    this.limit = limit
  }
}

/** The ledgers a node holds. */
export interface Held {
  readonly oldest: number
  readonly latest: number
}

/** The node is behind the place that was asked for: pass it over for a moment. */
export class Lagging extends Error {
  override name = 'Lagging'
  readonly held: Held
  constructor(message: string, held: Held, options?: ErrorOptions) {
    super(message, options)
    this.held = held
  }
}

/** The node no longer holds the place that was asked for. */
export class BehindRetention extends Error {
  override name = 'BehindRetention'
  readonly held: Held
  constructor(message: string, held: Held, options?: ErrorOptions) {
    super(message, options)
    this.held = held
  }
}

/** The node serves another network, or another incarnation of it, than the index was built from. */
export class WrongNetwork extends Error {
  override name = 'WrongNetwork'
  /** passphrase: another network; chain: same passphrase, other ledgers. */
  readonly differs: 'passphrase' | 'chain'
  constructor(message: string, differs: 'passphrase' | 'chain') {
    super(cut(message))
    this.differs = differs
  }
}

/** The node will not answer this question however often it is asked: wrong address, no access, bad parameters. */
export class Refused extends Error {
  override name = 'Refused'
}

/** All nodes agree on a chain that cannot be the one the index holds: stop, never mix. */
export class SuspectedReset extends Error {
  override name = 'SuspectedReset'
}

/** Any failure of one node that the choice among nodes knows how to treat. */
export type NodeFailure = Retryable | TooMuch | Lagging | BehindRetention | WrongNetwork | Refused

/** Whether an error is a failure of a node, in contrast to a mistake in this program or a stop from outside. */
export const isNodeFailure = (error: unknown): error is NodeFailure =>
  [Retryable, TooMuch, Lagging, BehindRetention, WrongNetwork, Refused].some((kind) => error instanceof kind)

/** A JSON-RPC error as a node answered it. */
export class RpcFault extends Error {
  override name = 'RpcFault'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const RANGES = [/ledger range: (\d+) - (\d+)/, /oldest ledger: (\d+) and the latest ledger: (\d+)/]
const LIMIT = /limit must not exceed (\d+)/

/**
 * Sorts a JSON-RPC error.
 * @param ledger the ledger that was asked for: behind or ahead of a range tells what a range error means
 */
export const sortFault = (fault: RpcFault, ledger: number): NodeFailure => {
  const options = { cause: fault }
  if (fault.code === -32001) return new TooMuch(fault.message, undefined, options)
  if (fault.code === -32602) {
    const limit = LIMIT.exec(fault.message)
    return limit ? new TooMuch(fault.message, Number(limit[1]), options) : new Refused(fault.message, options)
  }
  if (fault.code === -32601) return new Refused(fault.message, options)
  const held = heldRange(fault)
  return held ? sortRange(fault, ledger, held) : retryable(fault)
}

/** The ledgers that a node holds, where that is what it refused the question with. */
export const heldRange = ({ code, message }: RpcFault): Held | null => {
  const range = code === -32600 ? RANGES.map((form) => form.exec(message)).find((found) => found !== null) : undefined
  return range ? { oldest: Number(range[1]), latest: Number(range[2]) } : null
}

const sortRange = (fault: RpcFault, ledger: number, held: Held): NodeFailure => {
  const holds = `it holds ledgers ${held.oldest} to ${held.latest}, asked was ${ledger}`
  if (ledger > held.latest) return new Lagging(`behind: ${holds}`, held, { cause: fault })
  if (ledger < held.oldest) return new BehindRetention(`no longer held: ${holds}`, held, { cause: fault })
  return retryable(fault)
}

const retryable = (fault: RpcFault) => new Retryable(`${fault.message} (code ${fault.code})`, { cause: fault })
