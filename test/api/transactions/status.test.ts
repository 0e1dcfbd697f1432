import { nativeToScVal, type Transaction, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { errorEvent, keys, MARKET, PASSPHRASE, PROVIDER, scripted, succeeds } from './small-market.ts'

const HASH = 'ab'.repeat(32)
const register = { function: 'registerProvider', arguments: { providerId: PROVIDER, description: 'Nordic' } }

const resultXdr = (result: xdr.TransactionResultResult) =>
  new xdr.TransactionResult({ feeCharged: 4_711n, result, ext: xdr.TransactionResultExt.v0() }).toXdr('base64')

const invoked = (make: xdr.InvokeHostFunctionResult) =>
  xdr.OperationResult.opInner(xdr.OperationResultTr.invokeHostFunction(make))
const trapped = xdr.TransactionResultResult.txFailed([
  invoked(xdr.InvokeHostFunctionResult.invokeHostFunctionTrapped()),
])
const archived = xdr.TransactionResultResult.txFailed([
  invoked(xdr.InvokeHostFunctionResult.invokeHostFunctionEntryArchived()),
])
const success = xdr.TransactionResultResult.txSuccess([
  invoked(xdr.InvokeHostFunctionResult.invokeHostFunctionSuccess(new xdr.Hash(new Uint8Array(32)))),
])

const statusOf = (found: Record<string, unknown>, hash = HASH) =>
  scripted({ simulation: succeeds([PROVIDER]), found }).transactions.transaction(hash)

const applied = { status: 'SUCCESS', ledger: 900, createdAt: '1789999000' }

test('success is what the result says, with ledger, time and fee', async () => {
  expect(await statusOf({ ...applied, resultXdr: resultXdr(success) })).toMatchObject({
    state: 'SUCCESS',
    reason: null,
    ledger: 900,
    closedAt: 1_789_999_000,
    feeCharged: 4_711n,
  })
})

test('a status SUCCESS with a result that says otherwise is a failure', async () => {
  expect(await statusOf({ ...applied, resultXdr: resultXdr(trapped) })).toMatchObject({ state: 'FAILED' })
})

test('a status SUCCESS without a result is no success', async () => {
  expect(await statusOf(applied)).toMatchObject({ state: 'NOT_FOUND', ledger: null })
})

test('a refusal of the contract is named by its interface', async () => {
  const diagnosticEventsXdr = [errorEvent(MARKET, xdr.ScError.sceContract(7))]
  const status = await statusOf({ ...applied, status: 'FAILED', resultXdr: resultXdr(trapped), diagnosticEventsXdr })
  expect(status).toMatchObject({
    state: 'FAILED',
    reason: { code: 'CONTRACT_ERROR', name: 'BucketLocked', number: 7, contractId: MARKET },
    returnValue: null,
  })
})

test('another failure is named by the protocol, with the next step', async () => {
  const { reason } = await statusOf({ ...applied, status: 'FAILED', resultXdr: resultXdr(archived) })
  expect(reason).toMatchObject({ code: 'TRANSACTION_FAILED', name: 'INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED' })
  expect(reason?.message).toMatch(/build it again/)
})

test('a trap without a word of the contract keeps the protocol name', async () => {
  const { reason } = await statusOf({ ...applied, status: 'FAILED', resultXdr: resultXdr(trapped) })
  expect(reason).toMatchObject({ name: 'INVOKE_HOST_FUNCTION_TRAPPED' })
})

test('what was never relayed here and is in no ledger is not found, and the answer says how far it looked', async () => {
  const status = await statusOf({})
  expect(status).toMatchObject({ state: 'NOT_FOUND', ledger: null, returnValue: null, reason: { name: 'NOT_FOUND' } })
  expect(status.reason?.message).toMatch(/No ledger from 2 to 1000 has it/)
})

const relay = async (found: Record<string, unknown>) => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]), found })
  const { xdr: envelope } = await transactions.build(register)
  const transaction = TransactionBuilder.fromXdr(envelope, PASSPHRASE) as Transaction
  transaction.sign(keys('provider'))
  const { hash } = await transactions.submit(transaction.toXdr())
  return transactions.transaction(hash)
}

test('what was relayed is pending until its time is over by the clock of the network', async () => {
  expect(await relay({ latestLedgerCloseTime: '1790000300' })).toMatchObject({ state: 'PENDING', reason: null })
  expect(await relay({ latestLedgerCloseTime: '1790000301' })).toMatchObject({
    state: 'NOT_FOUND',
    reason: { name: 'EXPIRED', message: expect.stringMatching(/can never succeed/) },
  })
})

test('the return value is read by the type of the function that was called', async () => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]) })
  const { xdr: envelopeXdr } = await transactions.build(register)
  const meta = xdr.TransactionMeta.v4(
    new xdr.TransactionMetaV4({
      ext: xdr.ExtensionPoint.v0(),
      txChangesBefore: [],
      operations: [],
      txChangesAfter: [],
      sorobanMeta: new xdr.SorobanTransactionMetaV2({
        ext: xdr.SorobanTransactionMetaExt.v0(),
        returnValue: nativeToScVal(7n, { type: 'u128' }),
      }),
      events: [],
      diagnosticEvents: [],
    }),
  )
  const found = { ...applied, resultXdr: resultXdr(success), envelopeXdr, resultMetaXdr: meta.toXdr('base64') }
  expect(await statusOf(found)).toMatchObject({ returnValue: '7' })
})

test.each(['', 'ab', `${HASH}00`, 'xyz'.repeat(22)])('"%s" is refused as a hash', async (hash) => {
  await expect(statusOf({}, hash)).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringMatching(/64 hexadecimal/),
  })
})
