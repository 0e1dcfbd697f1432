/** What decoding and projecting mean for the programs that use them: events in, outcomes and rows out. */
import type { Transaction } from '../prisma/client.ts'
import type { RawEvent } from './chain/event.ts'
import type { JudgedEvent } from './store/archive.ts'

/** What an event says, typed by the decoder for the projections. */
export type Fact = unknown

/** Known, unknown (kept and counted), or malformed (quarantined with the reason). */
export type Decoded =
  | { readonly outcome: 'known'; readonly name: string; readonly fact: Fact }
  | { readonly outcome: 'unknown'; readonly name?: string | null }
  | { readonly outcome: 'malformed'; readonly name?: string | null; readonly reason: string }

/** The two stations between the chain and the store. */
export interface Interpretation {
  /** Never throws. */
  readonly decode: (event: RawEvent) => Decoded
  /** Writes the rows of facts in chain order, into the projections of a schema; doing it again changes nothing. */
  readonly project: (
    transaction: Transaction,
    target: { readonly marketId: number; readonly schema: string },
    facts: readonly Fact[],
  ) => Promise<void>
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
    judged.push({ event, outcome: decoded.outcome, name: decoded.name ?? null, reason })
    if (decoded.outcome === 'known') facts.push(decoded.fact)
  }
  return { judged, facts }
}
