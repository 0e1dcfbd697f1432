/**
 * The marketplace contract through the stock `contract.Client`: what is simulated holds when it is applied,
 * with the simulated resources unchanged, for every function that writes.
 */
import { Asset, contract, type Keypair, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { loadContractWasm } from '../../../contract/interface/wasm.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { deployToken, fundedAccount, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'

type Arguments = Record<string, unknown>
/** Functions without arguments take the options alone. */
type Method = (
  ...args: [Arguments, contract.MethodOptions] | [contract.MethodOptions]
) => Promise<contract.AssembledTransaction<unknown>>

const DAY = 86_400n
/** The network's time runs ahead of the clock by which the client dates its transactions. */
const DATED = { timeoutInSeconds: 365 * 86_400 }
const performed = new Set<string>()

let sandbox: Sandbox
let market: string
let owner: Keypair
let seller: Keypair
let buyer: Keypair

const connection = (signer: Keypair) => ({
  rpcUrl: sandbox.url,
  allowHttp: true,
  networkPassphrase: sandbox.network.passphrase,
  publicKey: signer.publicKey(),
  ...contract.basicNodeSigner(signer, sandbox.network.passphrase),
})

beforeAll(async () => {
  sandbox = await startNetwork()
  const fund = (name: string) => fundedAccount(sandbox, name)
  ;[owner, seller, buyer] = await Promise.all([fund('owner'), fund('seller'), fund('buyer')])
  const uploaded = await perform(sandbox, owner, Operation.uploadContractWasm({ wasm: loadContractWasm() }))
  const wasmHash = uploaded.returnValue!.value as { toBytes(): Uint8Array }
  const deployment = await contract.Client.deploy(
    { owner: owner.publicKey(), platform_fee: 250n },
    { ...connection(owner), wasmHash: wasmHash.toBytes(), salt: new Uint8Array(32) },
  )
  market = (await deployment.signAndSend()).result.options.contractId
  const asset = await deployToken(sandbox, owner, Asset.native())
  await act(owner, 'set_stable_asset_address', { address: asset })
}, 60_000)
afterAll(() => sandbox.close())

const clients = new Map<Keypair, contract.Client>()
const clientOf = async (signer: Keypair) => {
  const known = clients.get(signer)
  if (known) return known
  const made = await contract.Client.from({ ...connection(signer), contractId: market })
  clients.set(signer, made)
  return made
}

const assemble = async (signer: Keypair, name: string, args: Arguments) => {
  const methods = (await clientOf(signer)) as unknown as Record<string, Method>
  return Object.keys(args).length === 0 ? methods[name]!(DATED) : methods[name]!(args, DATED)
}

/** Functions that may refuse answer a Result. */
const unwrapped = (result: unknown) =>
  result !== null && typeof result === 'object' && 'unwrap' in result ? (result.unwrap as () => unknown)() : result

/** Whoever else has to agree signs an auth entry. */
const consent = async (assembled: contract.AssembledTransaction<unknown>) => {
  for (const address of assembled.needsNonInvokerSigningBy()) {
    const signer = [owner, seller, buyer].find((keypair) => keypair.publicKey() === address)!
    await assembled.signAuthEntries({ address, ...contract.basicNodeSigner(signer, sandbox.network.passphrase) })
  }
}

/** Simulates, signs, sends; the answer must be the simulated one. */
const act = async (signer: Keypair, name: string, args: Arguments = {}) => {
  const assembled = await assemble(signer, name, args)
  const simulated = assembled.result
  await consent(assembled)
  const sent = await assembled.signAndSend({ force: true })
  expect(sent.getTransactionResponse?.status, name).toBe('SUCCESS')
  expect(sent.result, name).toEqual(simulated)
  performed.add(name)
  return unwrapped(simulated)
}

const read = async (name: string, args: Arguments = {}) => unwrapped((await assemble(owner, name, args)).result)

const parties = () => ({ consumer_id: buyer.publicKey(), provider_id: seller.publicKey() })

const newBucket = (name: string) =>
  act(seller, 'create_bucket', {
    provider_id: seller.publicKey(),
    name,
    region: 'eu-west',
    fb_bucket_id: `id of ${name}`,
    api_compatibility: 's3',
    price_per_gb_storage: 2_000_000n,
    price_per_gb_egress: 1_000_000n,
    sla_avg_latency_ms: 100,
    sla_avg_uptime_pct: 99,
  }) as Promise<number>

const newDeal = async (bucket: string) =>
  act(buyer, 'create_deal', {
    ...parties(),
    bucket_id: await newBucket(bucket),
    fb_repo_id: '',
    duration_secs: 30n * DAY,
    agreed_storage_mb: 10_240n,
    agreed_egress_mb: 1_024n,
    api_compatibility: 's3',
  }) as Promise<number>

const accepted = async (bucket: string) => {
  const deal_id = await newDeal(bucket)
  await act(seller, 'set_deal_accepted', { ...parties(), deal_id })
  return deal_id
}

test('parties register, change and leave', async () => {
  await act(seller, 'register_provider', { provider_id: seller.publicKey(), description: 'disks' })
  await act(seller, 'update_provider', { provider_id: seller.publicKey(), description: 'more disks' })
  await act(buyer, 'register_consumer', { consumer_id: buyer.publicKey(), description: 'files' })
  await act(buyer, 'update_consumer', { consumer_id: buyer.publicKey(), description: 'more files' })
  const both = owner.publicKey()
  await act(owner, 'register_full_user', { user_address: both, description: 'both' })
  await act(owner, 'delete_provider', { provider_id: both })
  await act(owner, 'delete_consumer', { consumer_id: both })
  await act(owner, 'extend_provider_ttl', { provider_id: seller.publicKey() })
  await act(owner, 'extend_consumer_ttl', { consumer_id: buyer.publicKey() })
}, 60_000)

test('buckets are made, changed, locked and deleted', async () => {
  const provider_id = seller.publicKey()
  const bucket_id = await newBucket('first')
  const nothing = { name: undefined, region: undefined }
  await act(seller, 'update_bucket_basic', { ...nothing, provider_id, bucket_id, name: 'renamed', country: 'PT' })
  const prices = { price_per_gb_storage: 3_000_000n, price_per_gb_egress: undefined }
  const service = { sla_avg_latency_ms: undefined, sla_avg_uptime_pct: 98 }
  await act(seller, 'update_bucket_conditions', { ...nothing, provider_id, bucket_id, ...prices, ...service })
  await act(seller, 'lock_bucket', { provider_id, bucket_id })
  await act(seller, 'unlock_bucket', { provider_id, bucket_id })
  await act(owner, 'extend_bucket_ttl', { provider_id, bucket_id })
  const bucket = (await read('get_bucket', { provider_id, bucket_id })) as Arguments
  await act(seller, 'create_from_bucket', { bucket: { ...bucket, name: 'copy' } })
  await act(seller, 'delete_bucket', { provider_id, bucket_id })
}, 60_000)

test('a deal is paid for, used, settled and completed', async () => {
  const deal = { ...parties(), deal_id: await accepted('sold') }
  await act(buyer, 'set_deal_funded', { ...deal, amount_usd: 50_000_000n, fb_repo_id: 'repository' })
  await act(buyer, 'deposit_to_deal', { ...deal, amount_usd: 10_000_000n })
  await act(owner, 'update_deal_consumption', { ...deal, storage_mb: 5_120n, egress_mb: 512n })
  await act(owner, 'update_deal_sla', { ...deal, sla_avg_latency_ms: 90, sla_avg_uptime_pct: 99 })
  await act(owner, 'pay_pending_consumption', deal)
  await act(owner, 'extend_deal_ttl', deal)
  const { closeTime } = sandbox.network.latest()
  sandbox.network.close({ closeTime: closeTime + 31n * DAY })
  await act(buyer, 'set_deal_completed', deal)
  await act(buyer, 'delete_deal', deal)
}, 60_000)

test('a deal is refused, withdrawn, timed out or cancelled', async () => {
  await act(seller, 'set_deal_rejected', { ...parties(), deal_id: await newDeal('refused') })
  await act(buyer, 'withdraw_deal', { ...parties(), deal_id: await newDeal('withdrawn') })
  await act(seller, 'set_deal_cancelled', { ...parties(), deal_id: await accepted('cancelled') })
  const deal_id = await newDeal('forgotten')
  sandbox.network.close({ closeTime: sandbox.network.latest().closeTime + 8n * DAY })
  await act(owner, 'time_out_deal', { ...parties(), deal_id })
}, 60_000)

test('the owner changes the market', async () => {
  const asset = Asset.native().contractId(sandbox.network.passphrase)
  await act(owner, 'set_platform_fee', { platform_fee: 300n })
  await act(owner, 'extend_market_ttl')
  const token = await contract.Client.from({ ...connection(owner), contractId: asset })
  const transfer = (token as unknown as Record<string, Method>).transfer!
  const gift = await transfer({ from: owner.publicKey(), to: market, amount: 10_000_000n }, DATED)
  await gift.signAndSend()
  expect(await act(owner, 'sweep_surplus', { asset, to: owner.publicKey() })).toBe(10_000_000n)
  await act(owner, 'update_owner', { new_owner: seller.publicKey() })
}, 60_000)

test('every function that writes was performed', () => {
  const { functions } = loadContractSpec().file
  const writing = functions.map(({ name }) => name).filter((name) => !/^(get_|version$|__)/.test(name))
  expect(writing.filter((name) => !performed.has(name) && name !== 'upgrade')).toEqual([])
})
