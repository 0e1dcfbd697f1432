/**
 * An attestor behind HTTP: POST {digest, message, publicKey} as 0x-hexadecimal → {signature}, 65 bytes r ‖ s ‖ v.
 * The message is sent along so that the signer can hash and judge it itself; a signer of bare digests signs anything.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesToHex, hexToBytes } from 'viem'
import { z } from 'zod'
import { hostOf } from '../../../program/address.ts'
import { exchange, FetchFailed, JSON_TYPE } from '../../../program/fetch.ts'
import { parseJson, UnreadableJson } from '../../../program/json.ts'
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
  const signer = `The signer at ${hostOf(options.url)}`
  const { status, bytes } = await post(options, signer, {
    digest: bytesToHex(digest),
    message: bytesToHex(message),
    publicKey: bytesToHex(options.publicKey),
  })
  const start = bytes.toString('utf8', 0, 200)
  if (status === 429 || status >= 500) throw new AttestorSilent(`${signer} answers ${status}`)
  if (status !== 200) throw new AttestorWrong(`${signer} refuses with ${status}: ${start}`)
  const answer = answerSchema.safeParse(readJson(bytes))
  if (!answer.success) throw new AttestorWrong(`${signer} answers no signature: ${start}`)
  return hexToBytes(answer.data.signature as `0x${string}`)
}

/** A broken or late answer may come again as a better one; one that is too large, redirects or is something else will not. */
const post = async ({ url, token, timeoutMs = 5000 }: RemoteSignerOptions, signer: string, body: object) => {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  try {
    return await exchange({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
      maxBytes: MAX_ANSWER_BYTES,
      timeoutMs,
      contentType: JSON_TYPE,
    })
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause
    if (cause.kind === 'late') throw new AttestorSilent(`${signer} does not answer within ${timeoutMs} ms`, { cause })
    const Kind = cause.kind === 'unreachable' ? AttestorSilent : AttestorWrong
    throw new Kind(`${signer}: ${cause.message}`, { cause })
  }
}

const readJson = (bytes: Buffer): unknown => {
  try {
    return parseJson(bytes)
  } catch (error) {
    if (error instanceof UnreadableJson) return undefined
    throw error
  }
}
