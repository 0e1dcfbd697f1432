/** The events of the contract as they were agreed, until contract/interface/spec.json is built. */
import type { SpecEvent, SpecField, SpecFile, SpecType } from '../../contract/interface/spec.ts'

const option = (type: SpecType): SpecType => ({ option: type })
const udt = (name: string): SpecType => ({ udt: name })
const all = (type: SpecType, names: string): SpecField[] => names.split(' ').map((name) => ({ name, doc: '', type }))

const PARTY = [
  ...all('string', 'description'),
  ...all('u64', 'registered_ts last_update_ts'),
  ...all('u32', 'reputation'),
]
const DEAL = [...all('address', 'consumer provider'), ...all('u32', 'deal_id')]
const STATE = all(udt('DealState'), 'state')

const event = (name: string, topics: SpecField[], data: SpecField[]): SpecEvent => ({
  name,
  doc: '',
  prefixTopics: [name],
  params: [
    ...topics.map((field) => ({ ...field, location: 'topic' as const })),
    ...data.map((field) => ({ ...field, location: 'data' as const })),
  ],
  dataFormat: 'map',
})

const events = (names: string, topics: SpecField[], data: SpecField[]) =>
  names.split(' ').map((name) => event(name, topics, data))

const marketEvents = () => [
  event('market_created', all('address', 'owner'), [...all('u128', 'platform_fee'), ...all('u32', 'version')]),
  event('owner_changed', all('address', 'owner'), all('address', 'previous')),
  event('platform_fee_changed', [], all('u128', 'platform_fee previous')),
  event('stable_asset_changed', all('address', 'asset'), [
    ...all(option('address'), 'previous'),
    ...all('string', 'symbol'),
    ...all('u32', 'decimals'),
  ]),
  event('contract_upgraded', [], all({ bytesN: 32 }, 'wasm_hash')),
  event('surplus_swept', all('address', 'asset'), [...all('u128', 'amount'), ...all('address', 'to')]),
]

const partyEvents = () => [
  ...events('provider_registered provider_updated provider_deleted', all('address', 'provider'), [
    ...PARTY,
    ...all('u32', 'units_count'),
  ]),
  ...events('consumer_registered consumer_updated consumer_deleted', all('address', 'consumer'), PARTY),
  event('reputation_changed', all('address', 'party'), [
    ...all('symbol', 'role reason'),
    ...all('u32', 'reputation previous deal_id'),
    ...all('address', 'consumer provider'),
  ]),
]

const dealEvents = () => [
  event('deal_created', DEAL, [...all('u32', 'bucket_id'), ...all(udt('DealTerms'), 'terms'), ...STATE]),
  ...events('deal_accepted deal_rejected deal_withdrawn deal_timed_out deal_deleted', DEAL, STATE),
  ...events('deal_funded deal_deposited', DEAL, [...all('u128', 'amount'), ...STATE]),
  event('deal_usage_reported', DEAL, [...all('u64', 'storage_mb egress_mb'), ...STATE]),
  event('deal_sla_reported', DEAL, [...all('u32', 'sla_avg_latency_ms sla_avg_uptime_pct'), ...STATE]),
  event('deal_settled', DEAL, [
    ...all('symbol', 'outcome'),
    ...all('u128', 'gross fee net'),
    ...all('address', 'fee_recipient'),
    ...all('u64', 'storage_mb egress_mb'),
    ...STATE,
  ]),
  ...events('deal_completed deal_cancelled', DEAL, [...all('u128', 'refund'), ...STATE]),
  event(
    'deal_status_event',
    [],
    [...all('address', 'consumer_id provider_id'), ...all('u32', 'deal_id'), ...all(udt('DealStatus'), 'status')],
  ),
]

const BUCKET_FIELDS = [
  ...all('address', 'provider_id'),
  ...all('u32', 'bucket_id sla_avg_latency_ms sla_avg_uptime_pct max_storage_gb max_egress_gb'),
  ...all('string', 'name region country fb_bucket_id api_compatibility access_scope'),
  ...all({ vec: 'string' }, 'tags'),
  ...all('u128', 'price_per_gb_storage price_per_gb_egress'),
  ...all('bool', 'encryption_at_rest encryption_in_transit object_locking versioning_enabled locked'),
  ...all(udt('BucketStatus'), 'status'),
  ...all('u64', 'created_ts'),
]

const TERMS_FIELDS = [
  ...all('address', 'asset'),
  ...all('u32', 'fee_bps sla_avg_latency_ms sla_avg_uptime_pct'),
  ...all('u128', 'price_per_gb_storage price_per_gb_egress'),
  ...all('u64', 'duration_secs agreed_storage_mb agreed_egress_mb created_ts'),
  ...all('string', 'api_compatibility'),
]

const STATE_FIELDS = [
  ...all(udt('DealStatus'), 'status'),
  ...all('u128', 'balance paid_in paid_out fees refunded slashed'),
  ...all('u64', 'unpaid_storage_mb unpaid_egress_mb paid_storage_mb paid_egress_mb slash_storage_mb slash_egress_mb'),
  ...all('u32', 'sla_avg_latency_ms sla_avg_uptime_pct'),
  ...all('u64', 'start_ts last_settled_ts'),
  ...all('string', 'fb_repo_id'),
]

const union = (name: string, cases: string) => ({
  name,
  doc: '',
  cases: cases.split(' ').map((one) => ({ name: one, doc: '', types: [] })),
})

/** A spec file with the agreed events and their types, and nothing else. */
export const draft = (): SpecFile => ({
  wasmSha256: '',
  sourceSha256: '',
  functions: [],
  structs: [
    { name: 'Bucket', doc: '', fields: BUCKET_FIELDS },
    { name: 'DealTerms', doc: '', fields: TERMS_FIELDS },
    { name: 'DealState', doc: '', fields: STATE_FIELDS },
  ],
  unions: [
    union('BucketStatus', 'Active Inactive Deleted'),
    union('DealStatus', 'Pending Accepted Funded Completed Cancelled BreachedConsumer BreachedProvider'),
  ],
  enums: [],
  errors: [],
  events: [
    ...marketEvents(),
    ...partyEvents(),
    ...events(
      'bucket_created bucket_updated bucket_locked bucket_unlocked bucket_deleted',
      [...all('address', 'provider'), ...all('u32', 'bucket_id')],
      all(udt('Bucket'), 'bucket'),
    ),
    ...dealEvents(),
  ],
})
