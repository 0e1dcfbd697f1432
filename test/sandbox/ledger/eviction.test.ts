import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Operation, xdr } from '@stellar/stellar-sdk'
import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { sunkBy } from '../../../sandbox/ledger/eviction.ts'
import { sha256, toHex } from '../../../sandbox/ledger/hash.ts'
import type { Network, SettingsOptions } from '../../../sandbox/ledger/network.ts'
import { build, envelopeOf, fund, invoke, keypair, openNetwork, run } from './support/actors.ts'
import { deployStorage, type StorageContract } from './support/storage-contract.ts'
import { instanceKey } from './support/token.ts'

const RECORDED = '../shared/fixtures/core-lcm-p28'
const missing = !existsSync(RECORDED)
const SHORT: SettingsOptions = { minPersistentTtl: 10, minTemporaryTtl: 4, evictionLevel: 1 }
const alice = keypair('alice')
const bob = keypair('bob')

const opened: Network[] = []
const start = (settings: SettingsOptions = SHORT, storeFile = ':memory:') => {
  const network = openNetwork({ settings, storeFile })
  opened.push(network)
  fund(network, [alice, bob])
  const storage = deployStorage(network, alice)
  extend(network, [storage.codeKey, instanceKey(storage.id)], 1000)
  return { network, storage }
}
afterEach(() => {
  for (const network of opened.splice(0)) network.stop()
})

const extend = (network: Network, keys: xdr.LedgerKey[], extendTo: number) => {
  const { transactionData } = network.simulateExtend({ keys: keys.map((key) => key.toXdr()), extendTo })
  const soroban = xdr.SorobanTransactionData.fromXdr(transactionData!)
  return run(network, build(network, alice, Operation.extendFootprintTtl({ extendTo }), { soroban }))
}

const restore = (network: Network, key: xdr.LedgerKey) => {
  const { transactionData } = network.simulateRestore({ keys: [key.toXdr()] })
  const soroban = xdr.SorobanTransactionData.fromXdr(transactionData!)
  return run(network, build(network, alice, Operation.restoreFootprint({}), { soroban }))
}

const call = (network: Network, storage: StorageContract, ...[name, ...args]: Parameters<StorageContract['call']>) =>
  run(network, invoke(network, alice, storage.call(name, ...args)))

const evictedIn = (network: Network, sequence: number) =>
  network.ledger(sequence)!.evictedKeys.map((key) => xdr.LedgerKey.fromXdr(key))

const entry = (network: Network, key: xdr.LedgerKey) => network.entry(key.toXdr())

/** Closes ledgers until something is evicted. @returns what, and in which ledger */
const untilEviction = (network: Network) => {
  for (let i = 0; i < 200; i++) {
    const { sequence, evictedKeys } = network.close()
    if (evictedKeys.length > 0) return { sequence, keys: evictedIn(network, sequence) }
  }
  throw new Error('nothing was evicted in 200 ledgers')
}

/** Form, kind of entry, and which ledger wrote it, in the order of the changes of each kind. */
const formsOf = (changes: readonly xdr.LedgerEntryChange[], ledger: number) => {
  const forms = changes.map((change) => {
    const form = change.type.slice('ledgerEntry'.length).toLowerCase()
    if (change.type === 'ledgerEntryRemoved') return `${form} ${change.removed.type}`
    const image = change.toJson() as Record<string, { last_modified_ledger_seq: number; data: object }>
    const { last_modified_ledger_seq: written, data } = Object.values(image)[0]!
    return `${form} ${Object.keys(data)[0]} ${written === ledger ? 'now' : 'before'}`
  })
  return forms.map((form) => form.replace('contractData', 'contract_data')).sort(byKind)
}
/** A core lists the changes of different entries in any order. */
const byKind = (a: string, b: string) => Number(a.includes('ttl')) - Number(b.includes('ttl'))

test('a temporary entry that expired is evicted for good: its key, then that of its lifetime', () => {
  const { network, storage } = start()
  call(network, storage, 'lend', 'one', 1)
  const key = storage.dataKey('one', 'temporary')
  const { liveUntil } = entry(network, key)!
  const { sequence, keys } = untilEviction(network)
  expect(sequence).toBeGreaterThan(liveUntil!)
  expect(keys.map((evicted) => evicted.toXdr('base64'))).toEqual([key, ttlOf(key)].map((k) => k.toXdr('base64')))
  expect(entry(network, key)).toBeUndefined()
  const { meta } = call(network, storage, 'lend', 'one', 2)
  expect(formsOf(meta.operations[0]!.changes, network.latest().sequence)).toEqual([
    'created contract_data now',
    'created ttl now',
  ])
})

const ttlOf = (key: xdr.LedgerKey) => xdr.LedgerKey.ttl(new xdr.LedgerKeyTtl({ keyHash: sha256(key.toXdr()) }))

test('a persistent entry that expired goes into the hot archive: the key of its lifetime, then its own', () => {
  const { network, storage } = start()
  call(network, storage, 'keep', 'first', 7)
  const key = storage.dataKey('first')
  const { keys } = untilEviction(network)
  expect(keys.map((evicted) => evicted.toXdr('base64'))).toEqual([ttlOf(key), key].map((k) => k.toXdr('base64')))
  expect(entry(network, key)).toMatchObject({ evicted: true })
})

const RESTORATIONS: [string, (network: Network, storage: StorageContract) => ReturnType<typeof run>, string[]][] = [
  [
    'evicted-manual-restore',
    (network, storage) => restore(network, storage.dataKey('first')),
    ['restored contract_data now', 'restored ttl now'],
  ],
  [
    'evicted-autorestore',
    (network, storage) => call(network, storage, 'kept', 'first'),
    ['restored contract_data now', 'restored ttl now'],
  ],
  [
    'evicted-autorestore-with-updated-value',
    (network, storage) => call(network, storage, 'keep', 'first', 8),
    ['restored contract_data now', 'updated contract_data now', 'restored ttl now'],
  ],
  [
    'evicted-autorestore-with-delete',
    (network, storage) => call(network, storage, 'drop', 'first'),
    ['restored contract_data now', 'removed contract_data', 'restored ttl now', 'removed ttl'],
  ],
]

test.each(RESTORATIONS)('%s: the entry comes back as on a real network', (_, act, forms) => {
  const { network, storage } = start()
  call(network, storage, 'keep', 'first', 7)
  untilEviction(network)
  const { result, meta } = act(network, storage)
  expect(result.result.type).toBe('txSuccess')
  const { sequence } = network.latest()
  expect(formsOf(meta.operations[0]!.changes, sequence)).toEqual(forms)
  const found = entry(network, storage.dataKey('first'))
  const gone = forms.includes('removed contract_data')
  if (gone) expect(found).toBeUndefined()
  else expect(found).toMatchObject({ evicted: false, lastModified: sequence, liveUntil: sequence + 9 })
})

test.skipIf(missing).each(RESTORATIONS)('%s: so it was recorded (skipped without the recordings)', (name, _, forms) => {
  const file = readdirSync(RECORDED).find((file) => file.startsWith(`${name}.`))!
  const restored = framed(join(RECORDED, file)).flatMap((meta) => {
    if (meta.type !== 'v2') return []
    const ledger = meta.v2.ledgerHeader.header.ledgerSeq
    return meta.v2.txProcessing.flatMap(({ txApplyProcessing }) =>
      txApplyProcessing.type === 'v4'
        ? txApplyProcessing.v4.operations.map(({ changes }) => formsOf(changes, ledger))
        : [],
    )
  })
  expect(restored.find((list) => list.some((form) => form.startsWith('restored')))).toEqual(forms)
})

const framed = (path: string): xdr.LedgerCloseMeta[] => {
  const bytes = readFileSync(path)
  const metas: xdr.LedgerCloseMeta[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at) & 0x7fffffff
    metas.push(xdr.LedgerCloseMeta.fromXdr(bytes.subarray(at + 4, at + 4 + length)))
    at += 4 + length
  }
  return metas
}

test('an entry that expired and is still there is not moved: restoring leaves it as it was written', () => {
  const { network, storage } = start({ ...SHORT, evictionLevel: 7 })
  call(network, storage, 'keep', 'first', 7)
  for (let i = 0; i < 30; i++) expect(network.close().evictedKeys).toEqual([])
  const { meta } = restore(network, storage.dataKey('first'))
  expect(formsOf(meta.operations[0]!.changes, network.latest().sequence)).toEqual([
    'restored contract_data before',
    'restored ttl now',
  ])
})

test('code in the hot archive is restored by the next call, with what its simulation declared', () => {
  const { network, storage } = start({ ...SHORT, minPersistentTtl: 30 })
  call(network, storage, 'keep', 'first', 7)
  while (entry(network, storage.codeKey)!.liveUntil! > network.latest().sequence) network.close()
  untilEviction(network)
  expect([storage.codeKey, instanceKey(storage.id)].map((key) => entry(network, key)?.evicted)).toEqual([true, true])
  const first = call(network, storage, 'kept', 'first')
  expect(first.result.result.type).toBe('txSuccess')
  const again = call(network, storage, 'kept', 'first')
  expect(again.result.result.type).toBe('txSuccess')
  expect(instructionsOf(again.meta)).toBeLessThan(instructionsOf(first.meta))
})

/** What a call used, as the metrics among its diagnostic events say. */
const instructionsOf = ({ diagnosticEvents }: xdr.TransactionMetaV4) => {
  const metric = diagnosticEvents
    .map(({ event }) => event.body.v0)
    .find(({ topics }) => topics.some((topic) => topic.type === 'scvSymbol' && String(topic.sym) === 'cpu_insn'))
  if (metric?.data.type !== 'scvU64') throw new Error('no metrics')
  return Number(metric.data.u64)
}

test('what a ledger touches it does not evict', () => {
  const { network, storage } = start()
  call(network, storage, 'keep', 'first', 7)
  const key = storage.dataKey('first')
  while (network.latest().sequence < entry(network, key)!.liveUntil!) network.close()
  const { applied } = restoreWhenDue(network, key)
  expect(network.ledger(applied.ledger)!.evictedKeys).toEqual([])
  expect(entry(network, key)!.evicted).toBe(false)
})

/** A restoration in the first ledger that could evict: simulated as if that one had closed. */
const restoreWhenDue = (network: Network, key: xdr.LedgerKey) => {
  const soroban = new xdr.SorobanTransactionData({
    ext: xdr.SorobanTransactionDataExt.v0(),
    resources: new xdr.SorobanResources({
      footprint: new xdr.LedgerFootprint({ readOnly: [], readWrite: [key] }),
      instructions: 0,
      diskReadBytes: 1000,
      writeBytes: 1000,
    }),
    resourceFee: 10_000_000n,
  })
  return run(network, build(network, alice, Operation.restoreFootprint({}), { soroban }))
}

test('no ledger evicts more than the settings allow', () => {
  const archival = new xdr.StateArchivalSettings({
    maxEntryTtl: 3_110_400,
    minTemporaryTtl: 4,
    minPersistentTtl: 10,
    persistentRentRateDenominator: 1215n,
    tempRentRateDenominator: 2430n,
    maxEntriesToArchive: 1,
    liveSorobanStateSizeWindowSampleSize: 30,
    liveSorobanStateSizeWindowSamplePeriod: 64,
    evictionScanSize: 500_000,
    startingEvictionScanLevel: 1,
  })
  const { network, storage } = start({
    replaced: [xdr.ConfigSettingEntry.configSettingStateArchival(archival).toXdr()],
  })
  for (const [key, name] of [
    [alice, 'one'],
    [bob, 'two'],
  ] as const)
    network.submit(envelopeOf(invoke(network, key, storage.call('lend', name, 1))))
  network.close()
  const first = untilEviction(network)
  const second = untilEviction(network)
  expect([first.keys.length, second.keys.length, second.sequence - first.sequence]).toEqual([2, 2, 1])
})

test('the hot archive survives a restart, and evictions go on as if there had been none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'eviction-'))
  const file = join(folder, 'network.sqlite')
  const networks = [start(), start(SHORT, file)]
  for (const { network, storage } of networks) {
    call(network, storage, 'keep', 'first', 7)
    call(network, storage, 'lend', 'one', 7)
    untilEviction(network)
    untilEviction(network)
    call(network, storage, 'keep', 'second', 7)
  }
  const [kept, restarted] = [networks[0]!.network, networks[1]!.network]
  restarted.stop()
  opened.splice(opened.indexOf(restarted), 1)
  const again = openNetwork({ storeFile: file })
  opened.push(again)
  const storage = networks[0]!.storage
  for (const network of [kept, again]) {
    untilEviction(network)
    call(network, storage, 'keep', 'first', 9)
  }
  expect(toHex(again.latest().hash)).toBe(toHex(kept.latest().hash))
  rmSync(folder, { recursive: true })
})

test('lifetimes change with a ledger and hold from the next on', () => {
  const { network, storage } = start({ minPersistentTtl: 100, minTemporaryTtl: 100 })
  const { sequence } = network.close({ settings: { minPersistentTtl: 20, evictionLevel: 1 } })
  expect(network.ledger(sequence)!.upgrades).toHaveLength(1)
  call(network, storage, 'keep', 'first', 7)
  expect(entry(network, storage.dataKey('first'))!.liveUntil).toBe(sequence + 1 + 19)
  expect(untilEviction(network).sequence).toBe(sequence + 1 + 20)
})

test('an entry sinks later the deeper, and never before it was written', () => {
  fc.assert(
    fc.property(fc.nat(9), fc.nat(1_000_000), (level, written) => {
      expect(sunkBy(0, written)).toBe(written)
      expect(sunkBy(level + 1, written)).toBeGreaterThan(sunkBy(level, written))
      expect(sunkBy(level, written + 1)).toBeGreaterThanOrEqual(sunkBy(level, written))
    }),
  )
})
