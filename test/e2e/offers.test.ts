/** What the index offers is what the contract takes: each bucket's `available` against the chain, and each certification. */
import { Account, scValToNative, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../sandbox/demo/call.ts'
import { operationOf, playRound, sendingOverRpc } from '../../sandbox/demo/round.ts'
import { succeeds } from '../../sandbox/demo/sender.ts'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'

let demo: DemoMarket
let stack: Stack
beforeAll(async () => {
  demo = await startDemoMarket(9)
  stack = await startStack(demo)
}, 180_000)
afterAll(async () => {
  await stack?.close()
  await demo?.close()
})

const can = ({ signer, ...call }: Call) =>
  succeeds(demo.living.sender, signer, operationOf(demo.living.market, { signer, ...call }))

const play = async (...calls: Call[]) => {
  const { sender, market } = demo.living
  const next = async () => void (await demo.nextLedger())
  const { refused } = await playRound(sender, sendingOverRpc(sender, market), calls, next)
  expect(refused).toEqual([])
}

const keypairOf = (address: string) =>
  [...demo.cast.providers, ...demo.cast.consumers].find(({ keypair }) => keypair.publicKey() === address)!.keypair

interface Offer {
  readonly providerAddress: string
  readonly bucketId: number
  readonly available: boolean
}

const OFFER = 'providerAddress bucketId available'
const STATUSES = '[ACTIVE, INACTIVE, DELETED]'

const offers = async (filter = `{ statuses: ${STATUSES} }`): Promise<Offer[]> => {
  const first = await stack.ask<{ buckets: { nodes: Offer[] } }>(
    `{ buckets(first: 100, filter: ${filter}) { nodes { ${OFFER} } } }`,
  )
  expect(first.errors).toBeUndefined()
  expect(first.data.buckets.nodes.length).toBeLessThan(100)
  return first.data.buckets.nodes
}

/** A deal on the bucket: proposed, then accepted, then withdrawn again, so that the next one finds the same market. */
const isTaken = async ({ providerAddress, bucketId }: Offer): Promise<boolean> => {
  const consumer = demo.cast.consumers[0]!.keypair
  const parties = { consumer_id: consumer.publicKey(), provider_id: providerAddress }
  const terms = { bucket_id: bucketId, fb_repo_id: 'r', duration_secs: 86_400n, agreed_storage_mb: 1n }
  const more = { agreed_egress_mb: 1n, api_compatibility: 's3' }
  const create = { signer: consumer, function: 'create_deal', args: { ...parties, ...terms, ...more } }
  if (!(await can(create))) return false
  await play(create)
  const deal = { ...parties, deal_id: await newestDeal(parties.consumer_id) }
  const accept = { signer: keypairOf(providerAddress), function: 'set_deal_accepted', args: deal }
  const accepted = await can(accept)
  await play({ signer: consumer, function: 'withdraw_deal', args: deal })
  return accepted
}

const newestDeal = async (consumer: string): Promise<number> => {
  await stack.caughtUp()
  const [row] = await stack.database.sql<[{ id: number }]>`
    select max(deal_id) as id from deal where consumer = ${consumer}`
  return row.id
}

test('a provider who leaves takes its offers and certifications along, and brings them back', async () => {
  const { owner, certifier, consumers } = demo.cast
  const signer = consumers.at(-1)!.keypair
  const provider_id = signer.publicKey()
  const register = { signer, function: 'register_provider', args: { provider_id, description: 'Here for a while' } }
  const terms = { price_per_gb_storage: 1n, price_per_gb_egress: 1n, sla_avg_latency_ms: 100, sla_avg_uptime_pct: 1 }
  const place = { name: 'Cheapest of all', region: 'eu', fb_bucket_id: 'b', api_compatibility: 's3' }
  const list = { signer, function: 'create_bucket', args: { provider_id, ...place, ...terms } }
  const certificate = {
    role: { tag: 'Provider', values: undefined },
    kind: 'iso27001',
    level: 5,
    valid_until: 2n ** 40n,
  }
  const certify = { signer: certifier, function: 'certify', args: { subject: provider_id, ...certificate } }
  const leave = { signer: owner, function: 'delete_provider', args: { provider_id } }
  for (const call of [register, list, certify]) await play(call)
  expect(await standing(provider_id)).toEqual({ listed: 1, available: 1, all: [true], certified: true, valid: [true] })
  await play(leave)
  expect(await standing(provider_id)).toEqual({
    listed: 0,
    available: 0,
    all: [false],
    certified: false,
    valid: [false],
  })
  await play(register)
  expect(await standing(provider_id)).toEqual({ listed: 1, available: 1, all: [true], certified: true, valid: [true] })
  await play(leave)
})

/** What the API says of a provider's offers and certifications, in lists and one by one. */
const standing = async (address: string) => {
  await stack.caughtUp()
  const one = `providers: ["${address}"]`
  const { data } = await stack.ask<Standing>(`{
    listed: buckets(filter: { ${one} }) { totalCount }
    available: buckets(filter: { ${one}, available: true, statuses: ${STATUSES} }) { totalCount }
    all: buckets(filter: { ${one}, statuses: ${STATUSES} }) { nodes { available } }
    provider(address: "${address}") { certified certifications { nodes { valid } } } }`)
  return {
    listed: data.listed.totalCount,
    available: data.available.totalCount,
    all: data.all.nodes.map(({ available }) => available),
    certified: data.provider.certified,
    valid: data.provider.certifications.nodes.map(({ valid }) => valid),
  }
}

interface Standing {
  readonly listed: { readonly totalCount: number }
  readonly available: { readonly totalCount: number }
  readonly all: { readonly nodes: readonly { readonly available: boolean }[] }
  readonly provider: {
    readonly certified: boolean
    readonly certifications: { readonly nodes: readonly { readonly valid: boolean }[] }
  }
}

test('each bucket is available exactly where the contract takes a deal on it and its acceptance', async () => {
  await stack.caughtUp()
  const said = await offers()
  const wrong: Offer[] = []
  for (const offer of said) if ((await isTaken(offer)) !== offer.available) wrong.push(offer)
  expect(wrong).toEqual([])
  expect(new Set(said.map(({ available }) => available))).toEqual(new Set([true, false]))
}, 180_000)

test('each certification counts exactly where the contract has one that is neither over nor revoked, of somebody registered', async () => {
  await stack.caughtUp()
  const { data } = await stack.ask<{ certifications: { nodes: Certificate[] } }>(
    '{ certifications(first: 100) { nodes { subject role kind valid provider { deleted } serviceProvider { deleted } } } }',
  )
  const now = demo.network.network.latest().closeTime
  for (const { subject, role, kind, valid, provider, serviceProvider } of data.certifications.nodes) {
    const found = (await read('get_certification', {
      subject,
      role: { tag: role === 'PROVIDER' ? 'Provider' : 'ServiceProvider', values: undefined },
      kind,
    })) as { revoked_ts: bigint; valid_until: bigint }
    const registered = !(provider ?? serviceProvider)!.deleted
    expect(valid, `${subject} ${kind}`).toBe(registered && found.revoked_ts === 0n && found.valid_until > now)
  }
})

interface Certificate {
  readonly subject: string
  readonly role: string
  readonly kind: string
  readonly valid: boolean
  readonly provider: { readonly deleted: boolean } | null
  readonly serviceProvider: { readonly deleted: boolean } | null
}

/** What a reading function answers. */
const read = async (name: string, args: Record<string, unknown>): Promise<unknown> => {
  const { server, living } = demo
  const operation = operationOf(living.market, { signer: demo.cast.keeper, function: name, args })
  const source = new Account(demo.cast.keeper.publicKey(), '0')
  const draft = new TransactionBuilder(source, { fee: '100', networkPassphrase: living.sender.networkPassphrase })
  const answer = await server._simulateTransaction(draft.addOperation(operation).setTimeout(0).build())
  return scValToNative(xdr.ScVal.fromXdr(answer.results![0]!.xdr!, 'base64'))
}

test('while the market is paused nothing is available, and nothing is taken', async () => {
  const pause = { signer: demo.cast.owner, function: 'set_paused', args: { paused: true } }
  await play(pause)
  await stack.caughtUp()
  const said = await offers()
  expect(said.filter(({ available }) => available)).toEqual([])
  expect(await offers(`{ statuses: ${STATUSES}, available: true }`)).toEqual([])
  expect(await isTaken(said[0]!)).toBe(false)
})
