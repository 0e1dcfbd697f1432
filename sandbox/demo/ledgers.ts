/** How the demo lets time pass: by closing ledgers itself (history), or by waiting for the network's clock (live). */
import { setTimeout as delay } from 'node:timers/promises'
import type { rpc } from '@stellar/stellar-sdk'
import type { Control } from './control.ts'

/** Makes sure that what is pending gets into a ledger. */
export type NextLedger = () => Promise<void>

/** Closes ledgers on demand, each `secondsPerLedger` later than the one before. */
export const closingLedgers = (control: Control, from: bigint, secondsPerLedger: bigint) => {
  let time = from
  const next: NextLedger = async () => {
    time += secondsPerLedger
    await control.close(time)
  }
  return { next, now: () => time }
}

const POLL_MS = 200

/** Waits until the network has closed another ledger. */
export const waitingForLedgers = (server: rpc.Server): NextLedger => {
  return async () => {
    const { latestLedger } = await server.getHealth()
    while ((await server.getHealth()).latestLedger <= latestLedger) await delay(POLL_MS)
  }
}

/** Result of a transaction once its ledger has closed; undefined when the network dropped it, e.g. past its time bounds. */
export const resultOf = async (server: rpc.Server, hash: string, next: NextLedger) => {
  for (let ledgers = 0; ledgers < PATIENCE_LEDGERS; ledgers++) {
    const transaction = await server.getTransaction(hash)
    if (transaction.status !== 'NOT_FOUND') return transaction
    await next()
  }
  return undefined
}

const PATIENCE_LEDGERS = 3

/** Close time of the latest ledger, unix seconds. The SDK's type does not name the field yet (stellar-rpc has it since 27.1). */
export const latestCloseTime = async (server: rpc.Server): Promise<bigint> => {
  const health: rpc.Api.GetHealthResponse & { latestLedgerCloseTime?: string | number } = await server.getHealth()
  return BigInt(health.latestLedgerCloseTime ?? 0)
}
