/** The newest block that was believed: as long as it lies on the chain, so does everything below it that was read. */
import { EvmNodeSilent, EvmReorganised } from './error.ts'
import { blockAtOrBelow } from './first-block.ts'
import type { EvmBlock, EvmNode } from './node.ts'

export interface Anchor {
  /**
   * Makes sure that the anchor still lies on the chain, and so does each of `blocks`, which another node may have told.
   * @throws EvmReorganised, after `lost` was told; EvmNodeSilent where the node is behind what was read
   */
  confirm(node: EvmNode, blocks?: readonly EvmBlock[]): Promise<void>
  /** Believes everything up to a height; never goes back. */
  advance(node: EvmNode, height: number): Promise<void>
}

/** @param lost what to do when a block that was believed is gone; the anchor itself is forgotten */
export const createAnchor = (lost: (block: EvmBlock) => void): Anchor => {
  let anchor: EvmBlock | undefined

  const confirm = async (node: EvmNode, blocks: readonly EvmBlock[] = []) => {
    const doubted = new Map([...blocks, ...(anchor === undefined ? [] : [anchor])].map((block) => [block.hash, block]))
    for (const block of doubted.values()) {
      const now = await node.block(block.number)
      if (now?.hash === block.hash) continue
      if (now === null && (await node.head()) < block.number)
        throw new EvmNodeSilent(`${node.name}: is behind block ${block.number}, which was read before`)
      anchor = undefined
      lost(block)
      throw new EvmReorganised(`${node.name}: block ${block.number} is another one than when it was believed`)
    }
  }

  const advance = async (node: EvmNode, height: number) => {
    if (height >= (anchor?.number ?? 0)) anchor = await blockAtOrBelow(node, height)
  }
  return { confirm, advance }
}
