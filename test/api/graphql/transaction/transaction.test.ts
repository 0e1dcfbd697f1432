/** From mutation to index, through the front door: build, sign elsewhere, send, follow. */
import { TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transactionsOf } from '../../../../api/graphql/transaction/market-transactions.ts'
import { type Api, createApi } from '../../../../api/server.ts'
import { writingFunctionsByName } from '../../../../api/transactions/functions.ts'
import { openReaderSql, type Sql } from '../../../../prisma/client.ts'
import { insertEvent, toid } from '../../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../../support/postgres.ts'
import { type MarketNetwork, startMarketNetwork } from '../../transactions/market-network.ts'

let market: MarketNetwork
let database: TestDatabase
let reader: Sql
let api: Api
const logged: unknown[] = []
const ignore = () => undefined

beforeAll(async () => {
  ;[market, database] = await Promise.all([startMarketNetwork(), createDatabase()])
  reader = openReaderSql({ url: database.readerUrl })
  const log = { error: (error: unknown) => logged.push(error), warn: ignore, info: ignore, debug: ignore }
  const transactions = new Map([['local', market.transactions]])
  api = createApi({ sql: reader, transactions, log, positionMaxAgeMs: 0 })
  const { sql } = database
  const [network] =
    await sql`insert into network (passphrase) values (${market.sandbox.network.passphrase}) returning id`
  const [row] = await sql`
    insert into market (network_id, contract_id, name, start_ledger)
    values (${network!.id}, ${market.contractId}, 'local', 2) returning id`
  await sql`insert into watermark (market_id, ledger, tip_ledger) values (${row!.id}, 1, 1)`
  await market.perform({ function: 'setStableAssetAddress', arguments: { address: market.token } }, 'owner')
}, 60_000)
afterAll(async () => {
  await api.close()
  await reader.end()
  await database.close()
  await market.sandbox.close()
  expect(logged).toEqual([])
})

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at is checked by the test
  data: any
  errors?: { message: string; extensions: Record<string, unknown> }[]
}

const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
  const response = await api.yoga.fetch('http://api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as Answer
}

const REGISTER = `mutation ($providerId: Address!, $options: TransactionOptions) {
  registerProvider(providerId: $providerId, description: "Nordic", options: $options) {
    xdr hash networkPassphrase contractId function arguments source sequence validUntil simulatedAtLedger
    fees { inclusion resource total }
    resources { instructions readOnlyEntries readWriteEntries diskReadBytes writeBytes restoredEntries }
    authorizations { address function validUntilLedger hash }
    returnValue events { contractId name values topicsXdr dataXdr } transfers { amount formatted } preview warnings
  }
}`
const SUBMIT = `mutation ($xdr: String!) {
  submitTransaction(xdr: $xdr) { hash status reason { name message } latestLedger validUntil }
}`
const FOLLOW = `query ($hash: Hash!) {
  transaction(hash: $hash) {
    state ledger closedAt indexed feeCharged returnValue reason { code name number contractId message }
    events { name values topicsXdr dataXdr } latestLedger
  }
}`

test('a wallet builds, checks, signs, sends and follows until the index has it', async () => {
  const { addresses, keys, contractId, sandbox } = market
  const { data, errors } = await ask(REGISTER, { providerId: addresses.provider })
  expect(errors).toBeUndefined()
  const unsigned = data.registerProvider
  expect(unsigned).toMatchObject({
    ...{ contractId, function: 'register_provider', source: addresses.provider, authorizations: [], warnings: [] },
    arguments: { providerId: addresses.provider, description: 'Nordic' },
    validUntil: expect.stringMatching(/^\d{4}-.*Z$/),
    sequence: expect.stringMatching(/^\d+$/),
    fees: { inclusion: '100', total: expect.stringMatching(/^\d+$/) },
    preview: expect.stringMatching(/^Register provider \(providerId G.*publishes provider_registered\./),
  })
  const registered = unsigned.events.find((event: { name: string }) => event.name === 'provider_registered')
  expect(registered.values).toMatchObject({ provider: addresses.provider, description: 'Nordic', reputation: 50 })

  const transaction = TransactionBuilder.fromXdr(unsigned.xdr, unsigned.networkPassphrase)
  transaction.sign(keys.provider)
  const sent = (await ask(SUBMIT, { xdr: transaction.toXdr() })).data.submitTransaction
  expect(sent).toMatchObject({ hash: unsigned.hash, status: 'PENDING', reason: null })

  const followed = await follow(unsigned.hash, ({ state }) => state !== 'PENDING')
  expect(followed).toMatchObject({ state: 'SUCCESS', indexed: false, reason: null, returnValue: null })
  expect(Number(followed.feeCharged)).toBeLessThanOrEqual(Number(unsigned.fees.total))
  await database.sql`update watermark set ledger = ${followed.ledger}, tip_ledger = ${sandbox.network.latest().sequence}`
  expect(await follow(unsigned.hash, ({ indexed }) => indexed)).toMatchObject({
    indexed: true,
    ledger: followed.ledger,
  })
  await quarantineEventOf(unsigned.hash, followed.ledger)
  expect(await follow(unsigned.hash, () => true)).toMatchObject({ indexed: false, ledger: followed.ledger })
  await database.sql`delete from quarantine`
  await database.sql`delete from raw_event where tx_hash = ${unsigned.hash}`
})

/** One event of the transaction could not be decoded. */
const quarantineEventOf = async (tx_hash: string, ledger: number) => {
  const [{ id }] = await database.sql<[{ id: number }]>`select id from market`
  await insertEvent(database.sql, id, ledger, { tx_hash, outcome: 'malformed', name: 'provider_registered' })
  const place = { market_id: id, toid: toid(ledger), event_index: 0, ledger }
  await database.sql`insert into quarantine ${database.sql({ ...place, reason: 'data is void' })}`
}

interface Followed {
  state: string
  indexed: boolean
  ledger: number
  feeCharged: string
}

const follow = async (hash: string, until: (status: Followed) => boolean): Promise<Followed> => {
  const deadline = performance.now() + 10_000
  for (;;) {
    const { transaction } = (await ask(FOLLOW, { hash })).data
    if (until(transaction)) return transaction
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(transaction)}`)
  }
}

test('a refusal of the contract reaches the client with code, name and number', async () => {
  const { addresses, contractId } = market
  const query = `mutation ($id: Address!) { lockBucket(providerId: $id, bucketId: 7) { xdr } }`
  const { data, errors } = await ask(query, { id: addresses.provider })
  expect(data).toBeNull()
  expect(errors).toMatchObject([
    {
      message: expect.stringMatching(/^BucketNotFound \(#200\): /),
      extensions: { code: 'CONTRACT_ERROR', name: 'BucketNotFound', number: 200, contractId },
    },
  ])
})

const owned = (field: string) => `mutation { ${field} { xdr } }`

test.each([
  [
    'a source that is no account',
    owned('extendMarketTtl(options: { source: "GABC" })'),
    'BAD_INPUT',
    /no Stellar address/,
  ],
  ['no source where nobody signs', owned('extendMarketTtl'), 'SOURCE_REQUIRED', /name the account/],
  ['an amount with a point', owned('setPlatformFee(platformFee: "2.5")'), 'BAD_INPUT', /"2.5" is no TokenAmount/],
  ['an amount below zero', owned('setPlatformFee(platformFee: "-1")'), 'BAD_INPUT', /is no TokenAmount/],
  [
    'a validity of a day',
    owned('setPlatformFee(platformFee: 1, options: { validForSecs: 86400 })'),
    'INVALID_ARGUMENT',
    /validForSecs: 86400/,
  ],
  ['a hash that is none', owned('upgrade(newWasmHash: "abc")'), 'BAD_INPUT', /"abc" is no hash/],
  [
    'a market that is not there',
    owned('setPlatformFee(platformFee: 1, market: "moon")'),
    'UNKNOWN_MARKET',
    /no market "moon"; there are: local/,
  ],
  ['an argument too few', owned('setPlatformFee'), 'GRAPHQL_VALIDATION_FAILED', /platformFee/],
  [
    'an envelope that is none',
    'mutation { submitTransaction(xdr: "AAAA") { hash } }',
    'INVALID_TRANSACTION',
    /base64 XDR/,
  ],
  [
    'a view as mutation',
    'mutation { getBucket { xdr } }',
    'GRAPHQL_VALIDATION_FAILED',
    /Cannot query field "getBucket"/,
  ],
])('%s is refused with the value and a code', async (_, query, code, message) => {
  const { errors } = await ask(query)
  expect(errors?.[0]?.extensions.code).toBe(code)
  expect(errors?.[0]?.message).toMatch(message)
})

test('an explicit source gets the authorisation that the other must sign', async () => {
  const { addresses } = market
  const query = `mutation ($id: Address!, $source: Address!) {
    updateProvider(providerId: $id, description: "x", options: { source: $source }) {
      xdr source authorizations { address function hash preimageXdr entryXdr validUntilLedger } warnings
    }
  }`
  const { data } = await ask(query, { id: addresses.provider, source: addresses.heir })
  expect(data.updateProvider).toMatchObject({
    source: addresses.heir,
    authorizations: [
      { address: addresses.provider, function: 'update_provider', hash: expect.stringMatching(/^\w{64}$/) },
    ],
    warnings: [expect.stringMatching(/hash changes/)],
  })
})

test('what the other signed is put in by the API, and the source signs the rest', async () => {
  const { addresses, keys } = market
  const build = `mutation ($id: Address!, $source: Address!) {
    updateProvider(providerId: $id, description: "y", options: { source: $source }) { xdr authorizations { hash } }
  }`
  const { updateProvider } = (await ask(build, { id: addresses.provider, source: addresses.heir })).data
  const authorize = `mutation ($xdr: String!, $signatures: [AuthorizationSignature!]!) {
    authorizeTransaction(xdr: $xdr, signatures: $signatures) { xdr hash source missing }
  }`
  const signature = keys.provider.sign(Buffer.from(updateProvider.authorizations[0].hash, 'hex'))
  const signatures = [{ address: addresses.provider, signature: Buffer.from(signature).toString('base64') }]
  const { authorizeTransaction } = (await ask(authorize, { xdr: updateProvider.xdr, signatures })).data
  expect(authorizeTransaction).toMatchObject({ source: addresses.heir, missing: [] })
  const transaction = TransactionBuilder.fromXdr(authorizeTransaction.xdr, market.sandbox.network.passphrase)
  transaction.sign(keys.heir)
  const { submitTransaction } = (await ask(SUBMIT, { xdr: transaction.toXdr() })).data
  expect(submitTransaction).toMatchObject({ status: 'PENDING', hash: authorizeTransaction.hash })
  expect(await follow(submitTransaction.hash, ({ state }) => state !== 'PENDING')).toMatchObject({ state: 'SUCCESS' })
})

test('a hash that nobody sent is not found, and says so', async () => {
  const { data } = await ask(FOLLOW, { hash: 'ab'.repeat(32) })
  expect(data.transaction).toMatchObject({
    state: 'NOT_FOUND',
    indexed: false,
    ledger: null,
    reason: { name: 'NOT_FOUND' },
  })
})

test('what the network forgot and the archive has is still a success, with its events', async () => {
  const { addresses, sandbox } = market
  const { hash } = await market.perform(
    { function: 'updateProvider', arguments: { providerId: addresses.provider, description: 'long ago' } },
    'provider',
  )
  const { events, ledger } = (await ask(FOLLOW, { hash })).data.transaction
  await archive(hash, ledger, events)
  const forgetful = sandbox.faults.add({ kind: 'retention', ledgers: 1 })
  sandbox.network.close()
  sandbox.network.close()
  const { data } = await ask(FOLLOW, { hash })
  sandbox.faults.remove(forgetful.id)
  expect(data.transaction).toMatchObject({ state: 'SUCCESS', ledger, reason: null, feeCharged: null, events })
})

/** Stores events as the indexer does. */
const archive = async (hash: string, ledger: number, events: { topicsXdr: string[]; dataXdr: string }[]) => {
  const [{ id }] = (await database.sql`select id from market`) as unknown as [{ id: number }]
  const rows = events.map(({ topicsXdr, dataXdr }, index) => ({
    ...{ market_id: id, toid: (BigInt(ledger) << 32n) | 4096n, event_index: index, ledger, tx_hash: hash },
    ...{
      closed_at: new Date('2026-01-01T00:00:00Z'),
      type: 'contract',
      topics: topicsXdr,
      data: dataXdr,
      outcome: 'known',
    },
  }))
  await database.sql`insert into raw_event ${database.sql(rows)}`
}

test('the mutations are the writing functions of the contract, and what sends them', async () => {
  const { data } = await ask('{ __schema { mutationType { fields { name args { name } } } } }')
  const fields: { name: string; args: { name: string }[] }[] = data.__schema.mutationType.fields
  const functions = [...writingFunctionsByName(market.spec).keys()]
  expect(fields.map(({ name }) => name).toSorted()).toEqual(
    [...functions, 'authorizeTransaction', 'submitTransaction'].toSorted(),
  )
  const args = new Map(fields.map(({ name, args }) => [name, args.map((arg) => arg.name)]))
  expect(args.get('setDealRejected')).toEqual(['providerId', 'consumerId', 'dealId', 'market', 'options'])
})

test('one request can ask for some simulations, not for dozens', async () => {
  const fields = Array.from({ length: 15 }, (_, n) => `m${n}: setPlatformFee(platformFee: 1) { xdr }`)
  const { errors } = await ask(`mutation { ${fields.join(' ')} }`)
  expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COSTLY')
})

test('a network that does not answer is said to be a passing state; its address is for the log', async () => {
  const { id } = market.sandbox.faults.add({ kind: 'unavailable', methods: ['simulateTransaction'] })
  const { errors } = await ask(owned('setPlatformFee(platformFee: 1)'))
  market.sandbox.faults.remove(id)
  expect(errors?.[0]?.extensions.code).toBe('RPC_UNAVAILABLE')
  expect(JSON.stringify(errors)).not.toContain('localhost')
  expect(logged.splice(0)).toMatchObject([{ cause: { message: expect.stringMatching(/localhost.*503/) } }])
})

test('with several markets the one that is meant must be named, with none configured that is said', () => {
  const two = new Map([
    ['local', market.transactions],
    ['test', market.transactions],
  ])
  expect(() => transactionsOf(two, null)).toThrow(/several markets; name one in `market`: local, test/)
  expect(transactionsOf(two, 'test').market).toBe('test')
  expect(() => transactionsOf(new Map(), 'test')).toThrow(/no market to build transactions for/)
})
