/** Running deals of one provider and one consumer, for tests of what reports on them. */
import { xdr } from '@stellar/stellar-sdk'
import type { Call } from '../../oracle/chain/outcome.ts'
import type { Submitter } from '../../oracle/chain/submitter.ts'
import type { TestMarket } from './market.ts'

/** Price of a GB of storage, and of traffic, in token units. */
export const PRICE = 1_024_000n
/** What is promised. */
export const PROMISED = { latencyMs: 100, uptime: 99_000_000 }

export interface TestDeals {
  readonly consumer: string
  readonly provider: string
  readonly dealIds: readonly number[]
  /** Lines of telemetry of a deal. */
  sample(dealId: number, at: number, change?: object): string
}

export interface DealState {
  readonly balance: bigint
  readonly paid_storage_mb: bigint
  readonly paid_egress_mb: bigint
  readonly period_end: bigint
  readonly sla_avg_latency_ms: number
  readonly sla_avg_uptime_pct: number
  readonly slash_storage_mb: bigint
  readonly start_ts: bigint
  readonly status: { readonly tag: string }
  readonly unpaid_storage_mb: bigint
}

/** Opens `count` deals, each with a bucket of its own and `amount` paid in. */
export const openDeals = async (market: TestMarket, count: number, amount = 1_000_000_000n): Promise<TestDeals> => {
  const [provider, consumer] = [market.cast.providers[0]!.keypair, market.cast.consumers[0]!.keypair]
  const parties = { provider_id: provider.publicKey(), consumer_id: consumer.publicKey() }
  const channels = await market.channels('deals', Math.min(count, 25))
  const [selling, buying] = [market.submitter(provider), market.submitter(consumer)]
  const wide = {
    provider: market.submitter(provider, { channels }),
    consumer: market.submitter(consumer, { channels }),
  }
  await must(market, selling, 'register_provider', { provider_id: parties.provider_id, description: '' })
  await must(market, buying, 'register_consumer', { consumer_id: parties.consumer_id, description: '' })
  const dealIds: number[] = []
  // Numbers come from counters: one after the other is faster than a race.
  for (let number = 1; number <= count; number++) {
    const bucket_id = await must(market, selling, 'create_bucket', bucket(parties.provider_id, number))
    dealIds.push((await must(market, buying, 'create_deal', { ...parties, ...deal, bucket_id })) as number)
  }
  const each = (submitter: Submitter, name: string, args: object) =>
    Promise.all(dealIds.map((deal_id) => must(market, submitter, name, { ...parties, deal_id, ...args })))
  await each(wide.provider, 'set_deal_accepted', {})
  await each(wide.consumer, 'set_deal_funded', { amount_usd: amount, fb_repo_id: 'repo' })
  return {
    consumer: parties.consumer_id,
    provider: parties.provider_id,
    dealIds,
    sample: (deal_id, at, change = {}) =>
      JSON.stringify({
        deal_id,
        consumer: parties.consumer_id,
        provider: parties.provider_id,
        at,
        storage_mb: 1_024,
        egress_mb: 10,
        latency_ms: 50,
        up: true,
        ...change,
      }),
  }
}

const must = async (market: TestMarket, submitter: Submitter, name: string, args: Record<string, unknown>) => {
  const call: Call = market.calls.call(name, args)
  const outcome = await submitter.submit(call)
  if (outcome.status !== 'applied') throw new Error(`${name}: ${JSON.stringify(outcome)}`)
  return market.calls.read(name, outcome.result)
}

const bucket = (provider_id: string, number: number) => ({
  provider_id,
  name: `bucket ${number}`,
  region: 'eu',
  fb_bucket_id: `bucket-${number}`,
  api_compatibility: 's3',
  price_per_gb_storage: PRICE,
  price_per_gb_egress: PRICE,
  sla_avg_latency_ms: PROMISED.latencyMs,
  sla_avg_uptime_pct: PROMISED.uptime,
})

const deal = {
  fb_repo_id: 'repo',
  duration_secs: 31_536_000n,
  agreed_storage_mb: 1_048_576n,
  agreed_egress_mb: 1_048_576n,
  api_compatibility: 's3',
}

/** A deal as the chain has it. */
export const stateOf = async (market: TestMarket, deals: TestDeals, dealId: number): Promise<DealState> => {
  const args = { consumer_id: deals.consumer, provider_id: deals.provider, deal_id: dealId }
  const value = await market.submitter(market.cast.owner).read(market.calls.call('get_deal_state', args))
  return market.calls.read('get_deal_state', value) as DealState
}

/** The periods that the contract announced for a deal, in their order: [start, end]. */
export const reportsOf = (market: TestMarket, dealId: number): [number, number][] => {
  const { latest, events } = market.network.network
  const all = events({
    from: '',
    throughLedger: latest().sequence,
    limit: 1_000_000,
    contractIds: [market.contractId],
    matches: ({ topics }) => String(xdr.ScVal.fromXdr(topics[0]!).value) === 'deal_period_reported',
  })
  return all
    .filter(({ topics }) => xdr.ScVal.fromXdr(topics[3]!).value === dealId)
    .map(({ data }) => {
      const entries = xdr.ScVal.fromXdr(data)
      const field = (name: string) =>
        entries.type === 'scvMap' ? Number(entries.value?.find(({ key }) => String(key.value) === name)?.val.value) : 0
      return [field('period_start'), field('period_end')]
    })
}
