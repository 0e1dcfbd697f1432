import { hash, Operation, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { clientOf, fundedAccount, keypairOf, perform } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { ask, askResult } from '../../../support/rpc.ts'

interface Ledger {
  hash: string
  sequence: number
  ledgerCloseTime: string
  headerXdr: string
  metadataXdr: string
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
  await fundedAccount(sandbox, 'alice')
  for (let i = 0; i < 8; i++) sandbox.network.close()
})
afterAll(() => sandbox.close())

const ledgers = (params: object) => askResult(sandbox.url, 'getLedgers', params)
const latest = () => sandbox.network.latest().sequence
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test.each([1, 2, 3, 200])('pages of %i have neither a gap nor a duplicate', async (limit) => {
  const seen: Ledger[] = []
  let page = await ledgers({ startLedger: 2, pagination: { limit } })
  for (;;) {
    seen.push(...page.ledgers)
    if (Number(page.cursor) === latest()) break
    page = await ledgers({ pagination: { limit, cursor: page.cursor } })
  }
  expect(seen.map(({ sequence }) => sequence)).toEqual(Array.from({ length: latest() - 1 }, (_, i) => i + 2))
})

test('each ledger names the one before, and its parts agree', async () => {
  const page: { ledgers: Ledger[] } = await ledgers({ startLedger: 2 })
  let previous = page.ledgers[0]!
  for (const ledger of page.ledgers) {
    const entry = xdr.LedgerHeaderHistoryEntry.fromXdr(ledger.headerXdr, 'base64')
    const meta = xdr.LedgerCloseMeta.fromXdr(ledger.metadataXdr, 'base64')
    expect(hex(entry.hash.toBytes())).toBe(ledger.hash)
    expect(hex(hash(entry.header.toXdr()))).toBe(ledger.hash)
    expect([entry.header.ledgerSeq, String(entry.header.scpValue.closeTime)]).toEqual([
      ledger.sequence,
      ledger.ledgerCloseTime,
    ])
    if (ledger !== previous) expect(hex(entry.header.previousLedgerHash.toBytes())).toBe(previous.hash)
    expect(meta.type === 'v2' && hex(meta.v2.ledgerHeader.toXdr())).toBe(hex(entry.toXdr()))
    previous = ledger
  }
})

test('the range is told with times as numbers', async () => {
  const page = await ledgers({ startLedger: latest() })
  const { oldest } = { oldest: sandbox.network.oldest() }
  expect(page).toMatchObject({
    latestLedger: latest(),
    latestLedgerCloseTime: Number(sandbox.network.latest().closeTime),
    oldestLedger: oldest.sequence,
    oldestLedgerCloseTime: Number(oldest.closeTime),
    cursor: String(latest()),
  })
})

test('the cursor of the latest ledger is refused until another one has closed', async () => {
  const cursor = String(latest())
  const next = { pagination: { cursor } }
  expect((await ask(sandbox.url, 'getLedgers', next)).error).toEqual({
    code: -32602,
    message: `cursor ('${cursor}') must be between the oldest ledger: 2 and the latest ledger: ${cursor} for this rpc instance`,
  })
  sandbox.network.close()
  expect((await ledgers(next)).ledgers).toHaveLength(1)
})

test('both forms hold the same; in JSON form the two fields for base64 are empty', async () => {
  const { ledger: startLedger } = await perform(sandbox, keypairOf('alice'), Operation.bumpSequence({ bumpTo: '0' }))
  const [{ headerXdr, metadataXdr, ...same }] = (await ledgers({ startLedger, pagination: { limit: 1 } })).ledgers
  const [json] = (await ledgers({ startLedger, pagination: { limit: 1 }, xdrFormat: 'json' })).ledgers
  expect(json).toEqual({
    ...same,
    headerXdr: '',
    metadataXdr: '',
    headerJson: xdr.LedgerHeaderHistoryEntry.fromXdr(headerXdr, 'base64').toJson(),
    metadataJson: xdr.LedgerCloseMeta.fromXdr(metadataXdr, 'base64').toJson(),
  })
})

test('a node that lags or keeps little shows its own range', async () => {
  const { network, faults } = sandbox
  faults.add({ kind: 'lag', ledgers: 2, count: 1 })
  expect((await ledgers({ startLedger: 2 })).cursor).toBe(String(network.latest().sequence - 2))
  faults.add({ kind: 'retention', ledgers: 3, count: 1 })
  const { error } = await ask(sandbox.url, 'getLedgers', { startLedger: 2 })
  expect(error?.message).toContain(`start ledger (2) must be between the oldest ledger: ${latest() - 2} `)
})

test('the stock client reads them', async () => {
  const { ledgers: read } = await clientOf(sandbox).getLedgers({ startLedger: 2, pagination: { limit: 2 } })
  expect(read.map(({ sequence, metadataXdr }) => [sequence, metadataXdr.type])).toEqual([
    [2, 'v2'],
    [3, 'v2'],
  ])
})
