import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Asset, Operation } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rootKeypair } from '../../../sandbox/ledger/genesis.ts'
import { toHex } from '../../../sandbox/ledger/hash.ts'
import type { Network } from '../../../sandbox/ledger/network.ts'
import { accountOf, build, envelopeOf, fund, invoke, keypair, openNetwork, PASSPHRASE, run } from './support/actors.ts'
import { deployToken } from './support/token.ts'

const alice = keypair('alice')
let folder: string
let network: Network
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reset-'))
  network = openNetwork({ storeFile: join(folder, 'network.sqlite') })
})
afterEach(() => {
  network.stop()
  rmSync(folder, { recursive: true })
})

const hashOf = (sequence: number) => toHex(network.ledger(sequence)!.hash)

test('the first ledger is the same after a reset, and no other is', () => {
  const [first, second] = [hashOf(1), hashOf(2)]
  network.reset()
  expect(hashOf(1)).toBe(first)
  expect(hashOf(2)).not.toBe(second)
  expect(network.latest().sequence).toBe(2)
})

test('nothing of the old network is left: accounts, transactions, events, what waits', () => {
  fund(network, [alice])
  const { applied } = run(network, invoke(network, alice, deployToken(Asset.native())))
  network.submit(envelopeOf(build(network, alice, Operation.bumpSequence({ bumpTo: '0' }))))
  network.reset()
  expect(accountOf(network, alice)).toBeUndefined()
  expect(network.transaction(applied.hash)).toBeUndefined()
  expect(network.events({ from: '', throughLedger: 1_000_000, limit: 10 })).toEqual([])
  expect(network.pending()).toBe(0)
  expect(accountOf(network, rootKeypair(PASSPHRASE))!.balance).toBe(10n ** 18n)
})

test('the new network works, and is the one that is found after a restart', () => {
  fund(network, [alice])
  network.reset()
  fund(network, [alice])
  run(network, invoke(network, alice, deployToken(Asset.native())))
  const { sequence, hash } = network.latest()
  network.stop()
  network = openNetwork({ storeFile: join(folder, 'network.sqlite') })
  expect([network.latest().sequence, toHex(network.latest().hash)]).toEqual([sequence, toHex(hash)])
})

test('who listens hears of the second ledger, and of those after it', () => {
  const heard: number[] = []
  network.close()
  const ignore = network.onClose(({ sequence }) => heard.push(sequence))
  network.reset()
  network.close()
  ignore()
  network.close()
  expect(heard).toEqual([2, 3])
})

test('a reset to the same beginning is refused', () => {
  const { closeTime } = network.oldest()
  expect(() => network.reset({ genesisCloseTime: closeTime })).toThrow(`the network began at ${closeTime}`)
  expect(network.reset({ genesisCloseTime: closeTime + 1n }).closeTime).toBe(closeTime + 1n)
})
