import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { rootKeypair } from '../../../sandbox/ledger/genesis.ts'
import { sha256, toHex } from '../../../sandbox/ledger/hash.ts'
import type { Network } from '../../../sandbox/ledger/network.ts'
import { accountOf, keypair, openNetwork, PASSPHRASE } from './support/actors.ts'

const LOOP = join(import.meta.dirname, 'support/closing-loop.ts')

/** Lets the process close some ledgers and kills it in the middle of one. @returns the last ledger it told of */
const closeAndKill = async (file: string, ledgers: number): Promise<number> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', LOOP, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let last = 0
  let seen = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    if (++seen === ledgers) child.kill('SIGKILL')
  }
  await ended
  return last
}

const isWhole = (network: Network): void => {
  for (let sequence = 3; sequence <= network.latest().sequence; sequence++) {
    const header = xdr.LedgerHeader.fromXdr(network.ledger(sequence)!.header)
    expect(toHex(header.previousLedgerHash.toBytes())).toBe(toHex(sha256(network.ledger(sequence - 1)!.header)))
  }
  const { feePool, totalCoins } = xdr.LedgerHeader.fromXdr(network.latest().header)
  const balances = [rootKeypair(PASSPHRASE), keypair('bob')].map((key) => accountOf(network, key)!.balance)
  expect(balances.reduce((sum, balance) => sum + balance, feePool)).toBe(totalCoins)
  const paid = network.latest().sequence - 3 // ledger 3 made the account
  expect(accountOf(network, keypair('bob'))!.balance).toBe(100_000_000_000n + BigInt(paid) * 10_000_000n)
}

test('a killed process loses at most the ledger it was closing', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const file = join(folder, 'network.sqlite')
  for (const ledgers of [1, 17, 40]) {
    const told = await closeAndKill(file, ledgers)
    const network = openNetwork({ storeFile: file })
    expect(network.latest().sequence).toBeGreaterThanOrEqual(told)
    isWhole(network)
    network.stop()
  }
  rmSync(folder, { recursive: true })
})
