/**
 * An attestor behind HTTP: POST {digest, message, publicKey} as 0x-hexadecimal → {signature}, 65 bytes r ‖ s ‖ v.
 * The message is sent along so that the signer can hash and judge it itself; a signer of bare digests signs anything.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesToHex, hexToBytes } from 'viem'
import { z } from 'zod'
import { type Attestor, AttestorSilent, AttestorWrong } from './attestor.ts'

export interface RemoteSignerOptions {
  readonly url: string
  /** Uncompressed, 65 bytes: what the signer must sign with. */
  readonly publicKey: Uint8Array
  /** Sent as a bearer token. */
  readonly token?: string
  /** Of one attempt, ms. @default 5000 */
  readonly timeoutMs?: number
  /** @default 3 */
  readonly attempts?: number
  /** Before the second attempt, ms; twice as long before each further one. @default 250 */
  readonly backoffMs?: number
}

const MAX_ANSWER_BYTES = 4096
const answerSchema = z.object({ signature: z.string().regex(/^0x[0-9a-f]{130}$/i) })

/** Asks again where another answer may come: after silence, 429 and 5xx. */
export const createRemoteSigner = (options: RemoteSignerOptions): Attestor => {
  const { attempts = 3, backoffMs = 250 } = options
  const sign = async (digest: Uint8Array, message: Uint8Array): Promise<Uint8Array> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await askOnce(options, digest, message)
      } catch (error) {
        if (!(error instanceof AttestorSilent) || attempt >= attempts) throw error
      }
      await sleep(backoffMs * 2 ** (attempt - 1))
    }
  }
  return { publicKey: options.publicKey, sign }
}

const askOnce = async (options: RemoteSignerOptions, digest: Uint8Array, message: Uint8Array) => {
  const { url, publicKey, token, timeoutMs = 5000 } = options
  const { status, text } = await post(url, token, timeoutMs, {
    digest: bytesToHex(digest),
    message: bytesToHex(message),
    publicKey: bytesToHex(publicKey),
  })
  if (status === 429 || status >= 500) throw new AttestorSilent(`The signer at ${url} answers ${status}`)
  if (status !== 200) throw new AttestorWrong(`The signer at ${url} refuses with ${status}: ${text.slice(0, 200)}`)
  const answer = answerSchema.safeParse(parse(text))
  if (!answer.success) throw new AttestorWrong(`The signer at ${url} answers no signature: ${text.slice(0, 200)}`)
  return hexToBytes(answer.data.signature as `0x${string}`)
}

const post = async (url: string, token: string | undefined, timeoutMs: number, body: object) => {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    })
    return { status: response.status, text: (await response.text()).slice(0, MAX_ANSWER_BYTES) }
  } catch (cause) {
    throw new AttestorSilent(`The signer at ${url} does not answer within ${timeoutMs} ms`, { cause })
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
