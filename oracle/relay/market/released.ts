/** Which chunks of a stream were released, from the contract's own flags. */
import type { MarketReader } from './streams.ts'

/** Flags in a page of `get_released_chunks`; chunk 0 of a page is the least significant bit of its first byte. */
const PAGE = 1024

/** Tells of chunks, those that were not released yet. @throws Obstacle where no node answers */
export type Unreleased = (streamId: number, chunks: readonly number[]) => Promise<readonly number[]>

/** A flag that is set stays set: pages without a gap are read once. */
export const createUnreleased = ({ submitter, calls }: MarketReader): Unreleased => {
  const full = new Set<string>()

  const read = async (streamId: number, page: number): Promise<Uint8Array> => {
    const call = calls.call('get_released_chunks', { stream_id: streamId, page })
    const flags = calls.read('get_released_chunks', await submitter.read(call)) as Uint8Array
    if (flags.every((byte) => byte === 0xff)) full.add(`${streamId} ${page}`)
    return flags
  }

  return async (streamId, chunks) => {
    const open: number[] = []
    for (const [page, candidates] of Map.groupBy(chunks, (chunk) => Math.floor(chunk / PAGE))) {
      if (full.has(`${streamId} ${page}`)) continue
      const flags = await read(streamId, page)
      open.push(...candidates.filter((chunk) => !isSet(flags, chunk % PAGE)))
    }
    return open
  }
}

const isSet = (flags: Uint8Array, bit: number) => ((flags[bit >> 3]! >> (bit & 7)) & 1) === 1
