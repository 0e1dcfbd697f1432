/** Several nodes of one EVM chain: a task runs on one node from its first question to its last, or on the next one. */
import { EvmNodeRefused, EvmNodeSilent, EvmUnavailable, EvmWrongChain } from './error.ts'
import type { EvmNode } from './node.ts'

export interface EvmNodesOptions {
  /** In order of preference. */
  readonly nodes: readonly EvmNode[]
  /** The chain that is meant; without it, the one that the first answering node serves. */
  readonly chainId: number | undefined
  /** Called for each node that is passed over. */
  readonly failed?: (node: string, error: Error) => void
}

export interface EvmNodes {
  /**
   * Runs a task on the first node that carries it through, beginning with the one that did last time. Mixing the
   * answers of two nodes would take the head of one for the logs of another.
   * @throws EvmUnavailable where none did; EvmReorganised and what is no matter of a node, at once
   */
  run<T>(task: (node: EvmNode) => Promise<T>): Promise<T>
}

export const createEvmNodes = ({ nodes, chainId, failed }: EvmNodesOptions): EvmNodes => {
  let expected = chainId
  let preferred = 0
  const checked = new Set<EvmNode>()

  const checkChain = async (node: EvmNode) => {
    if (checked.has(node)) return
    const served = await node.chainId()
    expected ??= served
    if (served !== expected)
      throw new EvmWrongChain(`${node.name} serves chain ${served}, not ${expected}: correct RELAY_EVM_RPC_URL`)
    checked.add(node)
  }

  const run = async <T>(task: (node: EvmNode) => Promise<T>): Promise<T> => {
    const failures: Error[] = []
    for (let i = 0; i < nodes.length; i++) {
      const at = (preferred + i) % nodes.length
      const node = nodes[at]!
      try {
        await checkChain(node)
        const result = await task(node)
        preferred = at
        return result
      } catch (error) {
        if (!isOfNode(error)) throw error
        failed?.(node.name, error)
        failures.push(error)
      }
    }
    throw new EvmUnavailable(`No EVM node answers: ${failures.map(({ message }) => message).join('; ')}`, {
      cause: new AggregateError(failures),
    })
  }
  return { run }
}

const isOfNode = (error: unknown): error is Error =>
  [EvmNodeSilent, EvmNodeRefused, EvmWrongChain].some((kind) => error instanceof kind)
