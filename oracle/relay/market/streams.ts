/**
 * The streams of the market, from the contract itself: what it says now is what a release is judged by, there is no lag
 * to an index and no second program that has to run. Ended streams never change, so pages full of them are read once.
 */
import type { Calls } from '../../chain/calls.ts'
import { eachAtMost } from '../../chain/each-at-most.ts'
import type { Submitter } from '../../chain/submitter.ts'
import { isEnded, readStream, type Stream } from './stream.ts'

/** Where the contract is read. */
export interface MarketReader {
  readonly submitter: Pick<Submitter, 'read'>
  readonly calls: Calls
}

/** What a list function of the contract answers at most. */
const PAGE = 25
const READS_AT_ONCE = 8

export interface Streams {
  /** All streams that have not ended, by id. @throws Obstacle where no node answers */
  open(): Promise<readonly Stream[]>
}

/** Streams are never deleted: a position of the list is a stream's for good. */
export const createStreams = ({ submitter, calls }: MarketReader): Streams => {
  /** Numbers of the pages whose streams have all ended. */
  const settled = new Set<number>()

  const read = async (name: string, args: Record<string, unknown>) =>
    calls.read(name, await submitter.read(calls.call(name, args)))

  const readPage = async (page: number): Promise<readonly Stream[]> => {
    const answer = (await read('get_streams', { skip: page * PAGE, take: PAGE })) as readonly unknown[]
    const streams = answer.map(readStream)
    if (streams.length === PAGE && streams.every(isEnded)) settled.add(page)
    return streams.filter((stream) => !isEnded(stream))
  }

  return {
    open: async () => {
      const { streams } = (await read('get_list_lengths', {})) as { streams: number }
      const pages = Array.from({ length: Math.ceil(streams / PAGE) }, (_, page) => page)
      const unsettled = pages.filter((page) => !settled.has(page))
      return (await eachAtMost(READS_AT_ONCE, unsettled, readPage)).flat()
    },
  }
}
