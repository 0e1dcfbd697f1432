/** A market that is large in every table: 100,000 rows of each, made by the database itself. */
import type { Sql } from '../../prisma/client.ts'
import { accountOf, closeTime, insertBigMarket } from '../../test/support/market-rows.ts'

export const ROWS = 100_000
const PROVIDERS = 1_000
const CONSUMERS = 1_000

/** Who filters ask for. */
export const PROVIDER = accountOf('provider 7')
export const CONSUMER = accountOf('consumer 7')

/** What every record of an event has: its place on the chain, one event a ledger. */
const PLACE = `n::bigint << 32 | 4096 as toid, 0 as event_index`
const MOMENT = `n as ledger, $3::timestamptz + n * interval '5 seconds' as closed_at, md5(n::text) || md5(n::text) as tx_hash`
const BETWEEN = `($1::text[])[1 + n % ${CONSUMERS}] as consumer, ($2::text[])[1 + n % ${PROVIDERS}] as provider`
const PARTIES = `${BETWEEN}, n as deal_id`
/** A time of each number, in the order of the numbers. */
const timeOf = (name: string) => `$3::timestamptz + n * interval '5 seconds' as ${name}`
/** A dispute is open on one of 500. */
const DISPUTED = 'case when n % 500 = 0 then n end as dispute_id'
/** Streams of 100 chunks each have been released from. */
const CHUNKS = 100

const RECORDS: readonly (readonly [table: string, columns: string])[] = [
  [
    'consumer',
    `address, 'Consumer ' || n as description, n % 101 as reputation, $3::timestamptz + n * interval '1 minute' as registered_at,
    $3::timestamptz + n * interval '1 minute' as updated_at, false as deleted, n::bigint as toid, 0 as event_index`,
  ],
  [
    'deal',
    `${PLACE}, ${PARTIES}, ${DISPUTED}, 1 + n % 5 as bucket_id,
    (array['Pending','Accepted','Funded','Funded','Completed','Completed','Cancelled','BreachedConsumer','BreachedProvider'])[1 + n % 9] as status,
    false as deleted, '' as fb_repo_id, 'C' as asset, 250 as fee_bps, 1000 as price_per_gb_storage, 500 as price_per_gb_egress,
    50 as term_latency_ms, 99000000 as term_uptime_pct, 86400 as duration_secs, 1024 as agreed_storage_mb, 1024 as agreed_egress_mb,
    's3' as api_compatibility, $3::timestamptz + n * interval '5 seconds' as created_at, n * 7 % 100000 as balance, n * 7 % 100000 as paid_in,
    0 as paid_out, 0 as fees, 0 as refunded, 0 as slashed, 0 as unpaid_storage_mb, 0 as unpaid_egress_mb, 0 as paid_storage_mb,
    0 as paid_egress_mb, 0 as slash_storage_mb, 0 as slash_egress_mb, 40 as sla_avg_latency_ms, 99000000 as sla_avg_uptime_pct,
    $3::timestamptz + n * interval '5 seconds' as updated_at`,
  ],
  [
    'deal_change',
    `${PLACE}, ${PARTIES}, (array['created','funded','settled','completed'])[1 + n % 4] as kind, 'Funded' as status,
    n as amount, 0 as fee, n as balance, ${MOMENT}`,
  ],
  [
    'payment',
    `${PLACE}, 0 as part, (array['funding','settlement','fee','refund'])[1 + n % 4] as kind,
    ($1::text[])[1 + n % ${CONSUMERS}] as from_address, ($2::text[])[1 + n % ${PROVIDERS}] as to_address, 'C' as asset, n as amount,
    ${PARTIES}, ${MOMENT}`,
  ],
  [
    'reputation_change',
    `${PLACE}, ($2::text[])[1 + n % ${PROVIDERS}] as party, 'provider' as role, 50 as previous, 51 as reputation,
    'settled' as reason, ${PARTIES}, ${MOMENT}`,
  ],
  [
    'service_provider',
    `address, (array['Backup','Archive','Gateway'])[1 + n % 3] as category, '' as description, ${timeOf('registered_at')},
    ${timeOf('updated_at')}, false as deleted, n::bigint as toid, 0 as event_index`,
  ],
  [
    'certification',
    `($2::text[])[1 + n % ${PROVIDERS}] as subject, (array['provider','service_provider'])[1 + n % 2] as role, 'kind' || n / ${PROVIDERS} as kind,
    1 + n % 100 as level, ${timeOf('certified_at')},
    $3::timestamptz + n * interval '100 seconds' as valid_until, n::bigint as toid, 0 as event_index`,
  ],
  [
    'unit',
    `($2::text[])[1 + n % ${PROVIDERS}] as provider, 1 as bucket_id, 1 + n / ${PROVIDERS} as unit_id,
    (array['Free','Reserved','InUse','InUse','Maintenance'])[1 + n % 5] as status, n % 5000 as deal_id, ${timeOf('updated_at')},
    n::bigint as toid, 0 as event_index`,
  ],
  [
    'stream',
    `${PLACE}, ${BETWEEN}, ${DISPUTED}, n as stream_id, 1 + n % 5 as bucket_id,
    (array['Open','Active','Active','Active','Finished','Withdrawn','Slashed','Resolved'])[1 + n % 8] as status, 'C' as asset, 250 as fee_bps,
    '04' as attestor, n % 1000 as proof_set_id, ${CHUNKS} as chunks, 1000 as chunk_amount, 10 as chunk_tip, 500 as term_collateral,
    ${timeOf('term_deadline_at')}, ${timeOf('created_at')}, n * 7 % 100000 as balance, n * 7 % 100000 as paid_in, 0 as paid_out, 0 as fees,
    0 as tips, 0 as refunded, 0 as collateral, 0 as collateral_paid, 0 as collateral_returned, 0 as collateral_slashed, n % ${CHUNKS} as released,
    ${timeOf('deadline_at')}, ${timeOf('updated_at')}`,
  ],
  [
    'stream_change',
    `${PLACE}, ${BETWEEN}, n as stream_id, (array['opened','accepted','chunks_released','finished'])[1 + n % 4] as kind, 'Active' as status,
    n as amount, 0 as fee, 1 as released, n as balance, ${MOMENT}`,
  ],
  [
    'chunk_release',
    `${PLACE}, ${BETWEEN}, n % ${CHUNKS} as chunk, 1 + n / ${CHUNKS} as stream_id, md5(n::text) as root, ${timeOf('attested_at')}, 'C' as asset,
    1000 as amount, 10 as tip, ($1::text[])[1 + n % 50] as relayer, ${MOMENT}`,
  ],
  [
    'dispute',
    `${PLACE}, ${BETWEEN}, n as dispute_id, n as deal_id, ($1::text[])[1 + n % ${CONSUMERS}] as opened_by, '' as reason, '' as reason_hash,
    (array['Open','Resolved','Withdrawn','Lapsed'])[1 + n % 4] as status, 0 as evidence_count, ${timeOf('opened_at')}, ${timeOf('deadline_at')},
    ${timeOf('updated_at')}`,
  ],
  [
    'dispute_evidence',
    `${PLACE}, ${BETWEEN}, 1 + n / 4 as dispute_id, ($1::text[])[1 + n % ${CONSUMERS}] as party, md5(n::text) as evidence_hash, ${MOMENT}`,
  ],
  [
    'credit',
    `($1::text[])[1 + n % ${CONSUMERS}] as party, 'C' || n / ${CONSUMERS} as asset, n % 1000 as amount, ${timeOf('updated_at')},
    n::bigint as toid, 0 as event_index`,
  ],
  [
    'credit_change',
    `${PLACE}, ($1::text[])[1 + n % ${CONSUMERS}] as party, 'C' as asset, 'added' as kind, n as amount, n as credit, ${MOMENT}`,
  ],
  ['role_change', `${PLACE}, (array['owner','oracle','certifier','arbiter'])[1 + n % 4] as role, ${MOMENT}`],
  ['usage_report', `${PLACE}, ${PARTIES}, 10 as storage_mb, 10 as egress_mb, ${MOMENT}`],
  ['sla_report', `${PLACE}, ${PARTIES}, 40 as latency_ms, 99000000 as uptime_pct, n % 50 = 0 as breach, ${MOMENT}`],
  [
    'raw_event',
    `${PLACE}, ${MOMENT}, 'contract' as type, array['AAAADwAAAAR0ZXN0'] as topics, 'AAAAAQ==' as data, 'known' as outcome,
    (array['deal_funded','deal_settled','bucket_created'])[1 + n % 3] as name`,
  ],
]

/** Fills a migrated database. */
export const seedLists = async (sql: Sql): Promise<void> => {
  const marketId = await insertBigMarket(sql, { buckets: ROWS, providers: PROVIDERS })
  const consumers = Array.from({ length: CONSUMERS }, (_, n) => accountOf(`consumer ${n}`))
  const providers = Array.from({ length: PROVIDERS }, (_, n) => accountOf(`provider ${n}`))
  for (const [table, columns] of RECORDS) {
    const parties = table === 'consumer' || table === 'service_provider'
    const rows = parties ? 'unnest($1::text[]) with ordinality as a(address, n)' : `generate_series(1, ${ROWS}) n`
    const selected = `select ${marketId} as market_id, ${columns} from ${rows}`
    // The types of the parameters are told even where a table does not use them all.
    const typed = `with used as (select $1::text[], $2::text[], $3::timestamptz) ${selected}`
    const names = await columnsOf(sql, typed, [consumers, providers, closeTime(1)])
    await sql.unsafe(`insert into ${table} (${names}) ${typed}`, [consumers, providers, closeTime(1)])
  }
  await sql`update bucket set unit_mb = 1024, units_free = bucket_id * 31 % 17, units_in_use = bucket_id % 5`
  await sql`vacuum analyze`
}

const columnsOf = async (sql: Sql, select: string, parameters: never[] | unknown[]) => {
  const result = await sql.unsafe(`${select} limit 0`, parameters as never[])
  return result.columns.map(({ name }) => name).join()
}
