/** LedgerCloseMeta explains every entry of the ledger, from the first on; the same holds for recorded ledgers of a real core. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Asset, type Keypair, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../../sandbox/ledger/hash.ts'
import { keyText } from '../../../sandbox/ledger/keys.ts'
import type { Network, PublishedEvent } from '../../../sandbox/ledger/network.ts'
import { eventId, toid } from '../../../sandbox/ledger/published-events.ts'
import { openStore } from '../../../sandbox/ledger/store.ts'
import { build, envelopeOf, fund, invoke, keypair, openNetwork, PASSPHRASE, run } from './support/actors.ts'
import { createReplay, headerClaims, keyOf, type Replay, replayLedger, rootEntry } from './support/replay.ts'
import { deployStorage, type StorageContract } from './support/storage-contract.ts'
import { deployToken, instanceKey, transfer } from './support/token.ts'

const RECORDED = '../shared/fixtures/core-lcm-p28'
const missing = !existsSync(RECORDED)

const [alice, bob, carol, issuer] = ['alice', 'bob', 'carol', 'issuer'].map(keypair) as [
  Keypair,
  Keypair,
  Keypair,
  Keypair,
]
const usd = new Asset('USD', issuer.publicKey())
const folder = mkdtempSync(join(tmpdir(), 'close-meta-'))
const file = join(folder, 'network.sqlite')

let metas: xdr.LedgerCloseMeta[]
let genesisHash: string
let replay: Replay
let published: PublishedEvent[]
beforeAll(() => {
  const network = openNetwork({
    storeFile: file,
    settings: { minPersistentTtl: 12, minTemporaryTtl: 6, evictionLevel: 2 },
  })
  playMarket(network)
  genesisHash = hex(network.ledger(1)!.hash)
  metas = Array.from({ length: network.latest().sequence - 1 }, (_, i) =>
    xdr.LedgerCloseMeta.fromXdr(network.closeMeta(i + 2)!),
  )
  published = network.events({ from: '', throughLedger: network.latest().sequence, limit: 100_000 })
  network.stop()
  replay = createReplay([rootEntry(PASSPHRASE)])
  for (const meta of metas) replayLedger(replay, meta)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const rest = (network: Network, ledgers: number) => {
  for (let i = 0; i < ledgers; i++) network.close()
}
const send = (network: Network, transaction: Parameters<typeof envelopeOf>[0]) =>
  network.submit(envelopeOf(transaction))

/** Everything that moves or keeps something: lumens, tokens, contract entries, lifetimes, failures, several in a ledger. */
const playMarket = (network: Network) => {
  fund(network, [alice, bob, carol, issuer])
  for (const holder of [alice, bob]) run(network, build(network, holder, Operation.changeTrust({ asset: usd })))
  const pay = (destination: Keypair, amount: string, asset = usd) =>
    Operation.payment({ destination: destination.publicKey(), asset, amount })
  run(network, build(network, issuer, pay(alice, '1000')))
  run(network, invoke(network, bob, deployToken(usd)))
  run(network, invoke(network, bob, deployToken(Asset.native())))
  const storage = deployStorage(network, alice)
  const sac = usd.contractId(PASSPHRASE)
  run(network, invoke(network, alice, transfer(usd, alice, bob, 70_000_000n)))
  send(network, build(network, alice, [pay(bob, '5'), pay(alice, '1'), pay(carol, '2', Asset.native())]))
  send(network, feeBump(network, carol, build(network, bob, pay(alice, '3'))))
  send(network, invoke(network, issuer, storage.call('keep', 'first', 1)))
  network.close()
  run(network, build(network, alice, Operation.payment({ destination: bob.publicKey(), asset: usd, amount: '99999' })))
  run(network, build(network, alice, Operation.manageData({ name: 'note', value: 'kept' })))
  run(network, build(network, alice, Operation.manageData({ name: 'note', value: null })))
  playStorage(network, storage, instanceKey(sac))
  playLedger(network, storage)
}

const feeBump = (network: Network, payer: Keypair, inner: ReturnType<typeof build>) => {
  const bump = TransactionBuilder.buildFeeBumpTransaction(payer, '1000', inner, network.passphrase)
  bump.sign(payer)
  return bump
}

/** Entries written, rewritten with the same value, extended, removed, expired, evicted, restored in every way. */
const playStorage = (network: Network, storage: StorageContract, tokenKey: xdr.LedgerKey) => {
  const call = (...[name, ...args]: Parameters<StorageContract['call']>) =>
    run(network, invoke(network, alice, storage.call(name, ...args)))
  const keepAlive = () => {
    extend(network, [storage.codeKey, instanceKey(storage.id), tokenKey], 500)
  }
  keepAlive()
  for (const name of ['second', 'third', 'fourth', 'fifth']) call('keep', name, 1)
  call('keep', 'second', 1)
  call('keep', 'second', 2)
  call('drop', 'fifth')
  for (const name of ['one', 'two']) call('lend', name, 1)
  rest(network, 6)
  call('lend', 'one', 2) // expired, not evicted: written over
  rest(network, 6)
  call('keep', 'fourth', 1) // expired, not evicted: restored with the same value
  rest(network, 40)
  call('keep', 'second', 3) // evicted: restored and changed
  call('kept', 'third') // evicted: restored and left
  call('drop', 'first') // evicted: restored and removed
  restore(network, [storage.dataKey('fourth')])
  rest(network, 13)
  restore(network, [storage.dataKey('third')]) // not evicted yet
  rest(network, 5)
}

/** Several in one ledger: removed after made, and a call that fails when its turn comes. */
const playLedger = (network: Network, storage: StorageContract) => {
  const [first, second] = [alice, bob].map((key) => invoke(network, key, storage.call('keep', 'ninth', 1)))
  send(network, first!)
  send(network, second!)
  network.close()
  const soon = invoke(network, alice, storage.call('drop', 'ninth'))
  send(network, soon)
  send(network, invoke(network, bob, transfer(usd, bob, alice, 5n)))
  network.close({ settings: { minTemporaryTtl: 30 } })
  rest(network, 2)
}

const extend = (network: Network, keys: xdr.LedgerKey[], extendTo: number) => {
  const { transactionData } = network.simulateExtend({ keys: keys.map((key) => key.toXdr()), extendTo })
  const soroban = xdr.SorobanTransactionData.fromXdr(transactionData!)
  run(network, build(network, alice, Operation.extendFootprintTtl({ extendTo }), { soroban }))
}

const restore = (network: Network, keys: xdr.LedgerKey[]) => {
  const { transactionData } = network.simulateRestore({ keys: keys.map((key) => key.toXdr()) })
  const soroban = xdr.SorobanTransactionData.fromXdr(transactionData!)
  run(network, build(network, alice, Operation.restoreFootprint({}), { soroban }))
}

test('all changes from the first ledger on add up to the entries that are there, byte for byte', () => {
  const store = openStore(file, PASSPHRASE)
  const present = new Map<string, string>()
  for (const { key, entry, liveUntil, ttlModified, evicted } of store.entries()) {
    if (evicted) continue
    present.set(keyText(key), Buffer.from(entry).toString('base64'))
    if (liveUntil > 0) {
      const ttl = ttlEntry(key, liveUntil, ttlModified)
      present.set(keyOf(ttl), ttl.toXdr('base64'))
    }
  }
  store.close()
  expect(present.size).toBeGreaterThan(30)
  expect(replay.entries).toEqual(present)
  expect([...replay.unexplained]).toEqual([])
})

const ttlEntry = (key: Uint8Array, liveUntilLedgerSeq: number, lastModifiedLedgerSeq: number) =>
  new xdr.LedgerEntry({
    lastModifiedLedgerSeq,
    data: xdr.LedgerEntryData.ttl(new xdr.TtlEntry({ keyHash: sha256(key), liveUntilLedgerSeq })),
    ext: xdr.LedgerEntryExt.v0(),
  })

test('every form of change occurs, as a real core writes it', () => {
  const forms = ['created', 'restored', 'restored+removed', 'restored+updated', 'state+removed', 'state+updated']
  expect([...replay.forms].sort()).toEqual(forms)
  expect(replay.evicted).toBeGreaterThan(10)
})

test('each header names the ledger before it, its transactions, their results and what changed about the network', () => {
  let previous = genesisHash
  for (const meta of metas) {
    if (meta.type !== 'v2') throw new Error(meta.type)
    const { says, is } = headerClaims(meta.v2, previous, PASSPHRASE)
    expect(says).toEqual(is)
    previous = is.hash
  }
})

test('the network begins with its upgrades, and tells of later ones', () => {
  const upgrades = metas.flatMap((meta) =>
    meta.type === 'v2' ? meta.v2.upgradesProcessing.map(({ upgrade }) => upgrade.type) : [],
  )
  expect(upgrades).toEqual(['ledgerUpgradeVersion', 'ledgerUpgradeBaseReserve', 'ledgerUpgradeConfig'])
})

test('the events of the meta are those that are published, in their order', () => {
  expect(metas.flatMap(eventsOf)).toEqual(published.map(({ id, txHash, data }) => [id, txHash, hex(data)]))
})

const AFTER_ALL = 1_048_575

/** Id, transaction and data of each: fees charged, what operations published, refunds. */
const eventsOf = (meta: xdr.LedgerCloseMeta): string[][] => {
  if (meta.type !== 'v2') throw new Error(meta.type)
  const { ledgerHeader, txProcessing } = meta.v2
  const ledger = ledgerHeader.header.ledgerSeq
  const show = (
    tx: number,
    op: number,
    index: number,
    { result }: (typeof txProcessing)[number],
    { body }: xdr.ContractEvent,
  ) => [eventId(toid(ledger, tx, op), index), hex(result.transactionHash.toBytes()), hex(body.v0.data.toXdr())]
  const v4 = ({ txApplyProcessing: applied }: (typeof txProcessing)[number]) => {
    if (applied.type !== 'v4') throw new Error(applied.type)
    return applied.v4
  }
  const fees = (stage: string, tx: number) =>
    txProcessing
      .flatMap((one) =>
        v4(one)
          .events.filter((event) => event.stage.name === stage)
          .map(({ event }) => ({ one, event })),
      )
      .map(({ one, event }, index) => show(tx, 0, index, one, event))
  const operations = txProcessing.flatMap((one, i) =>
    v4(one).operations.flatMap(({ events }, op) => events.map((event, index) => show(i + 1, op, index, one, event))),
  )
  return [
    ...fees('transactionEventStageBeforeAllTxs', 0),
    ...operations,
    ...fees('transactionEventStageAfterAllTxs', AFTER_ALL),
  ]
}

test.skipIf(missing)('the checks hold for ledgers of a real core (skipped without its recordings)', () => {
  const files = readdirSync(RECORDED).filter((name) => name.endsWith('.framed.xdr'))
  const forms = new Set<string>()
  for (const name of files) {
    const recorded = createReplay()
    let previous: string | undefined
    for (const meta of framed(join(RECORDED, name))) {
      const v2 = replayLedger(recorded, meta)
      const { says, is } = headerClaims(v2, previous ?? hex(v2.ledgerHeader.header.previousLedgerHash.toBytes()), CORE)
      expect(says, name).toEqual(is)
      previous = is.hash
    }
    for (const form of recorded.forms) forms.add(form)
  }
  expect([...replay.forms].filter((form) => !forms.has(form))).toEqual([])
})

/** The passphrase of stellar-core's own tests. */
const CORE = '(V) (;,,;) (V)'

function* framed(path: string) {
  const bytes = readFileSync(path)
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at) & 0x7fffffff
    yield xdr.LedgerCloseMeta.fromXdr(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
}
