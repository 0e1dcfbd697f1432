/**
 * Faults that tests switch on, each until it is deleted or has struck `count` times.
 * Transport faults spoil the HTTP answer; the others change what the node seems to know.
 */

/** What goes wrong. */
export type FaultKind =
  /** HTTP 503 with an empty body, as with a full queue. */
  | 'unavailable'
  /** HTTP 429 with Retry-After. */
  | 'rate-limit'
  /** No answer until the client gives up. */
  | 'hang'
  /** The connection ends in the middle of the body. */
  | 'truncate'
  /** The node answers as if it were `ledgers` ledgers behind. */
  | 'lag'
  /** The node keeps only the last `ledgers` ledgers. */
  | 'retention'
  /** getEvents and getTransactions find nothing, and their cursor stays where it was. */
  | 'empty-page'

/** A fault as it is asked for. */
export interface FaultOptions {
  kind: FaultKind
  /** Needed by `lag` and `retention`. */
  ledgers?: number | undefined
  /** Only these RPC methods; absent: all. */
  methods?: readonly string[] | undefined
  /** How many requests it strikes; absent: until it is deleted. */
  count?: number | undefined
}

/** A fault that is switched on. */
export interface Fault extends FaultOptions {
  id: number
  /** Requests it has struck. */
  struck: number
}

/** The faults of one node; several may be on, the oldest strikes first. */
export interface Faults {
  add(options: FaultOptions): Fault
  list(): readonly Fault[]
  /** @returns whether there was such a fault */
  remove(id: number): boolean
  clear(): void
  /** The first fault of these kinds that strikes one of these methods, counted as having struck. */
  strike(kinds: readonly FaultKind[], methods: readonly string[]): Fault | undefined
}

const concerns = ({ methods }: Fault, asked: readonly string[]) =>
  methods === undefined || asked.some((method) => methods.includes(method))

const check = ({ kind, ledgers }: FaultOptions) => {
  if ((kind === 'lag' || kind === 'retention') && !(ledgers !== undefined && ledgers > 0)) {
    throw new Error(
      `the fault '${kind}' needs a positive number of ledgers, not ${ledgers}: send {"kind":"${kind}","ledgers":5}`,
    )
  }
}

/** A node without faults. */
export const createFaults = (): Faults => {
  let faults: Fault[] = []
  let nextId = 1
  return {
    add(options) {
      check(options)
      const fault = { ...options, id: nextId++, struck: 0 }
      faults.push(fault)
      return fault
    },
    list: () => faults,
    remove(id) {
      const before = faults.length
      faults = faults.filter((fault) => fault.id !== id)
      return faults.length < before
    },
    clear() {
      faults = []
    },
    strike(kinds, methods) {
      const fault = faults.find((candidate) => kinds.includes(candidate.kind) && concerns(candidate, methods))
      if (!fault) return undefined
      fault.struck++
      if (fault.struck === fault.count) faults = faults.filter((other) => other !== fault)
      return fault
    },
  }
}
