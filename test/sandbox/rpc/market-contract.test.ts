/**
 * The marketplace contract through the stock `contract.Client`: what is simulated holds when it is applied,
 * with the simulated resources unchanged, for every function that writes.
 */
import { Asset, contract, type Keypair, Operation, xdr } from '@stellar/stellar-sdk'
import { hexToBytes, keccak256 } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chunkMessage } from '../../../contract/interface/chunk-message.ts'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { loadContractWasm } from '../../../contract/interface/wasm.ts'
import { sha256 } from '../../../sandbox/ledger/hash.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { deployToken, fundedAccount, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'
import { replayNetwork } from '../ledger/support/replay.ts'

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

const terms = {
  fb_repo_id: '',
  duration_secs: 30n * DAY,
  agreed_storage_mb: 10_240n,
  agreed_egress_mb: 1_024n,
  api_compatibility: 's3',
}
const termsOf = async (bucket: string) => ({ ...parties(), bucket_id: await newBucket(bucket), ...terms })
const dealOn = (bucket_id: number) =>
  act(buyer, 'create_deal', { ...parties(), bucket_id, ...terms }) as Promise<number>
const newDeal = async (bucket: string) => dealOn(await newBucket(bucket))

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

/** Which arm of a union, as the stock client takes it. */
const arm = (tag: string) => ({ tag, values: undefined })
const hash32 = (name: string) => Buffer.from(sha256(name))
const later = (days: bigint) => sandbox.network.close({ closeTime: sandbox.network.latest().closeTime + days * DAY })
const now = () => sandbox.network.latest().closeTime

test('usage is reported by period, and a deal expires', async () => {
  const deal = { ...parties(), deal_id: await accepted('metered') }
  await act(buyer, 'set_deal_funded', { ...deal, amount_usd: 50_000_000n, fb_repo_id: 'repository' })
  const usage = { storage_mb: 1_024n, egress_mb: 10n, sla_avg_latency_ms: 80, sla_avg_uptime_pct: 99 }
  later(1n)
  await act(owner, 'report_usage', { ...deal, period_start: now() - DAY / 2n, period_end: now(), ...usage })
  later(31n)
  await act(owner, 'expire_deal', deal)
}, 60_000)

test('a payment that cannot be made is owed, and claimed later', async () => {
  const usd = new Asset('USD', owner.publicKey())
  const asset = await deployToken(sandbox, owner, usd)
  await act(owner, 'set_asset_accepted', { asset, accepted: true })
  await perform(sandbox, buyer, Operation.changeTrust({ asset: usd }))
  await perform(sandbox, owner, Operation.payment({ destination: buyer.publicKey(), asset: usd, amount: '100' }))
  const deal_id = await act(buyer, 'create_deal_with_asset', { ...(await termsOf('owed')), asset })
  const deal = { ...parties(), deal_id }
  await act(seller, 'set_deal_accepted', deal)
  await act(buyer, 'set_deal_funded', { ...deal, amount_usd: 50_000_000n, fb_repo_id: 'repository' })
  later(1n)
  await act(owner, 'update_deal_consumption', { ...deal, storage_mb: 5_120n, egress_mb: 512n })
  await act(owner, 'pay_pending_consumption', deal) // the seller trusts nobody for this asset
  await perform(sandbox, seller, Operation.changeTrust({ asset: usd }))
  const owed = (await read('get_credit', { party: seller.publicKey(), asset })) as bigint
  const claim = { party: seller.publicKey(), asset, to: seller.publicKey() }
  expect([await act(seller, 'claim_credit', claim), owed > 0n]).toEqual([owed, true])
}, 60_000)

test('units are committed, kept out of service and decommissioned', async () => {
  const provider_id = seller.publicKey()
  const bucket_id = await newBucket('in units')
  await act(seller, 'commit_units', { provider_id, bucket_id, count: 4, unit_mb: 10_240n })
  await act(seller, 'set_units_maintenance', { provider_id, bucket_id, units: [1, 2], maintenance: true })
  await act(seller, 'decommission_units', { provider_id, bucket_id, units: [2, 3] })
  await act(seller, 'set_deal_accepted', { ...parties(), deal_id: await dealOn(bucket_id) })
  expect(await read('get_unit_counts', { provider_id, bucket_id })).toMatchObject({ reserved: 1, free: 0 })
}, 60_000)

test('service providers register, change and leave; they are certified and lose it', async () => {
  const service_provider_id = seller.publicKey()
  await act(seller, 'register_service_provider', { service_provider_id, category: 'backup', description: 'tapes' })
  const nothing = { category: undefined, description: undefined }
  await act(seller, 'update_service_provider', { ...nothing, service_provider_id, description: 'more tapes' })
  const certificate = { subject: seller.publicKey(), role: arm('ServiceProvider'), kind: 'iso27001' }
  await act(owner, 'certify', { ...certificate, level: 3, valid_until: now() + 365n * DAY })
  await act(owner, 'revoke_certification', certificate)
  await act(owner, 'delete_service_provider', { service_provider_id })
}, 60_000)

test('a dispute about a deal is opened, withdrawn, resolved, or lapses', async () => {
  const deal = { ...parties(), deal_id: await accepted('disputed') }
  await act(buyer, 'set_deal_funded', { ...deal, amount_usd: 50_000_000n, fb_repo_id: 'repository' })
  const dispute = () => {
    const reason = { reason_hash: hash32('reason'), reason: 'slow' }
    return act(buyer, 'open_deal_dispute', { ...deal, party: buyer.publicKey(), ...reason })
  }
  const dispute_id = await dispute()
  await act(seller, 'add_evidence', { party: seller.publicKey(), dispute_id, evidence_hash: hash32('log') })
  await act(buyer, 'withdraw_dispute', { party: buyer.publicKey(), dispute_id })
  const lapsing = await dispute()
  later(31n)
  await act(owner, 'lapse_dispute', { dispute_id: lapsing })
  await act(owner, 'extend_dispute_ttl', { dispute_id: lapsing })
  const last = await dispute()
  const { balance } = (await read('get_deal_state', deal)) as { balance: bigint }
  await act(owner, 'resolve_dispute', { dispute_id: last, consumer_amount: balance, provider_amount: 0n })
}, 60_000)

const ATTESTOR = `0x${'11'.repeat(32)}` as const

const openStream = async (chunks: number) =>
  act(buyer, 'open_stream', {
    ...parties(),
    bucket_id: streamBucket,
    offer: {
      asset: undefined,
      attestor: Buffer.from(hexToBytes(privateKeyToAccount(ATTESTOR).publicKey)),
      chunk_amount: 1_000_000n,
      chunk_tip: 1_000n,
      chunks,
      collateral: 5_000_000n,
      deadline_ts: now() + 10n * DAY,
      proof_set_id: 7n,
    },
  }) as Promise<number>

const streaming = async (chunks: number) => {
  const stream_id = await openStream(chunks)
  await act(seller, 'accept_stream', { provider_id: seller.publicKey(), stream_id })
  return stream_id
}

/** A chunk's proof, signed as the contract checks it. */
const prove = async (streamId: number, chunk: number) => {
  const [root, timestamp, networkPassphrase] = [hash32(`chunk ${chunk}`), now(), sandbox.network.passphrase]
  const message = chunkMessage({
    networkPassphrase,
    contractId: market,
    streamId,
    chunk,
    proofSetId: 7n,
    root,
    timestamp,
  })
  const { r, s, yParity } = await sign({ hash: keccak256(message), privateKey: ATTESTOR })
  const signature = Buffer.concat([hexToBytes(r), hexToBytes(s), Buffer.from([yParity!])])
  return { chunk, root, signature, timestamp }
}

let streamBucket: number

test('a stream is paid chunk by chunk and finished, withdrawn, slashed, or resolved', async () => {
  streamBucket = await newBucket('streamed')
  const finished = await streaming(2)
  const proofs = [await prove(finished, 0), await prove(finished, 1)]
  await act(owner, 'release_chunks', { stream_id: finished, proofs, relayer: owner.publicKey() })
  await act(owner, 'finish_stream', { stream_id: finished })
  await act(owner, 'extend_stream_ttl', { stream_id: finished, page: 0 })
  await act(buyer, 'withdraw_stream', { consumer_id: buyer.publicKey(), stream_id: await openStream(1) })
  const resolved = await streaming(2)
  const reason = { reason_hash: hash32('reason'), reason: 'no data' }
  const dispute_id = await act(buyer, 'open_stream_dispute', {
    party: buyer.publicKey(),
    stream_id: resolved,
    ...reason,
  })
  const { state } = (await read('get_stream', { stream_id: resolved })) as {
    state: { balance: bigint; collateral: bigint }
  }
  const whole = { consumer_amount: state.balance, provider_amount: state.collateral }
  await act(owner, 'resolve_dispute', { dispute_id, ...whole })
  const slashed = await streaming(1)
  later(11n)
  await act(owner, 'slash_stream', { stream_id: slashed })
}, 60_000)

test('the owner gives roles away, pauses, and hands the market over', async () => {
  await act(owner, 'set_role', { role: arm('Certifier'), holder: buyer.publicKey() })
  await act(owner, 'set_paused', { paused: true })
  await act(owner, 'set_paused', { paused: false })
  await act(owner, 'propose_owner', { new_owner: seller.publicKey() })
  await act(seller, 'accept_ownership', { new_owner: seller.publicKey() })
  await act(seller, 'propose_owner', { new_owner: owner.publicKey() })
  await act(owner, 'accept_ownership', { new_owner: owner.publicKey() })
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

test('every entry that the contract left is explained by LedgerCloseMeta', () => {
  const { entries, unexplained } = replayNetwork(sandbox.network)
  expect([...unexplained]).toEqual([])
  for (const [key, entry] of entries) {
    if (xdr.LedgerKey.fromXdr(key, 'base64').type === 'ttl') continue
    expect(base64(sandbox.network.entry(Buffer.from(key, 'base64'))?.entry)).toBe(entry)
  }
})

const base64 = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('base64')
