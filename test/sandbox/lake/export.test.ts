import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { xdr } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { decodeBatch } from '../../../sandbox/lake/batch.ts'
import { exportLedgers } from '../../../sandbox/lake/export.ts'
import { openLake } from '../../../sandbox/lake/lake.ts'
import { createLedgerSource } from '../../../sandbox/lake/ledger-source.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { fundedAccount } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'

const RECORDED = '../shared/fixtures/sep54-lake/coretest-8x4'
const LAYOUT = { ledgersPerBatch: 4, batchesPerPartition: 2 }

let folder: string
let sandbox: Sandbox
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lake-'))
  sandbox = await startNetwork()
  await fundedAccount(sandbox, 'alice')
  closeUntil(14)
})
afterEach(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true })
})

const closeUntil = (sequence: number) => {
  while (sandbox.network.latest().sequence < sequence) sandbox.network.close()
}

const open = (layout = LAYOUT) => openLake(folder, { ...layout, networkPassphrase: sandbox.network.passphrase })
const run = async (layout = LAYOUT) => exportLedgers({ lake: open(layout), source: createLedgerSource(sandbox.url) })

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.zst'))
    .sort()

test('whole batches are written, newest first by name, with what the lake is', async () => {
  expect(await run()).toBe(10)
  expect(files()).toEqual([
    'FFFFFFF7--8-15/FFFFFFF7--8-11.xdr.zst',
    'FFFFFFFF--0-7/FFFFFFFB--4-7.xdr.zst',
    'FFFFFFFF--0-7/FFFFFFFF--0-3.xdr.zst',
  ])
  expect(JSON.parse(readFileSync(join(folder, '.config.json'), 'utf8'))).toEqual({
    networkPassphrase: sandbox.network.passphrase,
    version: '1.0',
    compression: 'zstd',
    ledgersPerBatch: 4,
    batchesPerPartition: 2,
  })
})

test('a file holds the ledgers of its range, as the network has them', async () => {
  await run()
  const { startSequence, endSequence, ledgerCloseMetas } = decodeBatch(readFileSync(join(folder, files().at(-1)!)))
  expect([startSequence, endSequence]).toEqual([2, 3])
  expect(ledgerCloseMetas.map((meta) => meta.toXdr('base64'))).toEqual(
    [2, 3].map((sequence) => Buffer.from(sandbox.network.closeMeta(sequence)!).toString('base64')),
  )
})

test('an export goes on where it stopped', async () => {
  await run()
  expect(await run()).toBe(0)
  closeUntil(17)
  expect(await run()).toBe(4)
  expect(open().end()).toMatchObject({
    sequence: 15,
    hash: Buffer.from(sandbox.network.ledger(15)!.hash).toString('hex'),
  })
})

test('a write that was interrupted is no file of the lake, and is written again', async () => {
  await run()
  const [newest] = files()
  rmSync(join(folder, newest!))
  const [partition, file] = newest!.split('/') as [string, string]
  writeFileSync(join(folder, partition, `.unfinished-${file}`), 'half')
  // The partition is there, but nothing of it: everything in it is still to come.
  expect(open().end()?.sequence).toBe(7)
  expect(await run()).toBe(4)
  expect(files()[0]).toBe(newest)
  expect(readdirSync(join(folder, partition))).toEqual([file])
})

test('a network that was reset does not go on in the same lake, whether it is behind or has overtaken it', async () => {
  await run()
  sandbox.network.reset()
  await expect(run()).rejects.toThrow('the lake ends with ledger 11, and the node has only 2: was the network reset?')
  closeUntil(16)
  await expect(run()).rejects.toThrow('was the network reset? Use another folder')
})

test('a folder that is another lake is refused by what differs', async () => {
  await run()
  await expect(run({ ledgersPerBatch: 8, batchesPerPartition: 2 })).rejects.toThrow(
    `${folder} is a lake with ledgersPerBatch "4" and not "8"`,
  )
})

test('a node that has forgotten its first ledgers begins with the first whole batch', async () => {
  sandbox.faults.add({ kind: 'retention', ledgers: 10 })
  expect(await run()).toBe(4)
  expect(files()).toEqual(['FFFFFFF7--8-15/FFFFFFF7--8-11.xdr.zst'])
})

test.skipIf(!existsSync(RECORDED))('a frame looks like a recorded one (skipped without the recordings)', async () => {
  await run()
  const recorded = join(RECORDED, 'FFFFFFFF--0-31', 'FFFFFFFF--0-7.xdr.zst')
  const frames = [recorded, join(folder, files()[0]!)].map((path) => readFileSync(path))
  // Magic number and frame header descriptor: checksum, no content size, no dictionary.
  expect(frames[1]!.subarray(0, 5)).toEqual(frames[0]!.subarray(0, 5))
  const batches = frames.map((bytes) => xdr.LedgerCloseMetaBatch.fromXdr(new Uint8Array(zstdDecompressSync(bytes))))
  expect(batches.map(({ startSequence, endSequence }) => [startSequence, endSequence])).toEqual([
    [2, 7],
    [8, 11],
  ])
})
