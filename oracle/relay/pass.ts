/**
 * One pass of the relay: streams from the market, roots from the EVM chain, signatures from the attestor, releases to
 * the market. Everything that decides is read anew; what is remembered between passes only saves reading twice, so a
 * relay may be killed anywhere, and any number may run at once.
 */
import { bytesToHex, type Hex } from 'viem'
import { eachAtMost } from '../chain/each-at-most.ts'
import type { EvmNodes } from './evm/nodes.ts'
import type { ProofSets } from './evm/proof-sets.ts'
import { askRoot } from './evm/root-of.ts'
import { createUnreleased } from './market/released.ts'
import type { Stream } from './market/stream.ts'
import type { Streams } from './market/streams.ts'
import { finishStream, type ReleaseOptions, releaseChunks } from './release.ts'
import { emptyReport, type PassReport } from './report.ts'
import { type ProvenChunk, provenChunks, taskOf } from './work.ts'

export interface PassOptions extends Omit<ReleaseOptions, 'refused'> {
  readonly streams: Streams
  readonly nodes: EvmNodes
  readonly proofSets: ProofSets
  readonly verifier: Hex
  /** Looks and counts; signs and sends nothing. */
  readonly dryRun: boolean
  /** A proof that the contract refused by itself. */
  readonly refused: (streamId: number, chunk: number, error: string, message: string) => void
}

/** Passes that a refused proof is left alone for. */
const HOLD_PASSES = 50

export type Pass = () => Promise<PassReport>

/** @returns the pass; it throws Obstacle, EvmUnavailable, EvmReorganised, AttestorSilent, AttestorWrong, SubmitterStopped */
export const createPass = (options: PassOptions): Pass => {
  const { submitter, attestor, streams, nodes, proofSets, dryRun } = options
  const own = bytesToHex(attestor.publicKey)
  const unreleased = createUnreleased(options)
  /** Until which pass a proof is left alone. */
  const held = new Map<string, number>()
  let number = 0
  const release: ReleaseOptions = {
    ...options,
    refused: (streamId, chunk, error, message) => {
      held.set(`${streamId} ${chunk}`, number + HOLD_PASSES)
      options.refused(streamId, chunk, error, message)
    },
  }
  const isFree = (streamId: number, chunk: number) => (held.get(`${streamId} ${chunk}`) ?? 0) <= number

  /** The chunks of a stream that can be released now. */
  const dueOf = async (stream: Stream, now: bigint, report: PassReport): Promise<readonly ProvenChunk[]> => {
    const proven = provenChunks(stream, proofSets.rootsOf(stream.proofSetId).values(), now)
    report.chunks.early += proven.early
    report.chunks.stale += proven.stale
    report.chunks.beyond += proven.beyond
    const candidates = proven.ready.filter(({ chunk }) => isFree(stream.streamId, chunk))
    const chunks = candidates.map(({ chunk }) => chunk)
    const open = new Set(await unreleased(stream.streamId, chunks))
    const due = candidates.filter(({ chunk }) => open.has(chunk))
    return withRoots(stream, due, report)
  }

  /** Asks the verifier for the roots that their logs don't carry. */
  const withRoots = async (stream: Stream, due: readonly ProvenChunk[], report: PassReport) => {
    const { proofSetId } = stream
    const complete: ProvenChunk[] = []
    for (const { chunk, placed } of due) {
      const place = { verifier: options.verifier, proofSetId, rootId: placed.rootId, block: report.safe }
      const root = placed.root ?? (await nodes.run((node) => askRoot(node, place)))
      if (root === null) report.chunks.removed++
      else {
        if (placed.root === null) proofSets.learn(proofSetId, placed, root)
        complete.push({ chunk, placed: { ...placed, root } })
      }
    }
    return complete
  }

  const serve = async (stream: Stream, now: bigint, report: PassReport) => {
    const due = await dueOf(stream, now, report)
    report.chunks.due += due.length
    if (dryRun || due.length === 0) return
    const blocks = due.map(({ placed }) => placed.block)
    await nodes.run((node) => proofSets.confirm(node, blocks))
    const released = await releaseChunks(release, stream, due, report)
    if (stream.released + released >= stream.chunks) await finishStream(release, stream, report)
  }

  return async () => {
    number++
    const report = emptyReport(dryRun)
    const now = await submitter.now()
    const all = await streams.open()
    const tasks = Map.groupBy(all, (stream) => taskOf(stream, own, now))
    for (const [task, { length }] of tasks) report.streams[task] = length
    const served = tasks.get('release') ?? []
    Object.assign(report, await nodes.run((node) => proofSets.read(node, wantedOf(served))))
    await eachAtMost(submitter.width, served, (stream) => serve(stream, now, report))
    if (!dryRun)
      await eachAtMost(submitter.width, tasks.get('finish') ?? [], (stream) => finishStream(release, stream, report))
    return report
  }
}

/** Each proof set, and the time of the oldest stream that names it. */
const wantedOf = (streams: readonly Stream[]): ReadonlyMap<bigint, bigint> => {
  const wanted = new Map<bigint, bigint>()
  for (const { proofSetId, createdTs } of streams) {
    const known = wanted.get(proofSetId)
    if (known === undefined || createdTs < known) wanted.set(proofSetId, createdTs)
  }
  return wanted
}
