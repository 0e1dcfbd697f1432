import { FeeBumpTransaction, type Transaction, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { keys, type NetworkScript, OWNER, PASSPHRASE, PROVIDER, scripted, succeeds } from './small-market.ts'

const register = { function: 'registerProvider', arguments: { providerId: PROVIDER, description: 'Nordic' } }
const PUBLIC = 'Public Global Stellar Network ; September 2015'

/** An envelope built by the API and signed by `signer` for `passphrase`. */
const signed = async (passphrase = PASSPHRASE, source: string | undefined = undefined) => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]) })
  const { xdr: envelope } = await transactions.build({ ...register, source })
  const transaction = TransactionBuilder.fromXdr(envelope, passphrase) as Transaction
  transaction.sign(keys(source === OWNER ? 'owner' : 'provider'))
  return transaction
}

const submit = (envelope: string, script: Partial<NetworkScript> = {}) =>
  scripted({ simulation: succeeds([]), ...script }).transactions.submit(envelope)

test('a signed envelope is handed over and the network has the word', async () => {
  const transaction = await signed()
  expect(await submit(transaction.toXdr())).toEqual({
    hash: Buffer.from(transaction.hash()).toString('hex'),
    status: 'PENDING',
    reason: null,
    latestLedger: 1_000,
    validUntil: 1_790_000_300,
  })
})

test('a fee bump around a signed transaction is taken too', async () => {
  const bump = TransactionBuilder.buildFeeBumpTransaction(keys('owner'), '100000', await signed(), PASSPHRASE)
  await expect(submit(bump.toXdr())).rejects.toMatchObject({ code: 'UNSIGNED_TRANSACTION' })
  bump.sign(keys('owner'))
  expect(bump).toBeInstanceOf(FeeBumpTransaction)
  expect(await submit(bump.toXdr())).toMatchObject({ status: 'PENDING' })
})

const truncated = async () => (await signed()).toXdr().slice(0, -8)
const unsigned = async () => {
  const transaction = await signed()
  transaction.signatures.length = 0
  return TransactionBuilder.cloneFrom(transaction).build().toXdr()
}
const altered = async () => {
  const transaction = await signed()
  const other = TransactionBuilder.cloneFrom(transaction, { fee: '999' }).build()
  other.addDecoratedSignature(transaction.signatures[0]!)
  return other.toXdr()
}

test.each([
  ['nothing', async () => '', 'INVALID_TRANSACTION', /send a TransactionEnvelope/],
  ['no base64', async () => '{"xdr":1}', 'INVALID_TRANSACTION', /no transaction/],
  ['half of one', truncated, 'INVALID_TRANSACTION', /no transaction/],
  ['another XDR', async () => xdr.ScVal.scvVoid().toXdr('base64'), 'INVALID_TRANSACTION', /no transaction/],
  ['too much', async () => 'A'.repeat(200_000), 'TRANSACTION_TOO_LARGE', /at most 132096/],
  ['an unsigned one', unsigned, 'UNSIGNED_TRANSACTION', /let G.* sign it first/],
  ['one for the public network', async () => (await signed(PUBLIC)).toXdr(), 'WRONG_NETWORK', /network "Public Global/],
  ['one for an unknown network', async () => (await signed('Mars')).toXdr(), 'WRONG_NETWORK', /another network, or/],
  ['one changed after signing', altered, 'WRONG_NETWORK', /changed after it was signed/],
  [
    'one that another must authorise',
    async () => (await signed(PASSPHRASE, OWNER)).toXdr(),
    'AUTH_REQUIRED',
    new RegExp(`authorisation of ${PROVIDER} is not signed`),
  ],
])('%s is refused before it is sent', async (_, envelope, code, message) => {
  const sent = submit(await envelope(), { send: { status: 'ERROR' } })
  await expect(sent).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

/** A TransactionResult with a code that carries nothing. */
const result = (make: () => xdr.TransactionResultResult) =>
  new xdr.TransactionResult({ feeCharged: 100n, result: make(), ext: xdr.TransactionResultExt.v0() }).toXdr('base64')

test.each([
  ['txBAD_SEQ', () => xdr.TransactionResultResult.txBadSeq(), /build it again/],
  ['txTOO_LATE', () => xdr.TransactionResultResult.txTooLate(), /Its time is over/],
  ['txINSUFFICIENT_BALANCE', () => xdr.TransactionResultResult.txInsufficientBalance(), /send it XLM/],
  ['opBAD_AUTH', () => xdr.TransactionResultResult.txFailed([xdr.OperationResult.opBadAuth()]), /txFAILED, opBAD_AUTH/],
])('an ERROR carries the result by its protocol name: %s', async (name, make, message) => {
  const send = { status: 'ERROR' as const, errorResultXdr: result(make) }
  const submission = await submit((await signed()).toXdr(), { send })
  expect(submission).toMatchObject({ status: 'ERROR', reason: { name, code: 'TRANSACTION_FAILED' } })
  expect(submission.reason?.message).toMatch(message)
})

test('TRY_AGAIN_LATER says that the same envelope may be sent again', async () => {
  const submission = await submit((await signed()).toXdr(), { send: { status: 'TRY_AGAIN_LATER' } })
  expect(submission).toMatchObject({ status: 'TRY_AGAIN_LATER', reason: { name: 'TRY_AGAIN_LATER' } })
})

test('a status that no version of the protocol has is an error, never taken for success', async () => {
  const send = { status: 'DONE' as never }
  await expect(submit((await signed()).toXdr(), { send })).rejects.toMatchObject({ code: 'RPC_REFUSED' })
})
