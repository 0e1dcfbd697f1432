/** Posts JSON to the programs beside the demo: the network's controls, the development EVM, the API. */
import { hostOf } from '../../program/address.ts'
import { exchange, JSON_TYPE } from '../../program/fetch.ts'
import { parseJson } from '../../program/json.ts'

const MAX_ANSWER_BYTES = 1024 * 1024
const TIMEOUT_MS = 10_000

/** The answer, undefined where it is empty. @throws Error where it is not 2xx; FetchFailed, UnreadableJson */
export const postJson = async (url: string, body: unknown, timeoutMs = TIMEOUT_MS): Promise<unknown> => {
  const { status, bytes } = await exchange({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    maxBytes: MAX_ANSWER_BYTES,
    timeoutMs,
    contentType: JSON_TYPE,
  })
  if (status < 200 || status > 299)
    throw new Error(`${hostOf(url)} answered ${status}: ${bytes.toString('utf8', 0, 500)}`)
  return bytes.length === 0 ? undefined : parseJson(bytes)
}
