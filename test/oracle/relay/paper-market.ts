/**
 * Streams on paper: the contract's rules on releases, without a network, for what a network can't be made to do on
 * demand. `streams-on-chain.test.ts` has the contract itself.
 */
import { bytesToHex, type Hex, keccak256, recoverPublicKey } from 'viem'
import { chunkMessage } from '../../../contract/interface/chunk-message.ts'
import type { Calls } from '../../../oracle/chain/calls.ts'
import type { Call, Outcome } from '../../../oracle/chain/outcome.ts'
import type { Submitter } from '../../../oracle/chain/submitter.ts'

export const MARKET = {
  networkPassphrase: 'Standalone Network ; February 2017',
  contractId: 'CAJHP5EPVXJAXEF4Q3VNC4M3LK6IKUET62H5OYBUSIUETDOQ3RLC77WE',
}

export interface PaperStream {
  streamId: number
  status: string
  attestor: Uint8Array
  chunks: number
  createdTs: bigint
  deadlineTs: bigint
  proofSetId: bigint
  disputeId: number
  released: Set<number>
  /** The root that each chunk was paid for. */
  roots: Map<number, Hex>
}

interface PaperProof {
  chunk: number
  root: Uint8Array
  signature: Uint8Array
  timestamp: bigint
}

/** Arguments by name go through as they are. */
export const paperCalls: Calls = {
  call: (name, args) => ({ function: name, args: [args as never] }),
  read: (_name, value) => value,
}

export const createPaperMarket = (attestor: Uint8Array, now: bigint) => {
  const streams: PaperStream[] = []
  const submitted: { function: string; args: Record<string, unknown> }[] = []
  const market = {
    now,
    /** Decides about a call before the rules do; undefined lets them. */
    interfere: (_call: { function: string; args: Record<string, unknown> }): Outcome | undefined => undefined,
    readable: true,
  }

  const open = (stream: Partial<PaperStream> = {}): PaperStream => {
    const streamId = streams.length + 1
    const made: PaperStream = {
      streamId,
      status: 'Active',
      attestor,
      chunks: 4,
      createdTs: 0n,
      deadlineTs: market.now + 1_000_000n,
      proofSetId: BigInt(streamId),
      disputeId: 0,
      released: new Set(),
      roots: new Map(),
      ...stream,
    }
    streams.push(made)
    return made
  }

  const reads: Record<string, (args: never) => unknown> = {
    get_list_lengths: () => ({ streams: streams.length }),
    get_streams: ({ skip, take }: { skip: number; take: number }) => streams.slice(skip, skip + take).map(toNative),
    get_released_chunks: ({ stream_id, page }: { stream_id: number; page: number }) =>
      flagsOf(streams[stream_id - 1]!, page),
  }

  const writes: Record<string, (args: never) => Promise<Outcome> | Outcome> = {
    release_chunks: ({ stream_id, proofs }: { stream_id: number; proofs: PaperProof[] }) =>
      release(streams[stream_id - 1]!, proofs, market.now),
    finish_stream: ({ stream_id }: { stream_id: number }) => finish(streams[stream_id - 1]!),
  }

  const perform = async ({ function: name, args: [args] }: Call): Promise<Outcome> => {
    const call = { function: name, args: args as unknown as Record<string, unknown> }
    submitted.push(call)
    return market.interfere(call) ?? (await writes[name]!(call.args as never))
  }

  const read = async ({ function: name, args: [args] }: Call) => {
    if (!market.readable) throw new Error(`no node answers ${name}`)
    return reads[name]!(args as never) as never
  }

  const submitter: Submitter = {
    submit: perform,
    read,
    now: async () => market.now,
    waiting: () => 0,
    width: 2,
    stop: () => undefined,
  }
  return Object.assign(market, { submitter, calls: paperCalls, open, streams, submitted })
}

export type PaperMarket = ReturnType<typeof createPaperMarket>

export const applied = (result: unknown): Outcome => ({
  status: 'applied',
  hash: '0'.repeat(64),
  ledger: 1,
  result: result as never,
})
export const refused = (error: string): Outcome => ({
  status: 'refused',
  error,
  message: `${error}, in words`,
  hash: null,
  ledger: null,
})

const toNative = (stream: PaperStream) => ({
  stream_id: stream.streamId,
  state: {
    deadline_ts: stream.deadlineTs,
    dispute_id: stream.disputeId,
    released: stream.released.size,
    status: { tag: stream.status },
  },
  terms: {
    attestor: stream.attestor,
    chunks: stream.chunks,
    created_ts: stream.createdTs,
    proof_set_id: stream.proofSetId,
  },
})

const flagsOf = ({ released }: PaperStream, page: number) => {
  const flags = new Uint8Array(128)
  for (const chunk of released) if (Math.floor(chunk / 1024) === page) flags[(chunk % 1024) >> 3]! |= 1 << (chunk & 7)
  return flags
}

/** The order of the checks is the contract's. */
const release = async (stream: PaperStream, proofs: PaperProof[], now: bigint): Promise<Outcome> => {
  if (proofs.length === 0 || proofs.length > 32) return refused('ProofsOutOfRange')
  if (stream.status !== 'Active') return refused('StreamNotActive')
  if (stream.disputeId !== 0) return refused('StreamDisputed')
  if (now > stream.deadlineTs) return refused('StreamDeadlinePassed')
  const fresh = new Map<number, Hex>()
  for (const proof of proofs) {
    if (proof.chunk >= stream.chunks) return refused('ChunkOutOfRange')
    if (stream.released.has(proof.chunk)) continue
    if (proof.timestamp < stream.createdTs || proof.timestamp > now) return refused('ProofTimestampInvalid')
    if ((await signerOf(stream, proof)) !== bytesToHex(stream.attestor)) return refused('SignatureWrong')
    fresh.set(proof.chunk, bytesToHex(proof.root))
  }
  if (fresh.size === 0) return refused('ChunkReleased')
  for (const [chunk, root] of fresh) {
    stream.released.add(chunk)
    stream.roots.set(chunk, root)
  }
  return applied(fresh.size)
}

const signerOf = ({ streamId, proofSetId }: PaperStream, { chunk, root, signature, timestamp }: PaperProof) => {
  const message = chunkMessage({ ...MARKET, streamId, chunk, proofSetId, root, timestamp })
  const [r, s] = [bytesToHex(signature.subarray(0, 32)), bytesToHex(signature.subarray(32, 64))]
  return recoverPublicKey({ hash: keccak256(message) as Hex, signature: { r, s, yParity: signature[64]! } })
}

const finish = (stream: PaperStream): Outcome => {
  if (stream.status !== 'Active') return refused('StreamNotActive')
  if (stream.released.size < stream.chunks) return refused('StreamIncomplete')
  stream.status = 'Finished'
  return applied(true)
}
