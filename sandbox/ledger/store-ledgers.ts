/** Ledgers as rows; upgrades and evicted keys are one column each, a frame of XDR. */
import { FrameReader, frame } from '../host/frame.ts'
import type { ClosedLedger } from './network.ts'
import { bytes, type Row, type Values } from './store-columns.ts'

/** In the order of the columns of the insert statement. */
export const ledgerRow = (ledger: ClosedLedger): Values => [
  ledger.sequence,
  ledger.hash,
  ledger.closeTime,
  ledger.header,
  ledger.transactionSet,
  frame(ledger.upgrades),
  frame(ledger.evictedKeys),
  ledger.stateSize,
]

export const readLedger = (row: Row | undefined): ClosedLedger | undefined =>
  row && {
    sequence: Number(row.sequence),
    hash: bytes(row.hash),
    closeTime: BigInt(row.close_time as number),
    header: bytes(row.header),
    transactionSet: bytes(row.transaction_set),
    upgrades: readFrame(bytes(row.upgrades)),
    evictedKeys: readFrame(bytes(row.evicted_keys)),
    stateSize: BigInt(row.state_size as number),
  }

const readFrame = (framed: Uint8Array): Uint8Array[] => {
  const reader = new FrameReader(framed)
  const items: Uint8Array[] = []
  while (!reader.done) items.push(reader.bytes())
  return items
}
