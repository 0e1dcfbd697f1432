/**
 * The SDK's client of a Stellar RPC node, over the bounded exchange: its own HTTP client follows redirects and reads
 * answers of any size and depth.
 */
import { rpc } from '@stellar/stellar-sdk'
import { FetchFailed } from '../program/fetch.ts'
import { askJsonRpc, JsonRpcFault } from '../program/json-rpc.ts'

export interface ServerOptions {
  /** Of a question, ms. */
  readonly timeoutMs: number
  /** Most bytes of a decompressed answer. @default 8 MiB */
  readonly maxBytes?: number
}

/** No answer to a single question comes near this. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024

/** Nothing is asked before the first call. A node's own error is thrown as the SDK throws it: a bare {code, message}. */
export const openServer = (url: string, { timeoutMs, maxBytes = MAX_ANSWER_BYTES }: ServerOptions): rpc.Server => {
  const server = new rpc.Server(url, { allowHttp: true })
  server.httpClient.defaults.adapter = async (config) => {
    const { method, params } = config.data as { method: string; params: unknown }
    const data = await answerOf({ url, method, params, timeoutMs, maxBytes })
    return { data, config, status: 200, statusText: 'OK', headers: {} }
  }
  return server
}

const answerOf = async (question: Parameters<typeof askJsonRpc>[0]) => {
  try {
    const result = await askJsonRpc(question)
    if (typeof result !== 'object' || result === null || Array.isArray(result))
      throw new FetchFailed('unreadable', 'the result is not an object')
    return { result }
  } catch (thrown) {
    if (!(thrown instanceof JsonRpcFault)) throw thrown
    return { error: { code: thrown.code, message: thrown.message } }
  }
}
