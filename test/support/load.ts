/** A busy market behind a scripted node: real events, as many as wanted, ledger by ledger. */

import { loadContractSpec } from '../../contract/interface/spec.ts'
import { CONTRACT, PASSPHRASE } from './indexing.ts'
import { marketEvents } from './market-events.ts'
import { createScript, type MadeEvent, type Script } from './scripted-rpc.ts'

export interface LoadOptions {
  /** Different events; when they are used up, they begin again at later places. */
  readonly events: number
  readonly parties: number
  readonly eventsPerLedger: number
}

export interface Load {
  readonly script: Script
  /** Closes ledgers. */
  readonly close: (ledgers: number) => void
}

/** Most events of a transaction. */
const PER_TRANSACTION = 3

export const createLoad = ({ events, parties, eventsPerLedger }: LoadOptions): Load => {
  const script = createScript({ passphrase: PASSPHRASE, contractId: CONTRACT })
  const made: MadeEvent[] = marketEvents(loadContractSpec(), { events, parties })
  let used = 0
  const next = (_: unknown, place: number): MadeEvent => {
    const event = made[used++ % made.length]!
    return { ...event, transaction: 1 + Math.floor(place / PER_TRANSACTION) }
  }
  const close = (ledgers: number) => {
    for (let i = 0; i < ledgers; i++) script.close(...Array.from({ length: eventsPerLedger }, next))
  }
  return { script, close }
}
