/**
 * Logs of a long range of blocks, in windows that a node accepts. Providers limit blocks, results or bytes, each with
 * codes and texts of its own (-32005, -32602, -32614, -32000 …): whatever a node refuses is asked again for half the
 * blocks, until a single block is refused.
 */
import { EvmNodeRefused, EvmNodeSilent } from './error.ts'
import type { EvmNode, LogQuestion } from './node.ts'

/** The logs of a window, as they came. */
export interface LogWindow {
  readonly from: number
  readonly to: number
  readonly logs: readonly unknown[]
}

/** How wide to ask; kept between passes, so that a provider's limit is learnt once. */
export interface Width {
  readonly most: number
  now: number
  /** Windows that went well at this width. */
  good: number
}

/** After so many good windows a wider one is tried: a limit on results is one of the busy hours only. */
const WIDEN_AFTER = 16

/** @param most blocks of a window, inclusive */
export const createWidth = (most: number): Width => ({ most, now: most, good: 0 })

/**
 * Yields every window from `from` to `to`, in order and without a gap.
 * @throws EvmNodeRefused for a single block; EvmNodeSilent, with the next attempt asking for less
 */
export async function* readWindows(node: EvmNode, question: LogQuestion, width: Width): AsyncGenerator<LogWindow> {
  let { from } = question
  while (from <= question.to) {
    const to = Math.min(question.to, from + width.now - 1)
    const logs = await askOnce(node, { ...question, from, to }, width)
    if (logs === null) continue
    yield { from, to, logs }
    from = to + 1
    if (++width.good >= WIDEN_AFTER) setWidth(width, Math.min(width.most, width.now * 2))
  }
}

const setWidth = (width: Width, blocks: number) => Object.assign(width, { now: blocks, good: 0 })

/** Null: the width is now half of what it was. */
const askOnce = async (node: EvmNode, question: LogQuestion, width: Width) => {
  const blocks = question.to - question.from + 1
  try {
    return await node.logs(question)
  } catch (error) {
    if (blocks > 1) setWidth(width, Math.ceil(blocks / 2))
    // A question that is too much for a node may also end in its silence.
    if (error instanceof EvmNodeSilent || blocks === 1 || !(error instanceof EvmNodeRefused)) throw error
    return null
  }
}
