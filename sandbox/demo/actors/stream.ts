/** Proof-gated streams: consumers open and withdraw them, providers accept them, relayers bring the proofs. */

import type { Call } from '../call.ts'
import type { Cast, DemoConsumer, DemoProvider } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import { attestorKey, proofOf } from '../proof.ts'
import { FIRST_MADE_UP } from '../prover.ts'
import { keepsData, type StreamView } from '../view/stream.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Opens a stream now and then; takes one back that nobody accepts. */
export const streamConsumerTurn = (cast: Cast, consumer: DemoConsumer, view: MarketView, chance: Chance): Call[] => {
  const address = consumer.keypair.publicKey()
  const own = [...view.streams.values()].filter((stream) => stream.consumer === address)
  const open = own.find(({ status, createdTs }) => status === 'Open' && view.now - createdTs > BigInt(HOUR))
  if (open !== undefined && chance.percent(35)) return [call(consumer, 'withdraw_stream', { stream_id: open.streamId })]
  const alive = own.filter(({ status }) => status === 'Open' || status === 'Active').length
  return alive < 2 && chance.percent(20) ? openStream(cast, consumer, view, chance) : []
}

const openStream = (cast: Cast, consumer: DemoConsumer, view: MarketView, chance: Chance): Call[] => {
  const bucket = chance.pick([...view.buckets.values()].filter(({ status, locked }) => status === 'Active' && !locked))
  if (bucket === undefined) return []
  const chunkAmount = BigInt(chance.between(5, 400)) * 100_000n
  const chunks = chance.between(3, 14)
  return [
    call(consumer, 'open_stream', {
      provider_id: bucket.provider,
      bucket_id: bucket.bucketId,
      offer: {
        asset: undefined,
        attestor: attestorKey(cast),
        chunk_amount: chunkAmount,
        chunk_tip: chance.percent(60) ? chunkAmount / 50n : 0n,
        chunks,
        collateral: (chunkAmount * BigInt(chunks * chance.between(0, 50))) / 100n,
        deadline_ts: view.now + BigInt(chance.between(2 * HOUR, 8 * DAY)),
        proof_set_id: BigInt(chance.between(FIRST_MADE_UP, 2_000_000_000)),
      },
    }),
  ]
}

/** Accepts what has come in; who has no trustline cannot lock collateral, and leaves it. */
export const streamProviderTurn = (provider: DemoProvider, view: MarketView, chance: Chance): Call[] =>
  [...view.streams.values()]
    .filter(({ provider: address, status }) => address === provider.keypair.publicKey() && status === 'Open')
    .filter(({ deadlineTs }) => deadlineTs > view.now && provider.trustlines && chance.percent(75))
    .map(({ streamId }) => ({
      signer: provider.keypair,
      function: 'accept_stream',
      args: { provider_id: provider.keypair.publicKey(), stream_id: streamId },
    }))
    .slice(0, 1)

/**
 * Releases some of the next chunks of streams that run, as far as their providers keep their data.
 * @param mine which streams; others are left to somebody else
 */
export const relayerTurn = (
  cast: Cast,
  contractId: string,
  view: MarketView,
  chance: Chance,
  mine: (stream: StreamView) => boolean,
): Promise<readonly Call[]> => {
  const running = [...view.streams.values()]
    .filter(({ status, deadlineTs, disputeId }) => status === 'Active' && deadlineTs > view.now && disputeId === 0)
    .filter(mine)
    .filter((stream) => stream.released < stream.chunks && chance.percent(keepsData(cast, stream) ? 60 : 10))
    .slice(0, 3)
  return Promise.all(running.map((stream) => release(cast, contractId, stream, view.now, chance)))
}

const release = async (cast: Cast, contractId: string, stream: StreamView, now: bigint, chance: Chance) => {
  const relayer = chance.percent(80) ? cast.relayer.publicKey() : undefined
  const missing = Array.from({ length: stream.chunks }, (_, chunk) => chunk).filter(
    (chunk) => !stream.chunksReleased.has(chunk),
  )
  const next = missing.slice(0, chance.between(1, 4))
  const proofs = await Promise.all(next.map((chunk) => proofOf(cast, contractId, stream, chunk, now)))
  return { signer: cast.relayer, function: 'release_chunks', args: { stream_id: stream.streamId, proofs, relayer } }
}

const call = (consumer: DemoConsumer, name: string, args: Record<string, unknown>): Call => ({
  signer: consumer.keypair,
  function: name,
  args: { consumer_id: consumer.keypair.publicKey(), ...args },
})
