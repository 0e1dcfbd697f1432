/** Finds blocks by their time: where to begin reading for a stream that was opened at some moment. */
import { EvmNodeRefused } from './error.ts'
import type { EvmBlock, EvmNode } from './node.ts'

/** Filecoin leaves out single heights; more than this in a row has not been seen. */
const MAX_NULL_ROUNDS = 64

/** The newest block at or below a height. @throws EvmNodeRefused where the node has none of the heights below it */
export const blockAtOrBelow = async (node: EvmNode, number: number): Promise<EvmBlock> => {
  for (let at = number; at >= 0 && number - at < MAX_NULL_ROUNDS; at--) {
    const block = await node.block(at)
    if (block !== null) return block
  }
  throw new EvmNodeRefused(
    `${node.name}: has no block ${number}, nor one of the ${MAX_NULL_ROUNDS} below it: ask a node with longer history`,
  )
}

/**
 * A height from `low` to `high` such that every block below it is older than `time`: log2(high − low) questions.
 * @param time unix seconds
 */
export const firstBlockSince = async (node: EvmNode, time: bigint, low: number, high: number): Promise<number> => {
  let [from, to] = [low, high]
  while (from < to) {
    const middle = from + ((to - from) >> 1)
    const block = await blockAtOrBelow(node, middle)
    if (block.timestamp < time) from = middle + 1
    else to = Math.max(from, Math.min(middle, block.number))
  }
  return from
}
