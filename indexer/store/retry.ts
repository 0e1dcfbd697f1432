/** Which failures of the database pass, decided by SQLSTATE and by the driver's connection codes. */
import pRetry from 'p-retry'

/** The same transaction may succeed when it is run again. */
const AGAIN = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
])

/** The connection, and the locks of its session with it, is gone; the server may come back. */
const GONE = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '53300', // too_many_connections
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
])

/** Class 08 is connection_exception. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Whether to run the same transaction again. */
export const isTransient = (error: unknown): boolean => AGAIN.has(codeOf(error))

/** Whether to begin anew with another connection. */
export const isConnectionLoss = (error: unknown): boolean => GONE.has(codeOf(error)) || /^08...$/.test(codeOf(error))

/** Runs a transaction until it gets through or fails for a reason that repeating does not cure. */
export const retryTransient = <T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> =>
  pRetry(run, {
    retries: 20,
    minTimeout: 20,
    maxTimeout: 2_000,
    randomize: true,
    shouldRetry: ({ error }) => isTransient(error),
    ...(signal ? { signal } : {}),
  })

/** Runs what needs the server until that is there; gives up after about a minute. */
export const retryConnection = <T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> =>
  pRetry(run, {
    retries: 15,
    minTimeout: 250,
    maxTimeout: 8_000,
    shouldRetry: ({ error }) => isConnectionLoss(error),
    signal,
  })
