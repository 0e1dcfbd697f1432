/** Channel accounts have to exist before they can be the source of a transaction. */
import type { Keypair } from '@stellar/stellar-sdk'
import pRetry from 'p-retry'
import { exchange, JSON_TYPE } from '../../program/fetch.ts'
import { LOCAL_PASSPHRASE } from '../../stellar/demo-key.ts'
import { createChainRpc } from './rpc.ts'

export interface FundingOptions {
  readonly rpcUrls: readonly string[]
  readonly networkPassphrase: string
  readonly channels: readonly Keypair[]
  /** Of the local network, e.g. http://localhost:8000/friendbot. */
  readonly friendbotUrl?: string | undefined
  readonly signal?: AbortSignal
}

/** Accounts are missing and can't be created here; the message says what to do. */
export class ChannelsMissing extends Error {
  override name = 'ChannelsMissing'
}

/**
 * Makes sure that all channels exist: creates missing ones on the local network, whose friendbot is the only one asked.
 * @returns the addresses that were created
 * @throws ChannelsMissing on any other network; Obstacle where no node answers
 */
export const fundChannels = async (options: FundingOptions): Promise<readonly string[]> => {
  const { rpcUrls, networkPassphrase, channels, friendbotUrl } = options
  const rpc = createChainRpc({ urls: rpcUrls, networkPassphrase })
  const addresses = channels.map((channel) => channel.publicKey())
  const exists = await Promise.all(addresses.map(async (address) => (await rpc.sequenceOf(address)) !== undefined))
  const missing = addresses.filter((_, index) => !exists[index])
  if (missing.length === 0) return []
  if (networkPassphrase !== LOCAL_PASSPHRASE || friendbotUrl === undefined) throw new ChannelsMissing(nextStep(missing))
  await Promise.all(missing.map((address) => create(friendbotUrl, address, options.signal)))
  return missing
}

const nextStep = (missing: readonly string[]) =>
  `${missing.length} channel accounts do not exist on the network: send each at least 2 XLM (1 XLM reserve, and fees): ${missing.join(', ')}`

/** Its answers hold a transaction's result. */
const MAX_ANSWER_BYTES = 1024 * 1024

/** Two programs may ask for the same account: then it is there, which is all that is wanted. */
const create = (friendbotUrl: string, address: string, signal: AbortSignal | undefined) =>
  pRetry(
    async () => {
      const { status, bytes } = await exchange({
        url: `${friendbotUrl}?addr=${address}`,
        maxBytes: MAX_ANSWER_BYTES,
        timeoutMs: 30_000,
        contentType: JSON_TYPE,
        signal,
      })
      if (status === 200 || bytes.includes('already')) return
      throw new Error(`friendbot answers ${status} for ${address}: ${bytes.toString('utf8', 0, 200)}`)
    },
    { retries: 4, minTimeout: 250, ...(signal && { signal }) },
  )
