import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Asset, type Keypair, Operation, xdr } from '@stellar/stellar-sdk'
import * as fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rootKeypair } from '../../../sandbox/ledger/genesis.ts'
import { sha256, toHex } from '../../../sandbox/ledger/hash.ts'
import type { Network } from '../../../sandbox/ledger/network.ts'
import {
  accountOf,
  build,
  envelopeOf,
  fund,
  invoke,
  keypair,
  metaOf,
  openNetwork,
  PASSPHRASE,
  run,
} from './support/actors.ts'
import { deployToken, transfer } from './support/token.ts'

const people = ['alice', 'bob', 'carol'].map(keypair)
const [alice, bob, carol] = people as [Keypair, Keypair, Keypair]
const TOTAL_COINS = 10n ** 18n

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  file = join(folder, 'network.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

const headerOf = (network: Network, sequence: number) => xdr.LedgerHeader.fromXdr(network.ledger(sequence)!.header)
const feePool = (network: Network) => headerOf(network, network.latest().sequence).feePool
const held = (network: Network) =>
  [rootKeypair(PASSPHRASE), ...people].reduce((sum, key) => sum + (accountOf(network, key)?.balance ?? 0n), 0n)

const pay = (from: Keypair, to: Keypair, stroops: bigint) =>
  Operation.payment({
    source: from.publicKey(),
    destination: to.publicKey(),
    asset: Asset.native(),
    amount: `${stroops / 10_000_000n}.${String(stroops % 10_000_000n).padStart(7, '0')}`,
  })

test('balances and fee pool add up to all lumens, whatever is sent', () => {
  const network = openNetwork()
  fund(network, people)
  run(network, invoke(network, alice, deployToken(Asset.native())))
  const person = fc.nat(2).map((i) => people[i]!)
  const step = fc.record({
    from: person,
    to: person,
    stroops: fc.bigInt(1n, 200_000_000_000n),
    contract: fc.boolean(),
  })
  const play = ({
    from,
    to,
    stroops,
    contract,
  }: {
    from: Keypair
    to: Keypair
    stroops: bigint
    contract: boolean
  }) => {
    const few = stroops % 1000n
    const transaction = contract
      ? invoke(network, from, transfer(Asset.native(), from, to, few))
      : build(network, from, pay(from, to, stroops))
    network.submit(envelopeOf(transaction))
  }
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      for (const each of steps) play(each)
      network.close()
      expect(held(network) + feePool(network)).toBe(TOTAL_COINS)
    }),
    { numRuns: 25 },
  )
  for (const { meta } of network.transactions(0n, 10_000)) expect(metaOf(meta).events.length).toBeGreaterThan(0)
  network.stop()
})

test('each header hashes into the next, with the transactions and results of its ledger', () => {
  const network = openNetwork()
  fund(network, people)
  network.submit(envelopeOf(build(network, alice, pay(alice, bob, 5n))))
  network.submit(envelopeOf(invoke(network, bob, deployToken(Asset.native()))))
  network.close()
  for (let sequence = 2; sequence <= network.latest().sequence; sequence++) {
    const { hash, header, transactionSet } = network.ledger(sequence)!
    const decoded = headerOf(network, sequence)
    expect(toHex(hash)).toBe(toHex(sha256(header)))
    expect(toHex(decoded.previousLedgerHash.toBytes())).toBe(toHex(network.ledger(sequence - 1)!.hash))
    expect(toHex(decoded.scpValue.txSetHash.toBytes())).toBe(toHex(sha256(transactionSet)))
    expect(xdr.GeneralizedTransactionSet.fromXdr(transactionSet).type).toBe('v1TxSet')
    const pairs = network
      .transactions(BigInt(sequence) << 32n, 100)
      .filter(({ ledger }) => ledger === sequence)
      .map(({ hash: transactionHash, result }) => {
        const value = xdr.TransactionResult.fromXdr(result)
        return new xdr.TransactionResultPair({ transactionHash: Buffer.from(transactionHash, 'hex'), result: value })
      })
    const results = new xdr.TransactionResultSet({ results: pairs }).toXdr()
    expect(toHex(decoded.txSetResultHash.toBytes())).toBe(toHex(sha256(results)))
  }
  network.stop()
})

test('events come by id, of a contract or of all, up to a ledger', () => {
  const network = openNetwork()
  fund(network, people)
  run(network, build(network, alice, [pay(alice, bob, 5n), pay(alice, carol, 6n)]))
  const through = network.latest().sequence
  run(network, build(network, bob, pay(bob, alice, 1n)))
  const all = network.events({ from: '', throughLedger: through, limit: 1000 })
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort())
  expect(all.at(-1)).toMatchObject({ ledger: through, transactionIndex: 1, operationIndex: 1 })
  const native = Asset.native().contractId(PASSPHRASE)
  expect(network.events({ from: '', throughLedger: through, limit: 1000, contractIds: [native] })).toEqual(all)
  expect(network.events({ from: all[1]!.id, throughLedger: through, limit: 2 })).toEqual(all.slice(1, 3))
  const fees = network.events({ from: '', throughLedger: through, limit: 9, matches: (e) => e.transactionIndex === 0 })
  expect(fees.map(({ ledger }) => ledger)).toEqual([3, 4])
  network.stop()
})

test('the skip list points fifty ledgers back', () => {
  const network = openNetwork()
  while (network.latest().sequence < 101) network.close()
  const digest = (sequence: number) => toHex(headerOf(network, sequence).bucketListHash.toBytes())
  const skipped = (sequence: number) => headerOf(network, sequence).skipList.map((hash) => toHex(hash.toBytes()))
  expect(skipped(49)[0]).toBe('00'.repeat(32))
  expect([skipped(50)[0], skipped(99)[0], skipped(100)[0]]).toEqual([digest(50), digest(50), digest(100)])
  expect(skipped(101)[1]).toBe('00'.repeat(32))
  network.stop()
})

const play = (network: Network) => {
  run(network, build(network, alice, pay(alice, bob, 7n)))
  run(network, invoke(network, alice, transfer(Asset.native(), alice, bob, 3n)))
}

test('a network goes on where it stopped, as if it had never stopped', () => {
  const [kept, restarted] = [openNetwork(), openNetwork({ storeFile: file })]
  for (const network of [kept, restarted]) {
    fund(network, people)
    run(network, invoke(network, alice, deployToken(Asset.native())))
  }
  restarted.stop()
  const again = openNetwork({ storeFile: file })
  for (const network of [kept, again]) play(network)
  const closeTimes = (network: Network) => network.transactions(0n, 100).map(({ closeTime }) => closeTime)
  expect(closeTimes(again)).toEqual(closeTimes(kept))
  expect(toHex(again.latest().hash)).toBe(toHex(kept.latest().hash))
  expect(again.transactions(0n, 100)).toEqual(kept.transactions(0n, 100))
  for (const network of [kept, again]) network.stop()
})

test('a ledger that cannot be stored leaves no trace', () => {
  const network = openNetwork({ storeFile: file })
  fund(network, people)
  const { sequence, hash } = network.latest()
  const before = accountOf(network, bob)!.balance
  network.stop()
  const db = new DatabaseSync(file)
  db.exec(`create trigger refuse before insert on events begin select raise(abort, 'disk full'); end`)
  db.close()
  const broken = openNetwork({ storeFile: file })
  broken.submit(envelopeOf(build(broken, alice, pay(alice, bob, 7n))))
  expect(() => broken.close()).toThrow('disk full')
  expect(broken.latest().sequence).toBe(sequence)
  expect(accountOf(broken, bob)!.balance).toBe(before)
  broken.stop()
  const again = openNetwork({ storeFile: file })
  expect(toHex(again.latest().hash)).toBe(toHex(hash))
  expect(again.ledger(sequence + 1)).toBeUndefined()
  again.stop()
})

test('a store of another network, of another format, or of something else is refused by name', () => {
  openNetwork({ storeFile: file }).stop()
  expect(() => openNetwork({ storeFile: file, passphrase: 'Other' })).toThrow(
    `${file} holds the network "${PASSPHRASE}"`,
  )
  const db = new DatabaseSync(file)
  db.exec(`update about set value = '0' where name = 'format'`)
  db.close()
  expect(() => openNetwork({ storeFile: file })).toThrow('npm run reset')
  const other = join(folder, 'other.sqlite')
  const stranger = new DatabaseSync(other)
  stranger.exec('create table something (x)')
  stranger.close()
  expect(() => openNetwork({ storeFile: other })).toThrow(`${other} is no network store`)
})

test('a store that is open elsewhere is refused', () => {
  const first = openNetwork({ storeFile: file })
  expect(() => openNetwork({ storeFile: file })).toThrow('open in another process')
  first.stop()
  expect(existsSync(file)).toBe(true)
})

test('a hundred contract calls close in well under a second', () => {
  const network = openNetwork()
  const many = Array.from({ length: 100 }, (_, i) => keypair(`caller ${i}`))
  fund(network, [...many.slice(0, 50), alice, bob])
  fund(network, many.slice(50))
  run(network, invoke(network, alice, deployToken(Asset.native())))
  for (const key of many) network.submit(envelopeOf(invoke(network, key, transfer(Asset.native(), key, bob, 1n))))
  expect(network.pending()).toBe(100)
  const start = process.cpuUsage()
  const { sequence } = network.close()
  const { user, system } = process.cpuUsage(start)
  expect(network.transactions(BigInt(sequence) << 32n, 200).every(({ successful }) => successful)).toBe(true)
  expect(user + system).toBeLessThan(1_000_000) // microseconds of this process: others may keep the machine busy
  network.stop()
})
