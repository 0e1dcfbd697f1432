/**
 * One getLedgers question and its answer. Whole ledgers: their headers form a chain of hashes, which is checked; a
 * ledger in which the contract's id does not occur is not taken apart any further.
 */
import { StrKey } from '@stellar/stellar-sdk'
import { BadAnswer, heldRange, type RpcFault, WrongNetwork } from './error.ts'
import type { RawEvent } from './event.ts'
import { type LedgerHead, readLedgerEvents, readLedgerHead } from './ledger-close.ts'
import { type Extent, type Page, type Place, readSeconds } from './page.ts'
import { asObject, numberField, stringField } from './wire.ts'

/** A start ledger rather than a cursor: it says more of what went wrong, and a place is always a ledger's border here. */
export const ledgersParams = ({ after }: Place, { limit }: Extent): object => ({
  startLedger: after + 1,
  pagination: { limit },
})

/**
 * Checks an answer: ledgers without a hole from the place on, each with the hash of the one before.
 * @throws BadAnswer
 * @throws WrongNetwork where the headers are no chain
 */
export const readLedgersPage = (result: unknown, contractId: string, { after }: Place): Page => {
  const wire = asObject(result, 'the page')
  if (!Array.isArray(wire.ledgers)) throw new BadAnswer('"ledgers" is no list')
  const contract = Buffer.from(StrKey.decodeContract(contractId))
  const ledgers = wire.ledgers.map((ledger) => readLedger(ledger, contract))
  checkChain(
    ledgers.map(({ head }) => head),
    after,
  )
  const through = after + ledgers.length
  return {
    events: ledgers.flatMap(({ events }) => events),
    through,
    next: { after: through, cursor: null },
    oldest: numberField(wire, 'oldestLedger'),
    latest: numberField(wire, 'latestLedger'),
    latestClosedAt: readSeconds(wire.latestLedgerCloseTime),
    items: ledgers.length,
  }
}

/** Asked for the ledger after its newest, a node refuses: that is a page without ledgers. */
export const tipPage = (fault: RpcFault, { after }: Place): Page | null => {
  const held = heldRange(fault)
  if (held === null || held.latest !== after) return null
  return { events: [], through: after, next: { after, cursor: null }, ...held, latestClosedAt: null, items: 0 }
}

const readLedger = (value: unknown, contract: Buffer): { head: LedgerHead; events: readonly RawEvent[] } => {
  const wire = asObject(value, 'a ledger')
  const head = readLedgerHead(Buffer.from(stringField(wire, 'headerXdr'), 'base64'))
  if (numberField(wire, 'sequence') !== head.sequence || stringField(wire, 'hash') !== head.hash)
    throw new BadAnswer(`ledger ${wire.sequence} has the header of ledger ${head.sequence}, hash ${head.hash}`)
  const meta = Buffer.from(stringField(wire, 'metadataXdr'), 'base64')
  return { head, events: meta.includes(contract) ? readLedgerEvents(meta, contract, head) : [] }
}

const checkChain = (heads: readonly LedgerHead[], after: number) => {
  heads.forEach((head, index) => {
    if (head.sequence !== after + 1 + index)
      throw new BadAnswer(`ledger ${head.sequence} came where ${after + 1 + index} was due`)
    const before = heads[index - 1]
    if (before !== undefined && head.previousHash !== before.hash)
      throw new WrongNetwork(`ledger ${head.sequence} does not follow on ledger ${before.sequence} there`, 'chain')
  })
}
