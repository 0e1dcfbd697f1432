/** A stream of the market, as far as a relay looks at it. */
import { bytesToHex, type Hex } from 'viem'
import { z } from 'zod'

const bytes = z.instanceof(Uint8Array).transform((value): Hex => bytesToHex(value))

/** A struct `Stream` of the contract's interface, as `Calls.read` gives it. */
const streamSchema = z.object({
  stream_id: z.number(),
  state: z.object({
    deadline_ts: z.bigint(),
    dispute_id: z.number(),
    released: z.number(),
    status: z.object({ tag: z.enum(['Open', 'Active', 'Finished', 'Withdrawn', 'Slashed', 'Resolved']) }),
  }),
  terms: z.object({
    attestor: bytes,
    chunks: z.number(),
    created_ts: z.bigint(),
    proof_set_id: z.bigint(),
  }),
})

/** Times in unix seconds. */
export interface Stream {
  readonly streamId: number
  readonly status: 'Open' | 'Active' | 'Finished' | 'Withdrawn' | 'Slashed' | 'Resolved'
  /** Uncompressed secp256k1 key. */
  readonly attestor: Hex
  readonly chunks: number
  readonly released: number
  readonly createdTs: bigint
  readonly deadlineTs: bigint
  readonly disputed: boolean
  readonly proofSetId: bigint
}

/** @throws z.ZodError where the contract's interface is another one than is known here */
export const readStream = (native: unknown): Stream => {
  const { stream_id, state, terms } = streamSchema.parse(native)
  return {
    streamId: stream_id,
    status: state.status.tag,
    attestor: terms.attestor,
    chunks: terms.chunks,
    released: state.released,
    createdTs: terms.created_ts,
    deadlineTs: state.deadline_ts,
    disputed: state.dispute_id !== 0,
    proofSetId: terms.proof_set_id,
  }
}

/** Whether nothing can happen to it any more. */
export const isEnded = ({ status }: Stream): boolean => status !== 'Open' && status !== 'Active'
