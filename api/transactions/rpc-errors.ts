/** What the SDK throws when a node does not answer, sorted by what to do: ask another node, or believe this one. */
import { TransactionRefused } from './refusal.ts'

/** JSON-RPC codes that speak of the node's state, not of the request: time limits, cancelled, internal, queue full. */
const PASSING_CODES: readonly number[] = [-32603, -32001, -32097, -32003, -32098]

/** A node that did not answer, or not now. Another one, or the same one later, may. */
export class NodeUnavailable extends Error {
  override name = 'NodeUnavailable'
}

interface JsonRpcError {
  readonly code: number
  readonly message: string
}

const isJsonRpcError = (thrown: unknown): thrown is JsonRpcError =>
  typeof thrown === 'object' && thrown !== null && !(thrown instanceof Error) && 'code' in thrown && 'message' in thrown

/** The SDK throws a node's error as a bare object, and HTTP failures as plain errors: each becomes an Error that says what to do. */
export const describeNodeError = (method: string, node: string, thrown: unknown): Error => {
  if (thrown instanceof TransactionRefused || thrown instanceof NodeUnavailable) return thrown
  if (!isJsonRpcError(thrown)) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    return new NodeUnavailable(`${method} at ${node}: ${reason}`, { cause: thrown })
  }
  const cause = new Error(`${thrown.code} ${thrown.message}`)
  if (PASSING_CODES.includes(thrown.code))
    return new NodeUnavailable(`${method} at ${node}: ${cause.message}`, { cause })
  return new TransactionRefused(
    'RPC_REFUSED',
    `The network's node refused ${method}: ${thrown.message} (${thrown.code}).`,
    { method, rpcCode: thrown.code },
    { cause },
  )
}
