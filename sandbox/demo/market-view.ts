/**
 * What an actor can know of the market: folded from the contract's own events, read through getEvents.
 * Events carry the state after each change, so that a restarted demo sees the same market as one that never stopped.
 */
import { type rpc, scValToNative } from '@stellar/stellar-sdk'
import { latestCloseTime } from './ledgers.ts'
import { applyBucket, applyUnits, type BucketView, type UnitsView } from './view/bucket.ts'
import { applyCertification, type CertificationView } from './view/certification.ts'
import { createDeal, type DealView, updateDeal } from './view/deal.ts'
import { type DisputeView, openDispute, updateDispute } from './view/dispute.ts'
import { openStream, type StreamView, updateStream } from './view/stream.ts'
import { type Data, integer } from './view/value.ts'

export interface MarketView {
  readonly providers: Set<string>
  readonly consumers: Set<string>
  readonly serviceProviders: Set<string>
  readonly buckets: Map<string, BucketView>
  readonly units: Map<string, UnitsView>
  readonly deals: Map<number, DealView>
  readonly streams: Map<number, StreamView>
  readonly disputes: Map<number, DisputeView>
  readonly certifications: Map<string, CertificationView>
  /** What the contract owes a party whose payment did not arrive, by `party/asset`. */
  readonly credits: Map<string, { readonly party: string; readonly asset: string; readonly amount: bigint }>
  /** Who holds which role, as far as the owner gave it away. */
  readonly roles: Map<string, string>
  readonly assets: Set<string>
  paused: boolean
  /** Close time of the newest ledger, unix seconds. */
  now: bigint
  /** Where reading goes on. */
  cursor: string | undefined
}

export const emptyView = (): MarketView => ({
  providers: new Set(),
  consumers: new Set(),
  serviceProviders: new Set(),
  buckets: new Map(),
  units: new Map(),
  deals: new Map(),
  streams: new Map(),
  disputes: new Map(),
  certifications: new Map(),
  credits: new Map(),
  roles: new Map(),
  assets: new Set(),
  paused: false,
  now: 0n,
  cursor: undefined,
})

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
    if (page.events.length < PAGE) break
  }
  view.now = await latestCloseTime(server)
}

type Apply = (view: MarketView, topics: readonly unknown[], data: Data) => void

/** How an event changes the view: by its name, or else by the noun its name begins with. */
const APPLY: Record<string, Apply> = {
  deal_created: createDeal,
  stream_opened: openStream,
  dispute_opened: openDispute,
  provider_registered: (view, [address]) => void view.providers.add(String(address)),
  consumer_registered: (view, [address]) => void view.consumers.add(String(address)),
  service_provider_registered: (view, [address]) => void view.serviceProviders.add(String(address)),
  service_provider_deleted: (view, [address]) => void view.serviceProviders.delete(String(address)),
  role_changed: (view, [role], data) => void view.roles.set(String(role), String(data.holder)),
  asset_changed: (view, [asset], data) => {
    if (data.accepted === true) view.assets.add(String(asset))
    else view.assets.delete(String(asset))
  },
  pause_changed: (view, _topics, data) => {
    view.paused = data.paused === true
  },
  bucket: (view, _topics, data) => applyBucket(view, data),
  units: applyUnits,
  deal: updateDeal,
  chunks: updateStream,
  stream: updateStream,
  dispute: updateDispute,
  certification: applyCertification,
  credit: (view, [party, asset], data) =>
    void view.credits.set(`${party}/${asset}`, {
      party: String(party),
      asset: String(asset),
      amount: integer(data.credit),
    }),
}

/** Folds one event into the view; events that no actor needs are passed over. */
export const applyEvent = (view: MarketView, name: string, topics: readonly unknown[], data: Data): void => {
  if (name === 'deal_status_event') return
  const apply = APPLY[name] ?? APPLY[name.slice(0, name.indexOf('_'))]
  apply?.(view, topics, data)
}
