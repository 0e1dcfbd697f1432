/**
 * Providers prove on the development EVM that they keep the data of streams: each stream has a proof set there, root k
 * stands for chunk k. A relay carries what is proven to the market.
 */
import type { Call } from './call.ts'
import type { Cast } from './cast.ts'
import type { Chance } from './chance.ts'
import type { MarketView } from './market-view.ts'
import { postJson } from './post.ts'
import { rootOf } from './proof.ts'
import { keepsData, type StreamView } from './view/stream.ts'

/** The development EVM, as far as the demo needs it. */
export interface Evm {
  /** Opens a proof set and gives its id. */
  createProofSet(): Promise<bigint>
  /** Adds the next root of a set. */
  addRoot(proofSetId: bigint, root: Uint8Array): Promise<void>
}

/** @param url of the development EVM, e.g. `http://localhost:8545` */
export const connectEvm = (url: string): Evm => ({
  createProofSet: async () =>
    BigInt(((await postJson(`${url}/control/proof-sets`, {})) as { proofSetId: string }).proofSetId),
  addRoot: async (proofSetId, root) => {
    await postJson(`${url}/control/roots`, {
      proofSetId: String(proofSetId),
      roots: [`0x${Buffer.from(root).toString('hex')}`],
    })
  },
})

/** Gives each stream that is about to be opened a proof set on the EVM chain. */
export const withProofSets = (evm: Evm, calls: readonly Call[]): Promise<Call[]> =>
  Promise.all(
    calls.map(async (call) => {
      if (call.function !== 'open_stream') return call
      const offer = { ...(call.args.offer as object), proof_set_id: await evm.createProofSet() }
      return { ...call, args: { ...call.args, offer } }
    }),
  )

/** What providers have proven so far, by proof set. */
export type Proven = Map<bigint, number>

/** Adds the next root of streams that run on the EVM chain; a stream that loses its data is never proven to its end. */
export const proveOnEvm = async (evm: Evm, proven: Proven, cast: Cast, view: MarketView, chance: Chance) => {
  const running = [...view.streams.values()].filter((stream) => stream.status === 'Active' && isOnEvm(stream))
  for (const stream of running) {
    const done = Math.max(proven.get(stream.proofSetId) ?? 0, stream.released)
    if (done >= stream.chunks || !chance.percent(keepsData(cast, stream) ? 25 : 3)) continue
    await evm.addRoot(stream.proofSetId, rootOf(stream.proofSetId, done))
    proven.set(stream.proofSetId, done + 1)
  }
}

/** Proof sets that the demo makes up for its history have high numbers. */
export const FIRST_MADE_UP = 1_000_000_000

/** Whether a stream's proofs come from the EVM chain. */
export const isOnEvm = ({ proofSetId }: StreamView): boolean => proofSetId < BigInt(FIRST_MADE_UP)
