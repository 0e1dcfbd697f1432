/** Proofs of one stream to the contract, in batches that it takes; and the end of a stream that is complete. */
import { hexToBytes, keccak256 } from 'viem'
import { chunkMessage } from '../../contract/interface/chunk-message.ts'
import { eachAtMost } from '../chain/each-at-most.ts'
import type { Refused } from '../chain/outcome.ts'
import type { Submitter } from '../chain/submitter.ts'
import { type Attestor, signChecked } from './attestor/attestor.ts'
import type { Stream } from './market/stream.ts'
import type { MarketReader } from './market/streams.ts'
import type { PassReport } from './report.ts'
import type { ProvenChunk } from './work.ts'

/** What the contract takes in one call. */
const MAX_PROOFS = 32

/** Refusals that speak of the stream, whatever the proofs: nothing more is sent for it in this pass. */
export const STREAM_ENDS = ['StreamNotFound', 'StreamNotActive', 'StreamDeadlinePassed', 'StreamDisputed'] as const

export interface ReleaseOptions extends MarketReader {
  readonly submitter: Submitter
  readonly attestor: Attestor
  readonly networkPassphrase: string
  readonly contractId: string
  /** Who gets the tips; undefined leaves them in the stream. */
  readonly tipsTo: string | undefined
  /** A proof that the contract refuses by itself: it won't be sent again soon. */
  readonly refused: (streamId: number, chunk: number, error: string, message: string) => void
}

interface SignedProof {
  readonly chunk: number
  readonly root: Uint8Array
  readonly signature: Uint8Array
  readonly timestamp: bigint
}

/**
 * Signs and sends all chunks, as many batches at once as there are channels: they touch the same entries, but none
 * depends on what another leaves there, so that a ledger takes in several of them.
 * @returns how many this relay released
 * @throws AttestorSilent | AttestorWrong; SubmitterStopped
 */
export const releaseChunks = async (
  options: ReleaseOptions,
  stream: Stream,
  chunks: readonly ProvenChunk[],
  report: PassReport,
): Promise<number> => {
  const turn: Turn = { stream, report, released: 0, open: true }
  const batches = Array.from({ length: Math.ceil(chunks.length / MAX_PROOFS) }, (_, i) =>
    chunks.slice(i * MAX_PROOFS, (i + 1) * MAX_PROOFS),
  )
  await eachAtMost(options.submitter.width, batches, async (batch) => {
    if (!turn.open) return
    const proofs: SignedProof[] = []
    for (const proven of batch) proofs.push(await sign(options, stream, proven))
    await sendBatch(options, turn, proofs)
  })
  return turn.released
}

/** What becomes of a stream in a pass. */
interface Turn {
  readonly stream: Stream
  readonly report: PassReport
  released: number
  /** Whether there is a point in sending more. */
  open: boolean
}

const sign = async (options: ReleaseOptions, stream: Stream, { chunk, placed }: ProvenChunk): Promise<SignedProof> => {
  const { networkPassphrase, contractId, attestor } = options
  const root = hexToBytes(placed.root!)
  const { timestamp } = placed.block
  const { streamId, proofSetId } = stream
  const message = chunkMessage({ networkPassphrase, contractId, streamId, chunk, proofSetId, root, timestamp })
  return { chunk, root, timestamp, signature: await signChecked(attestor, keccak256(message, 'bytes'), message) }
}

const sendBatch = async (options: ReleaseOptions, turn: Turn, proofs: readonly SignedProof[]): Promise<void> => {
  const { submitter, calls, tipsTo } = options
  const { stream, report } = turn
  const call = calls.call('release_chunks', { stream_id: stream.streamId, proofs, relayer: tipsTo })
  const outcome = await submitter.submit(call)
  if (outcome.status === 'refused') return onRefusal(options, turn, proofs, outcome)
  if (outcome.status === 'expired') {
    report.expired++
    turn.open = false
    return
  }
  const released = Number(calls.read('release_chunks', outcome.result))
  turn.released += released
  report.chunks.released += released
  report.chunks.releasedByOthers += proofs.length - released
}

/** One proof that the contract does not take fails its whole batch: halves find it, and let the others through. */
const onRefusal = async (
  options: ReleaseOptions,
  turn: Turn,
  proofs: readonly SignedProof[],
  { error, message }: Refused,
): Promise<void> => {
  const { stream, report } = turn
  if (error === 'ChunkReleased') {
    report.chunks.releasedByOthers += proofs.length
    return
  }
  const streamEnds = STREAM_ENDS.some((name) => name === error)
  if (!streamEnds && proofs.length > 1) {
    const half = proofs.length >> 1
    await sendBatch(options, turn, proofs.slice(0, half))
    if (turn.open) await sendBatch(options, turn, proofs.slice(half))
    return
  }
  report.refused[error] = (report.refused[error] ?? 0) + 1
  if (streamEnds) turn.open = false
  else options.refused(stream.streamId, proofs[0]!.chunk, error, message)
}

/** Ends a stream whose chunks are all released; somebody else may have been first. */
export const finishStream = async (
  { submitter, calls }: ReleaseOptions,
  stream: Stream,
  report: PassReport,
): Promise<void> => {
  const outcome = await submitter.submit(calls.call('finish_stream', { stream_id: stream.streamId }))
  if (outcome.status === 'applied') report.finished++
  else if (outcome.status === 'expired') report.expired++
  else if (outcome.error !== 'StreamNotActive') report.refused[outcome.error] = (report.refused[outcome.error] ?? 0) + 1
}
