/** Closes ledgers: every so many milliseconds, or, with 0, as soon as a transaction waits. */
import type { Network } from '../ledger/network.ts'

/** What closes ledgers while nobody asks for it. */
export interface Clock {
  readonly ledgerMs: number
  running(): boolean
  start(): void
  /** Only demands close ledgers until it is started again. */
  pause(): void
  /** For good. */
  stop(): void
}

/** Which network, how fast. */
export interface ClockOptions {
  network: Network
  /** 0: a ledger closes as soon as a transaction waits. */
  ledgerMs: number
  /** @default true */
  running?: boolean
  /** Told what kept a ledger from closing; the clock goes on. */
  onError: (error: unknown) => void
}

/** A clock that runs at once, unless it is told to wait. */
export const createClock = ({ network, ledgerMs, running = true, onError }: ClockOptions): Clock => {
  let end: (() => void) | null = null
  const close = () => {
    try {
      network.close()
    } catch (error) {
      onError(error)
    }
  }
  const start = () => {
    end ??= ledgerMs > 0 ? every(ledgerMs, close) : onDemand(network, close)
  }
  const pause = () => {
    end?.()
    end = null
  }
  if (running) start()
  return { ledgerMs, running: () => end !== null, start, pause, stop: pause }
}

const every = (ms: number, close: () => void) => {
  const timer = setInterval(close, ms)
  return () => clearInterval(timer)
}

/** Transactions that arrive in the same turn of the event loop share a ledger. */
const onDemand = (network: Network, close: () => void) => {
  let scheduled: NodeJS.Immediate | null = null
  const closeWaiting = () => {
    scheduled = null
    if (network.pending() > 0) close()
  }
  const schedule = () => {
    scheduled ??= setImmediate(closeWaiting)
  }
  const ignore = network.onPending(schedule)
  if (network.pending() > 0) schedule()
  return () => {
    ignore()
    if (scheduled) clearImmediate(scheduled)
  }
}
