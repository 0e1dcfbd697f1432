/** Projection rows put in directly, for tests and benches of what reads them: small markets by hand, big ones in bulk. */
import { createHash } from 'node:crypto'
import { StrKey } from '@stellar/stellar-sdk'
import type { Sql } from '../../prisma/client.ts'

const keyOf = (text: string) => createHash('sha256').update(text).digest()

/** Addresses follow from names, and are spread as real ones are. */
export const accountOf = (name: string): string => StrKey.encodeEd25519PublicKey(keyOf(name))
export const contractOf = (name: string): string => StrKey.encodeContract(keyOf(name))

export const ASSET = contractOf('asset')
export const OWNER = accountOf('owner')

/** Close time of a ledger of these markets. */
export const closeTime = (ledger: number): Date => new Date(Date.UTC(2026, 0, 1) + ledger * 5_000)
export const toid = (ledger: number, transaction = 1): bigint => (BigInt(ledger) << 32n) | (BigInt(transaction) << 12n)
export const txHash = (place: bigint): string => keyOf(String(place)).toString('hex')

/** A market with its settings, indexed through a ledger. @returns its id */
export const insertMarket = async (
  sql: Sql,
  name = 'local',
  { ledger = 1000, passphrase = `network of ${name}` } = {},
) => {
  const [network] = await sql`insert into network ${sql({ passphrase })} returning id`
  const [market] = await sql`insert into market ${sql({
    network_id: network!.id,
    contract_id: contractOf(name),
    name,
    start_ledger: 2,
  })} returning id`
  const marketId = market!.id as number
  await sql`insert into watermark ${sql({
    market_id: marketId,
    ledger,
    closed_at: closeTime(ledger),
    tip_ledger: ledger + 2,
    tip_closed_at: closeTime(ledger + 2),
  })}`
  await sql`insert into market_config ${sql({
    market_id: marketId,
    owner: OWNER,
    platform_fee_bps: 250,
    stable_asset: ASSET,
    asset_symbol: 'USDC',
    asset_decimals: 7,
    version: 18,
    code_hash: null,
    toid: toid(2),
    event_index: 0,
  })}`
  return marketId
}

type Values = Record<string, unknown>

const place = (ledger: number) => ({ toid: toid(ledger), event_index: 0 })

const partyRow = (market_id: number, address: string, changes: Values) => ({
  market_id,
  address,
  description: `Party ${address.slice(1, 5)}`,
  reputation: 50,
  registered_at: closeTime(10),
  updated_at: closeTime(10),
  deleted: false,
  ...place(10),
  ...changes,
})

export const insertProvider = (sql: Sql, marketId: number, address: string, changes: Values = {}) =>
  sql`insert into provider ${sql(partyRow(marketId, address, { units_count: 0, ...changes }))}`

export const insertConsumer = (sql: Sql, marketId: number, address: string, changes: Values = {}) =>
  sql`insert into consumer ${sql(partyRow(marketId, address, changes))}`

const bucketRow = (market_id: number, provider: string, bucket_id: number, changes: Values): Values => ({
  market_id,
  provider,
  bucket_id,
  name: `Bucket ${bucket_id}`,
  region: 'eu-central',
  country: 'DE',
  fb_bucket_id: `fb-${bucket_id}`,
  api_compatibility: 's3',
  access_scope: 'public',
  tags: ['nvme'],
  price_per_gb_storage: '1000',
  price_per_gb_egress: '500',
  sla_avg_latency_ms: 100n,
  sla_avg_uptime_pct: 99_900_000n,
  max_storage_gb: 1000n,
  max_egress_gb: 1000n,
  encryption_at_rest: true,
  encryption_in_transit: true,
  object_locking: false,
  versioning_enabled: false,
  locked: false,
  status: 'Active',
  created_at: closeTime(20),
  provider_reputation: 50,
  ...place(20),
  ...changes,
})

export const insertBucket = (sql: Sql, marketId: number, provider: string, bucketId: number, changes: Values = {}) =>
  sql`insert into bucket ${sql(bucketRow(marketId, provider, bucketId, changes))}`

export interface DealKey {
  readonly consumer: string
  readonly provider: string
  readonly dealId: number
}

export const insertDeal = (sql: Sql, marketId: number, { consumer, provider, dealId }: DealKey, changes: Values = {}) =>
  sql`insert into deal ${sql({
    market_id: marketId,
    consumer,
    provider,
    deal_id: dealId,
    bucket_id: 1,
    status: 'Funded',
    deleted: false,
    fb_repo_id: `repo-${dealId}`,
    asset: ASSET,
    fee_bps: 250,
    price_per_gb_storage: '1000',
    price_per_gb_egress: '500',
    term_latency_ms: 100n,
    term_uptime_pct: 99_900_000n,
    duration_secs: '2592000',
    agreed_storage_mb: '4096',
    agreed_egress_mb: '2048',
    api_compatibility: 's3',
    created_at: closeTime(30 + dealId),
    balance: '5000',
    paid_in: '10000',
    paid_out: '3900',
    fees: '100',
    refunded: '1000',
    slashed: '0',
    unpaid_storage_mb: '0',
    unpaid_egress_mb: '0',
    paid_storage_mb: '3072',
    paid_egress_mb: '2048',
    slash_storage_mb: '0',
    slash_egress_mb: '0',
    sla_avg_latency_ms: 80n,
    sla_avg_uptime_pct: 99_950_000n,
    started_at: closeTime(40 + dealId),
    last_settled_at: null,
    updated_at: closeTime(50 + dealId),
    ...place(50 + dealId),
    ...changes,
  } as Values)}`

/** A row that an event in this ledger wrote. */
const recordRow = (market_id: number, ledger: number, changes: Values): Values => ({
  market_id,
  toid: toid(ledger),
  event_index: 0,
  ledger,
  closed_at: closeTime(ledger),
  tx_hash: txHash(toid(ledger)),
  ...changes,
})

const dealKey = ({ consumer, provider, dealId }: DealKey) => ({ consumer, provider, deal_id: dealId })

const insertRecord =
  (table: string, usual: Values) =>
  (sql: Sql, marketId: number, ledger: number, key: DealKey, changes: Values = {}) =>
    sql`insert into ${sql(table)} ${sql(recordRow(marketId, ledger, { ...dealKey(key), ...usual, ...changes }))}`

export interface StreamKey {
  readonly consumer: string
  readonly provider: string
  readonly streamId: number
}

/** Ten chunks of 1,000 and a tip of 10 each, four of them released. */
export const insertStream = (sql: Sql, marketId: number, key: StreamKey, changes: Values = {}) =>
  sql`insert into stream ${sql({
    market_id: marketId,
    ...streamKey(key),
    bucket_id: 1,
    status: 'Active',
    asset: ASSET,
    fee_bps: 250,
    attestor: `04${'ab'.repeat(64)}`,
    proof_set_id: '77',
    chunks: 10,
    chunk_amount: '1000',
    chunk_tip: '10',
    term_collateral: '500',
    term_deadline_at: closeTime(5000),
    created_at: closeTime(30 + key.streamId),
    balance: '6060',
    paid_in: '10100',
    paid_out: '3900',
    fees: '100',
    tips: '40',
    refunded: '0',
    collateral: '500',
    collateral_paid: '500',
    collateral_returned: '0',
    collateral_slashed: '0',
    released: 4,
    accepted_at: closeTime(40 + key.streamId),
    deadline_at: closeTime(5000),
    dispute_id: null,
    updated_at: closeTime(50 + key.streamId),
    ...place(50 + key.streamId),
    ...changes,
  } as Values)}`

const streamKey = ({ consumer, provider, streamId }: StreamKey) => ({ consumer, provider, stream_id: streamId })

const insertStreamRecord =
  (table: string, usual: Values) =>
  (sql: Sql, marketId: number, ledger: number, key: StreamKey, changes: Values = {}) =>
    sql`insert into ${sql(table)} ${sql(recordRow(marketId, ledger, { ...streamKey(key), ...usual, ...changes }))}`

export const insertStreamChange = insertStreamRecord('stream_change', {
  kind: 'chunks_released',
  status: 'Active',
  amount: '1000',
  fee: '25',
  tip: '10',
  collateral: null,
  chunks: 1,
  released: 4,
  balance: '6060',
  dispute_id: null,
})
export const insertChunkRelease = insertStreamRecord('chunk_release', {
  chunk: 0,
  root: 'ab'.repeat(32),
  attested_at: closeTime(90),
  asset: ASSET,
  amount: '1000',
  tip: '10',
  relayer: null,
})
/** A payment of a stream. */
export const insertStreamPayment = insertStreamRecord('payment', {
  part: 0,
  kind: 'chunk',
  from_address: contractOf('local'),
  to_address: OWNER,
  asset: ASSET,
  amount: '975',
})

const insertEntity =
  (table: string, usual: Values) =>
  (sql: Sql, marketId: number, changes: Values = {}) =>
    sql`insert into ${sql(table)} ${sql({ market_id: marketId, ...usual, ...place(20), ...changes })}`

export const insertUnit = insertEntity('unit', {
  bucket_id: 1,
  unit_id: 1,
  status: 'Free',
  deal_id: null,
  updated_at: closeTime(20),
})
export const insertServiceProvider = insertEntity('service_provider', {
  category: 'audit',
  description: 'Looks at disks',
  registered_at: closeTime(10),
  updated_at: closeTime(10),
  deleted: false,
})
export const insertCertification = insertEntity('certification', {
  role: 'provider',
  kind: 'iso27001',
  level: 50,
  certified_at: closeTime(20),
  valid_until: closeTime(100_000),
  revoked_at: null,
})
export const insertDispute = insertEntity('dispute', {
  dispute_id: 1,
  deal_id: null,
  stream_id: null,
  opened_by: OWNER,
  reason: 'Nothing can be read',
  reason_hash: 'cd'.repeat(32),
  status: 'Open',
  consumer_amount: null,
  provider_amount: null,
  evidence_count: 0,
  opened_at: closeTime(60),
  deadline_at: closeTime(6000),
  closed_at: null,
  updated_at: closeTime(60),
})
export const insertAsset = insertEntity('asset', { address: ASSET, symbol: 'USDC', decimals: 7, accepted: true })
export const insertCredit = insertEntity('credit', { asset: ASSET, amount: '25', updated_at: closeTime(20) })

export const insertCreditChange = (sql: Sql, marketId: number, ledger: number, changes: Values = {}) =>
  sql`insert into credit_change ${sql(
    recordRow(marketId, ledger, {
      asset: ASSET,
      kind: 'added',
      amount: '25',
      credit: '25',
      to_address: null,
      ...changes,
    }),
  )}`

export const insertRoleChange = (sql: Sql, marketId: number, ledger: number, changes: Values = {}) =>
  sql`insert into role_change ${sql(recordRow(marketId, ledger, { role: 'oracle', holder: OWNER, previous: null, ...changes }))}`

export const insertDisputeEvidence = (sql: Sql, marketId: number, ledger: number, changes: Values = {}) =>
  sql`insert into dispute_evidence ${sql(
    recordRow(marketId, ledger, { dispute_id: 1, party: OWNER, evidence_hash: 'ef'.repeat(32), ...changes }),
  )}`

export const insertPayment = insertRecord('payment', {
  part: 0,
  kind: 'funding',
  from_address: OWNER,
  to_address: contractOf('local'),
  asset: ASSET,
  amount: '1000',
})
export const insertDealChange = insertRecord('deal_change', {
  kind: 'funded',
  status: 'Funded',
  outcome: null,
  amount: '1000',
  fee: null,
  balance: '1000',
  storage_mb: null,
  egress_mb: null,
  latency_ms: null,
  uptime_pct: null,
})
export const insertReputationChange = insertRecord('reputation_change', {
  party: OWNER,
  role: 'provider',
  previous: 50,
  reputation: 51,
  reason: 'settled',
})
export const insertUsageReport = insertRecord('usage_report', { storage_mb: '1024', egress_mb: '10' })
export const insertSlaReport = insertRecord('sla_report', { latency_ms: 120n, uptime_pct: 99_800_000n, breach: true })

export const insertEvent = (sql: Sql, marketId: number, ledger: number, changes: Values = {}) =>
  sql`insert into raw_event ${sql(
    recordRow(marketId, ledger, {
      type: 'contract',
      topics: ['AAAADwAAAAR0ZXN0'],
      data: 'AAAAAQ==',
      outcome: 'known',
      name: 'deal_funded',
      ...changes,
    }),
  )}`

export const insertLedgers = (sql: Sql, networkId: number, ledgers: readonly number[]) =>
  sql`insert into ledger ${sql(
    ledgers.map((sequence) => ({ network_id: networkId, sequence, closed_at: closeTime(sequence) })),
  )}`

/** A big market: `providers` with `buckets` spread over them, prices and times with ties. Analyzed. */
export const insertBigMarket = async (sql: Sql, { buckets, providers }: { buckets: number; providers: number }) => {
  const marketId = await insertMarket(sql, 'local', { ledger: 1_000_000 })
  const addresses = Array.from({ length: providers }, (_, n) => accountOf(`provider ${n}`))
  await sql`insert into provider (market_id, address, description, reputation, units_count, registered_at, updated_at, deleted, toid, event_index)
    select ${marketId}, address, 'Storage of provider ' || n, n * 7 % 101, 0, ${closeTime(10)}::timestamptz + n * interval '1 minute',
      ${closeTime(10)}::timestamptz + n * interval '1 minute', false, n, 0
    from unnest(${addresses}::text[]) with ordinality as a(address, n)`
  await sql`insert into bucket (market_id, provider, bucket_id, name, region, country, fb_bucket_id, api_compatibility, access_scope, tags,
      price_per_gb_storage, price_per_gb_egress, sla_avg_latency_ms, sla_avg_uptime_pct, max_storage_gb, max_egress_gb, encryption_at_rest,
      encryption_in_transit, object_locking, versioning_enabled, locked, status, created_at, provider_reputation, toid, event_index)
    select ${marketId}, (${addresses}::text[])[1 + n % ${providers}], 1 + n / ${providers},
      (array['Archive','Backup','Media','Cold','Edge','Lake','Vault'])[1 + n % 7] || ' ' || n,
      (array['eu-central','eu-west','us-east','us-west','ap-south','ap-east','sa-east','af-south'])[1 + n % 8],
      (array['DE','FR','US','CA','IN','JP','BR','ZA'])[1 + n % 8], 'fb-' || n, (array['s3','gcs','azure','swift'])[1 + n % 4], 'public',
      array[(array['nvme','hdd','tape'])[1 + n % 3], (array['hot','cold'])[1 + n % 2]],
      1000 + (n::bigint * 7919) % 20000, 500 + (n::bigint * 104729) % 9000, 20 + n * 31 % 400, 99000000 + (n::bigint * 613) % 999999,
      1000, 1000, true, true, n % 5 = 0, n % 3 = 0, n % 6 = 0,
      (array['Active','Active','Active','Active','Active','Active','Active','Inactive','Active','Deleted'])[1 + n % 10],
      ${closeTime(10)}::timestamptz + (n / 3) * interval '1 second', (1 + n % ${providers}) * 7 % 101, n, 0
    from generate_series(0, ${buckets - 1}::int) n`
  await sql`vacuum analyze`
  return marketId
}
