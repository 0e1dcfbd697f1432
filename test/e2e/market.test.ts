/** The demo market through the whole of FlashIndex: what a frontend, an analyst and a wallet get is what the chain says. */
import { Address, Contract, rpc, scValToNative, TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replay } from '../../indexer/replay.ts'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'

let demo: DemoMarket
let stack: Stack

beforeAll(async () => {
  demo = await startDemoMarket(9)
  stack = await startStack(demo)
  await stack.caughtUp()
}, 180_000)

afterAll(async () => {
  await stack?.close()
  await demo?.close()
})

/** Balance of the market in an asset, as the token contract tells it. */
const balanceOfMarket = async (asset: string) => {
  const { server, cast, living } = demo
  const account = await server.getAccount(cast.owner.publicKey())
  const call = new TransactionBuilder(account, { fee: '100', networkPassphrase: demo.network.network.passphrase })
    .addOperation(new Contract(asset).call('balance', new Address(living.market.contractId).toScVal()))
    .setTimeout(0)
    .build()
  const simulation = await server.simulateTransaction(call)
  if (!rpc.Api.isSimulationSuccess(simulation)) throw new Error('no balance')
  return scValToNative(simulation.result!.retval) as bigint
}

test('the market has at least 12 providers, 60 buckets in several regions, 20 consumers and deals that ended', async () => {
  const { data } = await stack.ask<{
    market: {
      totals: { providers: number; consumers: number; buckets: { count: number }[]; deals: { status: string }[] }
    }
  }>('{ market { totals { providers consumers buckets { status count } deals { status count } } } }')
  const { providers, consumers, buckets, deals } = data.market.totals
  expect(providers).toBeGreaterThanOrEqual(12)
  expect(consumers).toBeGreaterThanOrEqual(20)
  expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(60)
  expect(deals.map(({ status }) => status)).toContain('COMPLETED')
})

test('every event of the market is decoded', async () => {
  const others = await stack.database.sql`select name, outcome from raw_event where outcome <> 'known'`
  expect(others).toEqual([])
})

test('per deal, paid in = paid out + fees + refunds + held, and the payments add up to the same', async () => {
  const wrong = await stack.database.sql`
    select d.deal_id from deal d
    left join lateral (
      select coalesce(sum(amount) filter (where kind in ('funding', 'deposit')), 0) as paid_in,
             coalesce(sum(amount) filter (where kind = 'settlement' or (kind = 'split' and to_address = d.provider)), 0) as paid_out,
             coalesce(sum(amount) filter (where kind = 'fee'), 0) as fees,
             coalesce(sum(amount) filter (where kind = 'refund' or (kind = 'split' and to_address = d.consumer)), 0) as refunded
      from payment p where (p.market_id, p.consumer, p.provider, p.deal_id) = (d.market_id, d.consumer, d.provider, d.deal_id)
    ) p on true
    where d.paid_in <> d.paid_out + d.fees + d.refunded + d.balance
       or (d.paid_in, d.paid_out, d.fees, d.refunded) is distinct from (p.paid_in, p.paid_out, p.fees, p.refunded)`
  const [counted] = await stack.database.sql`select count(*)::int as deals, sum(paid_in)::text as money from deal`
  expect(wrong).toEqual([])
  expect(counted!.deals).toBeGreaterThan(10)
  expect(BigInt(counted!.money)).toBeGreaterThan(0n)
})

test('per stream, money and collateral are conserved, and the payments add up to the same', async () => {
  const wrong = await stack.database.sql`
    select s.stream_id from stream s
    left join lateral (
      select coalesce(sum(amount) filter (where kind = 'funding'), 0) as paid_in,
             coalesce(sum(amount) filter (where kind = 'collateral'), 0) as collateral_paid,
             coalesce(sum(amount) filter (where kind <> 'funding' and kind <> 'collateral'), 0) as gone
      from payment p where (p.market_id, p.stream_id) = (s.market_id, s.stream_id)
    ) p on true
    where s.paid_in <> s.paid_out + s.fees + s.tips + s.refunded + s.balance
       or s.collateral_paid <> s.collateral + s.collateral_returned + s.collateral_slashed
       or (s.paid_in, s.collateral_paid) is distinct from (p.paid_in, p.collateral_paid)
       or p.gone <> s.paid_in + s.collateral_paid - s.balance - s.collateral`
  const [counted] = await stack.database.sql`select count(*)::int as streams from stream`
  expect(wrong).toEqual([])
  expect(counted!.streams).toBeGreaterThan(5)
})

test('per asset, what the index says is held is the balance of the contract, read from the chain', async () => {
  const held = await stack.database.sql<{ asset: string; held: string }[]>`
    select asset, sum(held)::text as held from (
      select asset, balance as held from deal
      union all select asset, balance + collateral from stream
      union all select asset, amount from credit
    ) h group by asset`
  expect(held.length).toBe(2)
  for (const row of held) expect(BigInt(row.held), row.asset).toBe(await balanceOfMarket(row.asset))
})

test('the index knows each deal as the contract itself tells it', async () => {
  const deals = await stack.database.sql`select consumer, provider, deal_id, status, balance::text from deal`
  for (const deal of deals) {
    const view = demo.living.view.deals.get(deal.deal_id)!
    expect(deal).toMatchObject({ consumer: view.consumer, status: view.status, balance: String(view.balance) })
  }
})

test('a replay of the archive gives the tables that tailing gave', async () => {
  const { database, interpretation, log } = stack
  const signal = new AbortController().signal
  const result = await replay({ databaseUrl: database.url, interpretation, log, signal, verify: true })
  expect(result.differences).toEqual([])
  expect(result.events).toBeGreaterThan(200)
})

test('a wallet gets an unsigned transaction, signs it, sends it, and sees it in the index', async () => {
  const provider = demo.cast.providers[0]!.keypair
  const built = await stack.ask<{ updateProvider: { xdr: string; hash: string } }>(
    'mutation ($id: Address!) { updateProvider(providerId: $id, description: "a new sign on the door") { xdr hash } }',
    { id: provider.publicKey() },
  )
  expect(built.errors).toBeUndefined()
  const { xdr, hash } = built.data.updateProvider
  const transaction = TransactionBuilder.fromXDR(xdr, demo.network.network.passphrase)
  transaction.sign(provider)
  const sent = await stack.ask<{ submitTransaction: { status: string; hash: string } }>(
    'mutation ($xdr: String!) { submitTransaction(xdr: $xdr) { status hash } }',
    { xdr: transaction.toXDR() },
  )
  expect(sent.data.submitTransaction).toEqual({ status: 'PENDING', hash })
  await demo.nextLedger()
  await stack.caughtUp()
  const seen = await stack.ask<{ provider: unknown; transaction: unknown }>(
    'query ($id: Address!, $hash: Hash!) { provider(address: $id) { description } transaction(hash: $hash) { state indexed } }',
    { id: provider.publicKey(), hash },
  )
  expect(seen.data).toEqual({
    provider: { description: 'a new sign on the door' },
    transaction: { state: 'SUCCESS', indexed: true },
  })
})
