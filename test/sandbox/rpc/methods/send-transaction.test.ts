import { Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { buildTransaction, fundedAccount, keypairOf } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult, control } from '../../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
  for (const name of ['alice', 'bob']) await fundedAccount(sandbox, name)
  await control(sandbox.url, 'POST', 'clock', { running: false })
})
afterAll(() => sandbox.close())

const signed = async (name: string, signer = name) => {
  const transaction = await buildTransaction(sandbox, keypairOf(name), Operation.bumpSequence({ bumpTo: '0' }))
  transaction.sign(keypairOf(signer))
  return transaction
}

const send = (transaction: string, xdrFormat?: string) =>
  askResult(sandbox.url, 'sendTransaction', { transaction, xdrFormat })

test('a transaction waits, then is a duplicate, then is applied', async () => {
  const transaction = await signed('alice')
  const hash = Buffer.from(transaction.hash()).toString('hex')
  const { sequence, closeTime } = sandbox.network.latest()
  const latest = { latestLedger: sequence, latestLedgerCloseTime: String(closeTime) }
  expect(await send(transaction.toXDR())).toEqual({ status: 'PENDING', hash, ...latest })
  expect(await send(transaction.toXDR())).toEqual({ status: 'DUPLICATE', hash, ...latest })
  expect((await askResult(sandbox.url, 'getTransaction', { hash })).status).toBe('NOT_FOUND')
  sandbox.network.close()
  expect((await askResult(sandbox.url, 'getTransaction', { hash })).status).toBe('SUCCESS')
})

test('a second transaction of an account whose first waits is to be sent again later', async () => {
  const first = await signed('bob')
  const second = TransactionBuilder.cloneFrom(first, { fee: '500' }).build()
  second.sign(keypairOf('bob'))
  expect((await send(first.toXDR())).status).toBe('PENDING')
  expect((await send(second.toXDR())).status).toBe('TRY_AGAIN_LATER')
  sandbox.network.close()
})

test('a refusal carries the result, in both forms', async () => {
  const transaction = (await signed('alice', 'bob')).toXDR()
  const refused = await send(transaction)
  const result = xdr.TransactionResult.fromXdr(refused.errorResultXdr, 'base64')
  expect([refused.status, result.result.type]).toEqual(['ERROR', 'txBadAuth'])
  const { errorResultXdr: _, ...rest } = refused
  expect(await send(transaction, 'json')).toEqual({ ...rest, errorResultJson: result.toJson() })
})
