/**
 * What an actor can know of the market: folded from the contract's own events, read through getEvents.
 * Events carry the state after each change, so that a restarted demo sees the same market as one that never stopped.
 */
import { type rpc, scValToNative } from '@stellar/stellar-sdk'

export interface BucketView {
  readonly provider: string
  readonly bucketId: number
  readonly name: string
  readonly locked: boolean
  readonly status: string
  readonly pricePerGbStorage: bigint
}

export interface DealView {
  readonly consumer: string
  readonly provider: string
  readonly dealId: number
  readonly bucketId: number
  readonly status: string
  readonly balance: bigint
  readonly paidIn: bigint
  readonly unpaidStorageMb: bigint
  readonly latencyTarget: number
  readonly uptimeTarget: number
  readonly priceStorage: bigint
  readonly priceEgress: bigint
  readonly agreedStorageMb: bigint
  readonly agreedEgressMb: bigint
}

export interface MarketView {
  readonly providers: Set<string>
  readonly consumers: Set<string>
  readonly buckets: Map<string, BucketView>
  readonly deals: Map<number, DealView>
  /** Where reading goes on. */
  cursor: string | undefined
}

export const emptyView = (): MarketView => ({
  providers: new Set(),
  consumers: new Set(),
  buckets: new Map(),
  deals: new Map(),
  cursor: undefined,
})

type Data = Record<string, unknown>

const PAGE = 1_000

/** Reads the events since the last call into the view. @param startLedger where the market's first event may be */
export const refreshView = async (
  view: MarketView,
  server: rpc.Server,
  contractId: string,
  startLedger: number,
): Promise<void> => {
  for (;;) {
    const filters = [{ type: 'contract' as const, contractIds: [contractId] }]
    const page = await server.getEvents(
      view.cursor === undefined ? { filters, startLedger, limit: PAGE } : { filters, cursor: view.cursor, limit: PAGE },
    )
    for (const event of page.events) {
      const [name, ...topics] = event.topic.map((topic) => scValToNative(topic) as unknown)
      applyEvent(view, String(name), topics, scValToNative(event.value) as Data)
    }
    view.cursor = page.cursor
    if (page.events.length < PAGE) return
  }
}

/** Folds one event into the view; events that no actor needs are passed over. */
export const applyEvent = (view: MarketView, name: string, topics: readonly unknown[], data: Data): void => {
  if (name.startsWith('bucket_')) applyBucket(view, data)
  else if (name === 'deal_created') createDeal(view, topics, data)
  else if (name.startsWith('deal_') && 'state' in data) updateDeal(view, topics, data)
  else if (name === 'provider_registered') view.providers.add(String(topics[0]))
  else if (name === 'consumer_registered') view.consumers.add(String(topics[0]))
}

export const bucketKey = (provider: string, bucketId: number) => `${provider}/${bucketId}`

const applyBucket = (view: MarketView, data: Data) => {
  const bucket = data.bucket as Data
  const provider = String(bucket.provider_id)
  const bucketId = Number(bucket.bucket_id)
  view.buckets.set(bucketKey(provider, bucketId), {
    provider,
    bucketId,
    name: String(bucket.name),
    locked: Boolean(bucket.locked),
    status: variant(bucket.status),
    pricePerGbStorage: integer(bucket.price_per_gb_storage),
  })
}

const createDeal = (view: MarketView, [consumer, provider, id]: readonly unknown[], data: Data) => {
  const terms = data.terms as Data
  view.deals.set(Number(id), {
    consumer: String(consumer),
    provider: String(provider),
    dealId: Number(id),
    bucketId: Number(data.bucket_id),
    latencyTarget: Number(terms.sla_avg_latency_ms),
    uptimeTarget: Number(terms.sla_avg_uptime_pct),
    priceStorage: integer(terms.price_per_gb_storage),
    priceEgress: integer(terms.price_per_gb_egress),
    agreedStorageMb: integer(terms.agreed_storage_mb),
    agreedEgressMb: integer(terms.agreed_egress_mb),
    ...stateOf(data),
  })
}

const updateDeal = (view: MarketView, topics: readonly unknown[], data: Data) => {
  const deal = view.deals.get(Number(topics[2]))
  if (deal !== undefined) view.deals.set(deal.dealId, { ...deal, ...stateOf(data) })
}

const stateOf = (data: Data) => {
  const state = data.state as Data
  return {
    status: variant(state.status),
    balance: integer(state.balance),
    paidIn: integer(state.paid_in),
    unpaidStorageMb: integer(state.unpaid_storage_mb),
  }
}

/** An enum without values is a vector of its name. */
const variant = (value: unknown) => String(Array.isArray(value) ? value[0] : value)

/** u64 and u128 come as bigint, u32 as number. */
const integer = (value: unknown) => BigInt(value as bigint | number)
