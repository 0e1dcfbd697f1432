/**
 * Channel accounts: sources of transactions, so that many calls of one signer fit into a ledger. The network takes one
 * transaction of an account at a time, so a channel carries one at a time.
 */
import type { Keypair } from '@stellar/stellar-sdk'

/** An account that is the source of one transaction at a time. */
export interface Channel {
  readonly keypair: Keypair
  /** The highest sequence number that it is known to have used: a node that is behind would tell a lower one. */
  used: bigint
}

/** Whoever comes first is served first. */
export interface Channels {
  readonly size: number
  /** Calls that wait for a channel. */
  waiting(): number
  /** Runs `work` on a channel of its own. @throws the signal's reason where it was stopped before a channel was free */
  borrow<T>(work: (channel: Channel) => Promise<T>): Promise<T>
}

interface Waiter {
  readonly resolve: (channel: Channel) => void
  readonly reject: (reason: Error) => void
}

/** @throws Error where two channels are one account */
export const createChannels = (keypairs: readonly Keypair[], signal: AbortSignal): Channels => {
  const free: Channel[] = distinct(keypairs).map((keypair) => ({ keypair, used: 0n }))
  const queue: Waiter[] = []
  signal.addEventListener('abort', () => {
    for (const { reject } of queue.splice(0)) reject(signal.reason as Error)
  })

  const take = (): Promise<Channel> | Channel =>
    free.shift() ?? new Promise((resolve, reject) => queue.push({ resolve, reject }))

  const give = (channel: Channel) => {
    const next = queue.shift()
    if (next === undefined) free.push(channel)
    else next.resolve(channel)
  }

  return {
    size: keypairs.length,
    waiting: () => queue.length,
    borrow: async (work) => {
      signal.throwIfAborted()
      const channel = await take()
      try {
        return await work(channel)
      } finally {
        give(channel)
      }
    },
  }
}

const distinct = (keypairs: readonly Keypair[]) => {
  const addresses = keypairs.map((keypair) => keypair.publicKey())
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index)
  if (twice === undefined) return keypairs
  throw new Error(`The channel account ${twice} is named twice: each carries one transaction at a time`)
}
