import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { describeContract } from '../../contract/build/describe.ts'
import { hashSources } from '../../contract/build/sources.ts'
import { loadContractSpec, type SpecFile, type SpecType } from '../../contract/interface/spec.ts'
import { loadContractWasm } from '../../contract/interface/wasm.ts'

const spec = loadContractSpec()

/** Topics after the name, then the data: what the rest of the project is written against. */
const EVENTS: Record<string, [topics: string, data: string]> = {
  market_created: ['owner', 'platform_fee version'],
  owner_changed: ['owner', 'previous'],
  platform_fee_changed: ['', 'platform_fee previous'],
  stable_asset_changed: ['asset', 'previous symbol decimals'],
  contract_upgraded: ['', 'wasm_hash'],
  surplus_swept: ['asset', 'amount to'],
  provider_registered: ['provider', 'description registered_ts last_update_ts reputation units_count'],
  provider_updated: ['provider', 'description registered_ts last_update_ts reputation units_count'],
  provider_deleted: ['provider', 'description registered_ts last_update_ts reputation units_count'],
  consumer_registered: ['consumer', 'description registered_ts last_update_ts reputation'],
  consumer_updated: ['consumer', 'description registered_ts last_update_ts reputation'],
  consumer_deleted: ['consumer', 'description registered_ts last_update_ts reputation'],
  reputation_changed: ['party', 'role reputation previous reason consumer provider deal_id stream_id'],
  bucket_created: ['provider bucket_id', 'bucket'],
  bucket_updated: ['provider bucket_id', 'bucket'],
  bucket_locked: ['provider bucket_id', 'bucket'],
  bucket_unlocked: ['provider bucket_id', 'bucket'],
  bucket_deleted: ['provider bucket_id', 'bucket'],
  deal_created: ['consumer provider deal_id', 'bucket_id terms state'],
  deal_accepted: ['consumer provider deal_id', 'state'],
  deal_rejected: ['consumer provider deal_id', 'state'],
  deal_withdrawn: ['consumer provider deal_id', 'state'],
  deal_timed_out: ['consumer provider deal_id', 'state'],
  deal_funded: ['consumer provider deal_id', 'amount state'],
  deal_deposited: ['consumer provider deal_id', 'amount state'],
  deal_usage_reported: ['consumer provider deal_id', 'storage_mb egress_mb state'],
  deal_sla_reported: ['consumer provider deal_id', 'sla_avg_latency_ms sla_avg_uptime_pct state'],
  deal_settled: ['consumer provider deal_id', 'outcome gross fee net fee_recipient storage_mb egress_mb state'],
  deal_completed: ['consumer provider deal_id', 'refund state'],
  deal_cancelled: ['consumer provider deal_id', 'refund state'],
  deal_deleted: ['consumer provider deal_id', 'state'],
  owner_proposed: ['owner', 'proposed'],
  role_changed: ['role', 'holder previous'],
  pause_changed: ['', 'paused'],
  asset_changed: ['asset', 'accepted decimals symbol'],
  credit_added: ['party asset', 'amount credit'],
  credit_claimed: ['party asset', 'amount credit to'],
  deal_period_reported: [
    'consumer provider deal_id',
    'period_start period_end storage_mb egress_mb sla_avg_latency_ms sla_avg_uptime_pct state',
  ],
  deal_expired: ['consumer provider deal_id', 'refund state'],
  deal_dispute_changed: ['consumer provider deal_id', 'dispute_id state'],
  deal_resolved: ['consumer provider deal_id', 'dispute_id refund net state'],
  stream_opened: ['consumer provider stream_id', 'bucket_id terms state'],
  stream_accepted: ['consumer provider stream_id', 'state'],
  stream_withdrawn: ['consumer provider stream_id', 'refund state'],
  chunks_released: ['consumer provider stream_id', 'chunks gross fee net fee_recipient relayer tip state'],
  stream_slashed: ['consumer provider stream_id', 'collateral refund state'],
  stream_finished: ['consumer provider stream_id', 'collateral refund state'],
  stream_dispute_changed: ['consumer provider stream_id', 'dispute_id state'],
  stream_resolved: ['consumer provider stream_id', 'dispute_id refund net state'],
  units_committed: ['provider bucket_id', 'counts count first_unit_id units_count'],
  units_changed: ['provider bucket_id', 'counts deal_id status units units_count'],
  service_provider_registered: ['service_provider', 'category description last_update_ts registered_ts'],
  service_provider_updated: ['service_provider', 'category description last_update_ts registered_ts'],
  service_provider_deleted: ['service_provider', 'category description last_update_ts registered_ts'],
  certification_granted: ['subject role kind', 'certified_ts level revoked_ts valid_until'],
  certification_revoked: ['subject role kind', 'certified_ts level revoked_ts valid_until'],
  dispute_opened: ['consumer provider dispute_id', 'opened_by reason reason_hash subject subject_id state'],
  dispute_evidence_added: ['consumer provider dispute_id', 'evidence_hash party state'],
  dispute_resolved: ['consumer provider dispute_id', 'state'],
  dispute_withdrawn: ['consumer provider dispute_id', 'state'],
  dispute_lapsed: ['consumer provider dispute_id', 'state'],
  deal_status_event: ['', 'consumer_id deal_id provider_id status'],
}

/** The signatures of generation 2: names, order and types of arguments must never change. */
const V2: Record<string, string> = {
  set_stable_asset_address: 'address ->',
  set_platform_fee: 'u128 ->',
  upgrade: 'bytes32 ->',
  update_owner: 'address ->',
  version: '-> u32',
  get_ledger_sequence: '-> u32',
  get_owner_address: '-> address',
  get_stable_asset_address: '-> address',
  get_platform_fee: '-> u128',
  get_stable_asset_name: '-> string',
  register_consumer: 'address string ->',
  register_provider: 'address string ->',
  register_full_user: 'address string -> bool',
  update_consumer: 'address string -> bool',
  update_provider: 'address string -> bool',
  delete_consumer: 'address -> bool',
  delete_provider: 'address -> bool',
  get_consumer: 'address -> Consumer?',
  get_provider: 'address -> Provider?',
  get_consumers: 'u32 u32 -> map<address,Consumer>',
  get_providers: 'u32 u32 -> map<address,Provider>',
  get_consumer_count: '-> u32',
  get_provider_count: '-> u32',
  create_bucket: 'address string string string string u128 u128 u32 u32 -> u32',
  create_from_bucket: 'Bucket -> u32',
  update_bucket_basic: 'address u32 string? string? string? -> bool',
  update_bucket_conditions: 'address u32 string? string? u128? u128? u32? u32? -> bool',
  lock_bucket: 'address u32 -> bool',
  unlock_bucket: 'address u32 -> bool',
  delete_bucket: 'address u32 -> bool',
  get_bucket: 'address u32 -> Bucket?',
  get_bucket_count: '-> u32',
  get_buckets: 'u32 u32 -> vec<BucketMarketplace>',
  get_buckets_by_provider: 'address -> vec<Bucket>',
  create_deal: 'address address u32 string u64 u64 u64 string -> u32',
  set_deal_accepted: 'address address u32 -> bool',
  set_deal_rejected: 'address address u32 -> bool',
  set_deal_funded: 'address address u32 u128 string -> bool',
  deposit_to_deal: 'address address u32 u128 -> bool',
  update_deal_consumption: 'address address u32 u64 u64 -> bool',
  update_deal_sla: 'address address u32 u32 u32 -> bool',
  pay_pending_consumption: 'address address u32 -> bool',
  set_deal_completed: 'address address u32 -> bool',
  set_deal_cancelled: 'address address u32 -> bool',
  delete_deal: 'address address u32 -> bool',
  get_deal: 'address address u32 -> Deal?',
  get_deal_count: '-> u32',
  get_deals: 'u32 u32 -> vec<Deal>',
  get_active_deals: 'u32 u32 -> vec<Deal>',
  get_deals_by_consumer: 'address -> vec<DealInfo>',
  get_deals_by_provider: 'address -> vec<DealInfo>',
}

/** The argument orders that differ from their neighbours'. */
const PROVIDER_FIRST = [
  'set_deal_accepted',
  'set_deal_rejected',
  'set_deal_cancelled',
  'update_deal_consumption',
  'update_deal_sla',
  'pay_pending_consumption',
  'report_usage',
]

function shortType(type: SpecType): string {
  if (typeof type === 'string') return type
  if ('option' in type) return `${shortType(type.option)}?`
  if ('vec' in type) return `vec<${shortType(type.vec)}>`
  if ('map' in type) return `map<${type.map.map(shortType).join(',')}>`
  if ('bytesN' in type) return `bytes${type.bytesN}`
  if ('udt' in type) return type.udt
  return `(${type.tuple.map(shortType).join(',')})`
}

test('the Wasm is the one the interface describes, byte for byte', () => {
  const hash = createHash('sha256').update(loadContractWasm()).digest('hex')
  expect(hash).toBe(spec.file.wasmSha256)
  expect(loadContractWasm().length).toBeLessThanOrEqual(128 * 1024)
})

test('the interface was written from this Wasm, which leaves out the comments, the events and what only they mention', () => {
  const inWasm = describeContract(loadContractWasm(), spec.file.sourceSha256)
  const structs = spec.file.structs.filter(({ name }) => !ONLY_IN_EVENTS.includes(name))
  expect(inWasm).toEqual(withoutDocs({ ...spec.file, structs, events: [] }))
  const written = readFileSync(new URL('../../contract/interface/spec.json', import.meta.url), 'utf8')
  expect(written).toBe(`${JSON.stringify(spec.file, null, 2)}\n`)
})

const ONLY_IN_EVENTS = ['ChunkRelease']

const withoutDocs = (file: SpecFile): SpecFile =>
  JSON.parse(JSON.stringify(file), (key, value) => (key === 'doc' ? '' : value))

test('the interface was built from these sources; if not, run contract/build.sh', () => {
  expect(spec.file.sourceSha256).toBe(hashSources('contract'))
})

test('every event has the topics and the data it is promised to have, and there is no other', () => {
  const found = spec.file.events.map(({ name, params, prefixTopics, dataFormat }) => {
    expect([prefixTopics, dataFormat]).toEqual([[name], 'map'])
    const at = (place: string) => params.flatMap((param) => (param.location === place ? [param.name] : [])).join(' ')
    return [name, [at('topic'), at('data')]]
  })
  expect(Object.fromEntries(found)).toEqual(EVENTS)
})

test('every function of generation 2 has its name, arguments and answer', () => {
  for (const [name, signature] of Object.entries(V2)) {
    const { inputs, outputs } = spec.function(name)
    const found = [...inputs.map(({ type }) => shortType(type)), '->', ...outputs.map(shortType)].join(' ')
    expect(`${name}: ${found}`).toBe(`${name}: ${signature}`)
  }
})

test('consumer and provider come in the order of generation 2', () => {
  for (const { name, inputs } of spec.file.functions) {
    const names = inputs.map((input) => input.name)
    if (!names.includes('consumer_id') || !names.includes('provider_id')) continue
    if (names[0] === 'party') names.shift()
    const first = PROVIDER_FIRST.includes(name) ? 'provider_id' : 'consumer_id'
    expect([name, names[0]]).toEqual([name, first])
  }
})

test('a deal has the 23 fields of generation 2', () => {
  expect(spec.struct('Deal').fields).toHaveLength(23)
  expect(spec.union('DealStatus').cases.map(({ name }) => name)).toEqual([
    'Pending',
    'Accepted',
    'Funded',
    'Completed',
    'Cancelled',
    'BreachedConsumer',
    'BreachedProvider',
  ])
})

test('every error is a sentence for people, in the range of its subject', () => {
  expect(spec.file.errors.length).toBeGreaterThan(80)
  for (const { name, doc, code } of spec.file.errors) {
    expect(`${name}: ${doc}`).toMatch(/^\w+: [A-Z].{20,}\.$/s)
    expect([name, code >= 1 && code < 800]).toEqual([name, true])
  }
  expect(new Set(spec.file.errors.map(({ code }) => code)).size).toBe(spec.file.errors.length)
})

test('everything people read is described, and nothing was cut off at the 1,024 bytes a comment may have', () => {
  const { functions, structs, unions, events } = spec.file
  const described = [
    ...functions,
    ...functions.flatMap(({ name, inputs }) => inputs.map((input) => ({ ...input, name: `${name}.${input.name}` }))),
    ...structs.flatMap((struct) => [struct, ...struct.fields]),
    ...unions.flatMap((union) => [union, ...union.cases]),
    ...events.flatMap((event) => [event, ...event.params]),
  ]
  expect(described.filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([])
  expect(described.filter(({ doc }) => Buffer.byteLength(doc) > 900).map(({ name }) => name)).toEqual([])
})

test('every function that writes says who signs it', () => {
  const silent = spec.file.functions.filter(
    ({ name, doc }) => !/^(get_|version|__constructor)/.test(name) && !/Signed by|Anyone may call/.test(doc),
  )
  expect(silent.map(({ name }) => name)).toEqual([])
})

test('an unknown name is answered with the names there are', () => {
  expect(() => spec.event('deal_exploded')).toThrow(/no event "deal_exploded"; it has: .*deal_settled/)
  expect(spec.findErrorByCode(310)?.name).toBe('DealEnded')
  expect(spec.findErrorByCode(2)).toBeUndefined()
})
