import type { Cast } from '../cast.ts'
import type { MarketView } from '../market-view.ts'
import { type Data, integer, variant } from './value.ts'

export interface StreamView {
  readonly consumer: string
  readonly provider: string
  readonly streamId: number
  readonly chunks: number
  readonly proofSetId: bigint
  readonly createdTs: bigint
  readonly status: string
  /** Chunks released so far. */
  readonly released: number
  /** Which ones. */
  readonly chunksReleased: ReadonlySet<number>
  /** What the contract holds: the consumer's money and the provider's collateral. */
  readonly held: bigint
  readonly deadlineTs: bigint
  /** 0: no dispute is open. */
  readonly disputeId: number
}

export const openStream = (view: MarketView, [consumer, provider, id]: readonly unknown[], data: Data) => {
  const terms = data.terms as Data
  view.streams.set(Number(id), {
    consumer: String(consumer),
    provider: String(provider),
    streamId: Number(id),
    chunks: Number(terms.chunks),
    proofSetId: integer(terms.proof_set_id),
    createdTs: integer(terms.created_ts),
    chunksReleased: new Set(),
    ...stateOf(data),
  })
}

export const updateStream = (view: MarketView, topics: readonly unknown[], data: Data) => {
  const stream = view.streams.get(Number(topics[2]))
  if (stream === undefined) return
  const chunks = ((data.chunks ?? []) as Data[]).map(({ chunk }) => Number(chunk))
  const chunksReleased = chunks.length === 0 ? stream.chunksReleased : new Set([...stream.chunksReleased, ...chunks])
  view.streams.set(stream.streamId, { ...stream, chunksReleased, ...stateOf(data) })
}

const stateOf = (data: Data) => {
  const state = data.state as Data
  return {
    status: variant(state.status),
    released: Number(state.released),
    held: integer(state.balance) + integer(state.collateral),
    deadlineTs: integer(state.deadline_ts),
    disputeId: Number(state.dispute_id),
  }
}

/** Providers who break their promises lose data too: one stream in five is never proven to its end. */
export const keepsData = (cast: Cast, { provider, streamId }: StreamView): boolean => {
  const profile = cast.providers.find(({ keypair }) => keypair.publicKey() === provider)
  return streamId % 5 !== 3 && (profile?.reliability ?? 100) > 50
}
