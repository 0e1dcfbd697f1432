/** One node of the EVM chain: the few questions that a relay has, and every failure as an Error that says what to do. */
import { type Hex, numberToHex } from 'viem'
import { hostOf } from '../../../program/address.ts'
import { FetchFailed } from '../../../program/fetch.ts'
import { askJsonRpc, JsonRpcFault, resultIn } from '../../../program/json-rpc.ts'
import { EvmNodeRefused, EvmNodeSilent } from './error.ts'

/** Of a block, what a relay needs. */
export interface EvmBlock {
  readonly number: number
  readonly hash: Hex
  /** Unix seconds. */
  readonly timestamp: bigint
}

export interface LogQuestion {
  readonly address: Hex
  readonly topics: readonly (readonly Hex[])[]
  readonly from: number
  readonly to: number
}

/** @throws EvmNodeSilent | EvmNodeRefused from every call */
export interface EvmNode {
  /** Host and port: an address may carry a key, which belongs into no log. */
  readonly name: string
  chainId(): Promise<number>
  /** Height of the newest block. */
  head(): Promise<number>
  /** Null where the chain has no block of that height: a null round of Filecoin, or beyond the head. */
  block(number: number): Promise<EvmBlock | null>
  /** The logs as they came: nothing in them is checked. */
  logs(question: LogQuestion): Promise<readonly unknown[]>
  /** Result of a view function on the state after a block. */
  call(to: Hex, data: Hex, block: number): Promise<Hex>
}

/** Logs that do not fit are asked for in smaller windows. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

export interface EvmNodeOptions {
  readonly url: string
  /** Longest wait for an answer. */
  readonly timeoutMs: number
  /** Ends what is under way, and asks nothing more. */
  readonly signal?: AbortSignal
}

/** Nothing is asked before the first call. */
export const connectNode = ({ url, timeoutMs, signal }: EvmNodeOptions): EvmNode => {
  const name = hostOf(url)
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    signal?.throwIfAborted()
    try {
      return await askJsonRpc({ url, method, params, timeoutMs, maxBytes: MAX_ANSWER_BYTES, signal })
    } catch (error) {
      signal?.throwIfAborted()
      throw describe(error, method, name)
    }
  }
  return {
    name,
    chainId: async () => quantity(await ask('eth_chainId', []), 'eth_chainId', name),
    head: async () => quantity(await ask('eth_blockNumber', []), 'eth_blockNumber', name),
    block: async (number) => {
      const answer = await ask('eth_getBlockByNumber', [numberToHex(number), false]).catch(nullRound)
      return answer === null ? null : readBlock(answer, number, name)
    },
    logs: async ({ address, topics, from, to }) => {
      const filter = { address, topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) }
      const answer = await ask('eth_getLogs', [filter])
      if (!Array.isArray(answer)) throw new EvmNodeSilent(`${name}: eth_getLogs answered no list`)
      return answer
    },
    call: async (to, data, block) => {
      const answer = await ask('eth_call', [{ to, data }, numberToHex(block)])
      if (typeof answer !== 'string') throw new EvmNodeSilent(`${name}: eth_call answered no bytes`)
      return answer as Hex
    },
  }
}

/** Lotus has a code of its own, and a text, for a height at which no block was made (chain/types ErrNullRound). */
const nullRound = (error: unknown): null => {
  if (error instanceof EvmNodeRefused && /null round/i.test(error.message)) return null
  throw error
}

const quantity = (answer: unknown, method: string, node: string): number => {
  if (typeof answer === 'string' && /^0x[0-9a-f]{1,13}$/i.test(answer)) return Number(answer)
  throw new EvmNodeSilent(`${node}: ${method} answered ${JSON.stringify(answer)?.slice(0, 100)}, which is no number`)
}

const readBlock = (answer: unknown, number: number, node: string): EvmBlock => {
  const { number: own, hash, timestamp } = (answer ?? {}) as Record<string, unknown>
  const valid = typeof hash === 'string' && /^0x[0-9a-f]{64}$/i.test(hash)
  if (!valid || quantity(own, 'eth_getBlockByNumber', node) !== number)
    throw new EvmNodeSilent(`${node}: eth_getBlockByNumber answered another block than ${number}`)
  const time = quantity(timestamp, 'eth_getBlockByNumber', node)
  return { number, hash: hash.toLowerCase() as Hex, timestamp: BigInt(time) }
}

/** A JSON-RPC error, or an answer that is too large, speaks of the question and is a refusal; anything else is silence. */
const describe = (thrown: unknown, method: string, node: string): Error => {
  const error = thrown instanceof FetchFailed && thrown.answer !== undefined ? faultBehind(thrown) : thrown
  const { message } = error as Error
  if (error instanceof JsonRpcFault)
    return new EvmNodeRefused(`${node}: ${method}: ${message} (${error.code})`, { cause: error })
  const tooLarge = error instanceof FetchFailed && (error.kind === 'too large' || error.answer?.status === 413)
  const Kind = tooLarge ? EvmNodeRefused : EvmNodeSilent
  return new Kind(`${node}: ${method}: ${message}`, { cause: error })
}

/** Providers send some of their JSON-RPC errors with a status that is not 2xx. */
const faultBehind = (failed: FetchFailed): unknown => {
  try {
    resultIn(failed.answer!)
  } catch (error) {
    if (error instanceof JsonRpcFault) return error
  }
  return failed
}
