/** What decoding and projecting mean for the programs that use them: events in, outcomes and rows out. */
import type { Transaction } from '../prisma/client.ts'
import type { RawEvent } from './chain/event.ts'
import type { Decoded } from './decode/decode-event.ts'
import type { Fact } from './decode/fact.ts'
import type { JudgedEvent } from './store/archive.ts'

/** The two stations between the chain and the store. */
export interface Interpretation {
  /** Never throws for anything an event can hold. */
  readonly decode: (event: RawEvent) => Decoded
  /**
   * Writes the rows of facts in chain order; doing it again changes nothing. The tables are those of the search path,
   * so that a replay can have its own.
   */
  readonly project: (transaction: Transaction, marketId: number, facts: readonly Fact[]) => Promise<void>
  /** The tables that it writes. */
  readonly projections: readonly string[]
}

/** Events with their outcomes, and the facts of those that are known. */
export interface Interpreted {
  readonly judged: readonly JudgedEvent[]
  readonly facts: readonly Fact[]
}

/** Decodes events; none stops it. */
export const interpret = (events: readonly RawEvent[], decode: Interpretation['decode']): Interpreted => {
  const judged: JudgedEvent[] = []
  const facts: Fact[] = []
  for (const event of events) {
    const decoded = decode(event)
    const reason = decoded.outcome === 'malformed' ? decoded.reason : null
    judged.push({ event, outcome: decoded.outcome, name: decoded.name, reason })
    if (decoded.outcome === 'known') facts.push(decoded.fact)
  }
  return { judged, facts }
}
