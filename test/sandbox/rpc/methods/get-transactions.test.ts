import { Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { buildTransaction, fundedAccount, keypairOf, perform } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult } from '../../../support/rpc.ts'

interface Transaction {
  txHash: string
  ledger: number
  applicationOrder: number
}

const names = ['alice', 'bob', 'carol']
const bump = () => Operation.bumpSequence({ bumpTo: '0' })

let sandbox: Sandbox
let startLedger: number
beforeAll(async () => {
  sandbox = await startNetwork()
  for (const name of names) await fundedAccount(sandbox, name)
  startLedger = sandbox.network.latest().sequence + 1
  for (let i = 0; i < 3; i++) {
    await together()
    sandbox.network.close()
  }
})
afterAll(() => sandbox.close())

/** A transaction of each account in one ledger. */
const together = async () => {
  const built = await Promise.all(names.map((name) => buildTransaction(sandbox, keypairOf(name), bump())))
  built.forEach((transaction, i) => {
    transaction.sign(keypairOf(names[i]!))
    sandbox.network.submit(transaction.toEnvelope().toXdr())
  })
  await vi.waitUntil(() => sandbox.network.pending() === 0)
}

const transactions = (params: object) => askResult(sandbox.url, 'getTransactions', params)
const placeOf = ({ ledger, applicationOrder }: Transaction) => [ledger - startLedger, applicationOrder]

test.each([1, 2, 3, 4, 9])('pages of %i have neither a gap nor a duplicate', async (limit) => {
  const seen: Transaction[] = []
  let page = await transactions({ startLedger, pagination: { limit } })
  while (page.transactions.length === limit) {
    seen.push(...page.transactions)
    page = await transactions({ pagination: { limit, cursor: page.cursor } })
  }
  seen.push(...page.transactions)
  const places = [0, 2, 4].flatMap((ledger) => [1, 2, 3].map((order) => [ledger, order]))
  expect(seen.map(placeOf)).toEqual(places)
})

test('the cursor of a page is the place of its last transaction', async () => {
  const { cursor } = await transactions({ startLedger, pagination: { limit: 2 } })
  expect(BigInt(cursor)).toBe((BigInt(startLedger) << 32n) | (2n << 12n) | 1n)
})

test('at the tip the cursor of an empty page points back to the start of the ledger, as in stellar-rpc 28', async () => {
  const latest = sandbox.network.latest().sequence
  const page = await transactions({ startLedger: latest })
  expect([page.transactions, BigInt(page.cursor)]).toEqual([[], (BigInt(latest) << 32n) | 1n])
  const beyond = await transactions({ pagination: { cursor: String(BigInt(latest + 1) << 32n) } })
  expect([beyond.transactions, beyond.cursor]).toEqual([[], '0'])
})

test('a transaction is shown as by getTransaction, with its time as a number', async () => {
  const [listed] = (await transactions({ startLedger, pagination: { limit: 1 } })).transactions
  const single = await askResult(sandbox.url, 'getTransaction', { hash: listed.txHash })
  expect(single).toMatchObject({ ...listed, createdAt: String(listed.createdAt) })
  expect(typeof listed.createdAt).toBe('number')
})

test('both forms name the same things', async () => {
  const applied = await perform(sandbox, keypairOf('alice'), bump())
  const hash = applied.txHash
  const [base64, json] = [
    await askResult(sandbox.url, 'getTransaction', { hash }),
    await askResult(sandbox.url, 'getTransaction', { hash, xdrFormat: 'json' }),
  ]
  const renamed = Object.keys(base64).map((key) => key.replace(/Xdr$/, 'Json'))
  expect(Object.keys(json)).toEqual(renamed)
  expect(json.resultJson).toMatchObject({ fee_charged: '100', result: { tx_success: [expect.anything()] } })
  expect(Object.keys(json.events)).toEqual(['transactionEventsJson', 'contractEventsJson'])
})
