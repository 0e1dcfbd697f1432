/**
 * What getLedgers yields against what getEvents answered: a market of real ledgers (stellar-core 28, stellar-rpc 28),
 * recorded through both. Runs where the recordings lie beside the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { StrKey, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { BadAnswer } from '../../../indexer/chain/error.ts'
import { type RawEvent, readEvent } from '../../../indexer/chain/event.ts'
import { readLedgerEvents, readLedgerHead } from '../../../indexer/chain/ledger-close.ts'

const RECORDING = join(import.meta.dirname, '../../../../shared/fixtures/v2-market')
const missing = existsSync(RECORDING) ? false : 'the recorded ledgers are not here'

const unpack = (file: string) => zstdDecompressSync(readFileSync(file))

let unpacked: ReturnType<typeof readLake> | undefined
const ledgers = () => {
  unpacked ??= readLake()
  return unpacked
}

/** Every ledger of the lake: its meta and the header that getLedgers gives beside it. */
const readLake = () => {
  const folder = join(RECORDING, 'lake/FFFFFFFF--0-63999')
  return readdirSync(folder)
    .sort()
    .reverse()
    .map((file) => {
      const [meta] = xdr.LedgerCloseMetaBatch.fromXdr(unpack(join(folder, file))).ledgerCloseMetas
      return { meta: meta!.toXdr(), head: readLedgerHead(meta!.value.ledgerHeader.toXdr()) }
    })
}

interface Answer {
  response: { result: { events: { contractId: string }[] } }
}

const answered = (contractId: string): RawEvent[] => {
  const folder = join(RECORDING, 'rpc/getEvents')
  return readdirSync(folder)
    .sort()
    .flatMap((file) => (JSON.parse(unpack(join(folder, file)).toString()) as Answer).response.result.events)
    .filter((event) => event.contractId === contractId)
    .map((event) => readEvent(event, contractId))
}

const { main, aux, usdc } = missing
  ? { main: '', aux: '', usdc: '' }
  : (JSON.parse(readFileSync(join(RECORDING, 'set.json'), 'utf8')).contracts as Record<'main' | 'aux' | 'usdc', string>)

test.skipIf(missing).each([
  ['market', main],
  ['upgraded market, with its system events', aux],
  ['token', usdc],
])('the events of the %s are the same from whole ledgers as from getEvents', (_name, contractId) => {
  const contract = StrKey.decodeContract(contractId)
  const read = ledgers().flatMap(({ meta, head }) => readLedgerEvents(meta, contract, head))
  const expected = answered(contractId)
  expect(expected.length).toBeGreaterThan(0)
  expect(read).toEqual(expected)
})

test.skipIf(missing)('the headers of recorded ledgers are a chain', () => {
  const heads = ledgers().map(({ head }) => head)
  expect(heads.length).toBeGreaterThan(100)
  heads.slice(1).forEach((head, index) => {
    expect(head.sequence).toBe(heads[index]!.sequence + 1)
    expect(head.previousHash).toBe(heads[index]!.hash)
  })
})

test.skipIf(missing)('the meta of another ledger, a cut one and a changed header are bad answers', () => {
  const [first, second] = ledgers()
  const contract = StrKey.decodeContract(main)
  expect(() => readLedgerEvents(second!.meta, contract, first!.head)).toThrow('is that of another ledger')
  expect(() => readLedgerEvents(first!.meta.slice(0, -4), contract, first!.head)).toThrow(BadAnswer)
  const header = xdr.LedgerCloseMeta.fromXdr(first!.meta).value.ledgerHeader.toXdr()
  header[80]! ^= 1
  expect(() => readLedgerHead(header)).toThrow(BadAnswer)
})
