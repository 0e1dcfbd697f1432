/** What the real contract on the real host refuses, by name; and what several parties have to sign. */
import { Account, authorizeEntry, Operation, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MarketNetwork, sendSigned, signed, startMarketNetwork } from './market-network.ts'

let market: MarketNetwork
const USDC = 10_000_000n
let parties: { consumerId: string; providerId: string }
let terms: Record<string, unknown>

beforeAll(async () => {
  market = await startMarketNetwork()
  const { addresses, token, perform } = market
  parties = { consumerId: addresses.consumer, providerId: addresses.provider }
  await perform({ function: 'setStableAssetAddress', arguments: { address: token } }, 'owner')
  await perform(
    { function: 'registerProvider', arguments: { providerId: addresses.provider, description: '' } },
    'provider',
  )
  await perform(
    { function: 'registerConsumer', arguments: { consumerId: addresses.consumer, description: '' } },
    'consumer',
  )
  const listing = { name: 'Nordic', region: 'eu', fbBucketId: 'b', apiCompatibility: 's3' }
  const promises = { pricePerGbStorage: 1, pricePerGbEgress: 1, slaAvgLatencyMs: 100, slaAvgUptimePct: 99_000_000 }
  const bucket = { providerId: addresses.provider, ...listing, ...promises }
  await perform({ function: 'createBucket', arguments: bucket }, 'provider')
  terms = {
    ...{ ...parties, bucketId: 1, fbRepoId: 'r', durationSecs: 86_400 },
    ...{ agreedStorageMb: 1, agreedEgressMb: 1, apiCompatibility: 's3' },
  }
  await perform({ function: 'createDeal', arguments: terms }, 'consumer')
}, 60_000)
afterAll(() => market.sandbox.close())

const acceptDeal = (dealId: number) => ({ function: 'setDealAccepted', arguments: { ...parties, dealId } })
const register = (description: string) => ({
  function: 'registerConsumer',
  arguments: { consumerId: market.addresses.heir, description },
})
const fund = (amountUsd: bigint) => ({
  function: 'setDealFunded',
  arguments: { ...parties, dealId: 1, amountUsd, fbRepoId: 'r' },
})

test('a refusal of the market carries name, number and sentence of its interface', async () => {
  const { name, code, doc } = market.spec.file.errors.find((error) => error.name === 'DealNotAccepted')!
  await expect(market.transactions.build(fund(USDC))).rejects.toMatchObject({
    code: 'CONTRACT_ERROR',
    message: `${name} (#${code}): ${doc}`,
    details: { name, number: code, contractId: market.contractId },
  })
})

const HASH = 'ab'.repeat(32)

test.each([
  ['finishStream', { streamId: 99 }, 'StreamNotFound'],
  ['lapseDispute', { disputeId: 99 }, 'DisputeNotFound'],
  ['setUnitsMaintenance', { bucketId: 1, units: [1], maintenance: true }, 'UnitNotFound'],
  ['revokeCertification', { subject: 'provider', role: 'Provider', kind: 'iso27001' }, 'CertificationNotFound'],
  ['setAssetAccepted', { asset: 'token', accepted: false }, 'AssetNotAccepted'],
  ['claimCredit', { party: 'provider', asset: 'token', to: 'provider' }, 'CreditEmpty'],
  ['addEvidence', { party: 'provider', disputeId: 99, evidenceHash: HASH }, 'DisputeNotFound'],
] as const)('%s is refused with the sentence of its interface', async (name, values, error) => {
  const { addresses, token, spec, transactions } = market
  const names: Record<string, unknown> = { provider: addresses.provider, token }
  const args = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, names[String(value)] ?? value]))
  const intent = {
    function: name,
    arguments: name.includes('Units') ? { ...args, providerId: addresses.provider } : args,
  }
  const { code, doc } = spec.file.errors.find((one) => one.name === error)!
  await expect(transactions.build(intent)).rejects.toMatchObject({
    code: 'CONTRACT_ERROR',
    message: `${error} (#${code}): ${doc}`,
    details: { name: error, number: code },
  })
})

test('a deal that does not exist is refused by name, whoever asks', async () => {
  await expect(market.transactions.build(acceptDeal(99))).rejects.toMatchObject({ details: { name: 'DealNotFound' } })
})

test('a refusal of the token is named as the token, not as the market', async () => {
  await market.perform(acceptDeal(1), 'provider')
  await expect(market.transactions.build(fund(1_001n * USDC))).rejects.toMatchObject({
    code: 'CONTRACT_ERROR',
    message: expect.stringMatching(/^The token contract C.* refuses: BalanceError \(#10\)/),
    details: { name: 'BalanceError', number: 10, contractId: market.token },
  })
})

test('a transaction that became wrong after it was built fails with the name of the reason', async () => {
  const { transactions, send, keys } = market
  const first = await transactions.build(register('first'))
  const second = await transactions.build(register('second'))
  const [source, sequence] = [keys.heir, first.sequence + 1n]
  expect(await send(first, source)).toMatchObject({ state: 'SUCCESS' })
  const late = withSequence(signed(second.xdr, market.sandbox.network.passphrase, []), sequence)
  late.sign(source)
  const status = await sendSigned(transactions, late)
  expect(status).toMatchObject({
    state: 'FAILED',
    reason: { code: 'CONTRACT_ERROR', name: 'ConsumerAlreadyRegistered', contractId: market.contractId },
    returnValue: null,
  })
  expect(status.ledger).toBeGreaterThan(0)
})

test('one that was sent already is refused with the protocol name of the reason', async () => {
  const { transactions, keys, sandbox, send } = market
  const [once, again] = [
    await transactions.build({ function: 'extendMarketTtl', arguments: {}, source: market.addresses.user }),
    await transactions.build({
      function: 'extendMarketTtl',
      arguments: {},
      source: market.addresses.user,
      inclusionFee: 200n,
    }),
  ]
  expect(await send(once, keys.user)).toMatchObject({ state: 'SUCCESS' })
  const submission = await transactions.submit(signed(again.xdr, sandbox.network.passphrase, [keys.user]).toXdr())
  expect(submission).toMatchObject({ status: 'ERROR', reason: { name: 'txBAD_SEQ' } })
  expect(await transactions.transaction(submission.hash)).toMatchObject({ state: 'NOT_FOUND' })
})

test('an account that was never funded is refused as source', async () => {
  const source = 'GBBD47IF6LWK7P7MDEVSCWR7DPUWV3NY3DTQEVFL4NAT4AQH3ZLLFLA5'
  await expect(market.transactions.build({ function: 'extendMarketTtl', arguments: {}, source })).rejects.toMatchObject(
    { code: 'ACCOUNT_NOT_FOUND', details: { account: source } },
  )
})

test('a call that nobody must sign wants its source named', async () => {
  await expect(market.transactions.build({ function: 'extendMarketTtl', arguments: {} })).rejects.toMatchObject({
    code: 'SOURCE_REQUIRED',
  })
})

test('what two parties must agree to carries what the other signs, and succeeds once it is signed', async () => {
  const { transactions, addresses, keys, sandbox } = market
  const unsigned = await transactions.build({ function: 'updateOwner', arguments: { newOwner: addresses.heir } })
  expect(unsigned.source).toBe(addresses.heir)
  expect(unsigned.authorizations.map(({ address }) => address)).toEqual([addresses.owner])
  const passphrase = sandbox.network.passphrase
  await expect(transactions.submit(signed(unsigned.xdr, passphrase, [keys.heir]).toXdr())).rejects.toMatchObject({
    code: 'AUTH_REQUIRED',
    details: { signers: [addresses.owner] },
  })
  const { transaction, payload } = await withAuthorization(unsigned)
  expect(payload).toBe(unsigned.authorizations[0]!.hash)
  transaction.sign(keys.heir)
  expect(await sendSigned(transactions, transaction)).toMatchObject({ state: 'SUCCESS' })
  await market.perform({ function: 'setPlatformFee', arguments: { platformFee: 1 } }, 'heir')
})

/** The consumer's call, sent and paid by somebody else. */
const sponsored = async (description: string) => {
  const { transactions, addresses } = market
  const args = { consumerId: addresses.consumer, description }
  return transactions.build({ function: 'updateConsumer', arguments: args, source: addresses.issuer })
}
const signatureOf = (name: 'consumer' | 'provider', hash: string) => ({
  address: market.addresses.consumer,
  signature: Buffer.from(market.keys[name].sign(Buffer.from(hash, 'hex'))).toString('base64'),
})

test('a signature of the hash is enough to authorise what somebody else sends and pays', async () => {
  const { transactions, keys, sandbox, addresses } = market
  const { xdr, authorizations } = await sponsored('sponsored')
  const authorized = transactions.authorize(xdr, [signatureOf('consumer', authorizations[0]!.hash)])
  expect(authorized).toMatchObject({ source: addresses.issuer, missing: [] })
  const transaction = signed(authorized.xdr, sandbox.network.passphrase, [keys.issuer])
  expect(Buffer.from(transaction.hash()).toString('hex')).toBe(authorized.hash)
  expect(await sendSigned(transactions, transaction)).toMatchObject({ state: 'SUCCESS', returnValue: true })
})

test('without a signature everything stays as it was, and who is missing is said', async () => {
  const unsigned = await sponsored('nobody signed')
  const { xdr, hash, missing } = market.transactions.authorize(unsigned.xdr, [])
  expect({ xdr, hash }).toEqual({ xdr: unsigned.xdr, hash: unsigned.hash })
  expect(missing).toEqual([market.addresses.consumer])
})

test('a signature of another key, of another hash, or of nobody asked is refused', async () => {
  const { transactions, addresses, keys, sandbox } = market
  const { xdr, authorizations, hash } = await sponsored('wrong')
  const wanted = authorizations[0]!.hash
  const refusal = (signature: Parameters<typeof transactions.authorize>[1][number]) => () =>
    transactions.authorize(xdr, [signature])
  expect(refusal(signatureOf('provider', wanted))).toThrow(
    /did not sign the hash of its authorisation with the key of G/,
  )
  expect(refusal(signatureOf('consumer', hash))).toThrow(/did not sign the hash/)
  expect(refusal({ ...signatureOf('consumer', wanted), signature: 'AAAA' })).toThrow(/did not sign the hash/)
  expect(refusal({ ...signatureOf('consumer', wanted), address: addresses.user })).toThrow(
    /is not asked to authorise it; asked are: G/,
  )
  const bySource = signed(xdr, sandbox.network.passphrase, [keys.issuer]).toXdr()
  expect(() => transactions.authorize(bySource, [])).toThrow(/put the authorisations in first/)
})

test('a transaction whose time is over is said to be expired, and never pending', async () => {
  const { transactions, addresses, keys, sandbox } = market
  const unsigned = await transactions.build({
    function: 'updateConsumer',
    arguments: { consumerId: addresses.consumer, description: 'late' },
    validForSecs: 1,
  })
  const { closeTime } = sandbox.network.latest()
  sandbox.network.close({ closeTime: closeTime + 60n })
  const submission = await transactions.submit(
    signed(unsigned.xdr, sandbox.network.passphrase, [keys.consumer]).toXdr(),
  )
  expect(submission).toMatchObject({ status: 'ERROR', reason: { name: 'txTOO_LATE' } })
  expect(await transactions.transaction(unsigned.hash)).toMatchObject({ state: 'NOT_FOUND' })
})

test('somebody else may pay: a fee bump around the signed transaction succeeds under either hash', async () => {
  const { transactions, addresses, keys, sandbox } = market
  const { passphrase } = sandbox.network
  const unsigned = await transactions.build({
    function: 'updateConsumer',
    arguments: { consumerId: addresses.consumer, description: 'paid for' },
  })
  const inside = signed(unsigned.xdr, passphrase, [keys.consumer])
  const bump = TransactionBuilder.buildFeeBumpTransaction(keys.issuer, String(unsigned.fees.total), inside, passphrase)
  bump.sign(keys.issuer)
  expect(await sendSigned(transactions, bump)).toMatchObject({ state: 'SUCCESS' })
  expect(await transactions.transaction(unsigned.hash)).toMatchObject({ state: 'SUCCESS', returnValue: true })
})

/** The same call under another sequence number, with the same resources. */
const withSequence = (transaction: Transaction, sequence: bigint): Transaction => rebuilt(transaction, { sequence })

/** The authorisation of the owner, signed with the stock SDK and put in. */
const withAuthorization = async (unsigned: Awaited<ReturnType<MarketNetwork['transactions']['build']>>) => {
  const { keys, sandbox } = market
  const transaction = signed(unsigned.xdr, sandbox.network.passphrase, [])
  const operation = invocationOf(transaction)
  let payload = ''
  const auth = await Promise.all(
    (operation.auth ?? []).map((entry) =>
      entry.credentials.type === 'sorobanCredentialsSourceAccount'
        ? entry
        : authorizeEntry(
            entry,
            async (_, bytes) => {
              payload = Buffer.from(bytes).toString('hex')
              return keys.owner.sign(bytes)
            },
            unsigned.authorizations[0]!.validUntilLedger,
            sandbox.network.passphrase,
          ),
    ),
  )
  return { transaction: rebuilt(transaction, { auth }), payload }
}

const invocationOf = (transaction: Transaction) => {
  const [operation] = transaction.operations
  if (operation?.type !== 'invokeHostFunction') throw new Error('no invocation')
  return operation
}

interface Change {
  sequence?: bigint
  auth?: NonNullable<ReturnType<typeof invocationOf>['auth']>
}

const rebuilt = (transaction: Transaction, { sequence, auth }: Change): Transaction => {
  const { func, auth: present } = invocationOf(transaction)
  const envelope = transaction.toEnvelope()
  if (envelope.type !== 'envelopeTypeTx' || envelope.value.tx.ext.type !== 'sorobanData') throw new Error('no Soroban')
  const data = envelope.value.tx.ext.value
  const previous = (sequence ?? BigInt(transaction.sequence)) - 1n
  return new TransactionBuilder(new Account(transaction.source, String(previous)), {
    fee: String(BigInt(transaction.fee) - data.resourceFee),
    networkPassphrase: transaction.networkPassphrase,
    timebounds: transaction.timeBounds!,
  })
    .addOperation(Operation.invokeHostFunction({ func, auth: auth ?? present ?? [] }))
    .setSorobanData(data)
    .build()
}
