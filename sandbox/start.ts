/** Puts the local network together and listens; for `main.ts`, and for tests that want one in their own process. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createNetwork, type Network, type NetworkOptions } from './ledger/network.ts'
import { createClock } from './rpc/clock.ts'
import type { Faults } from './rpc/faults.ts'
import { createRpc } from './rpc/rpc.ts'

/** The passphrase of what Stellar's tools call `local`. */
export const PASSPHRASE = 'Standalone Network ; February 2017'

/** Longer than a host call or a burst of ledgers can keep the event loop from a connection that a client takes up again. */
const KEEP_ALIVE_MS = 60_000

/** What a sandbox needs to know; the rest has the defaults of `createNetwork`, the state in memory. */
export interface SandboxOptions extends Partial<NetworkOptions> {
  /** 0 takes a free one. */
  port: number
  /** Milliseconds between ledgers; 0: a ledger closes as soon as a transaction waits. */
  ledgerMs: number
  clockRunning?: boolean
  onError?: (error: unknown) => void
}

/** A network that listens. */
export interface Sandbox {
  /** JSON-RPC. */
  url: string
  /** Takes `?addr=G…`. */
  friendbotUrl: string
  port: number
  network: Network
  faults: Faults
  /** Ends every connection and releases the state file; what was closed is saved. */
  close(): Promise<void>
}

/** @throws Error of code EADDRINUSE */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { port, ledgerMs, clockRunning = true, onError = logError, ...networkOptions } = options
  const network = createNetwork({ passphrase: PASSPHRASE, storeFile: ':memory:', ...networkOptions })
  const clock = createClock({ network, ledgerMs, running: clockRunning, onError })
  const rpc = createRpc({ network, clock, onError })
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, rpc.handle)
  const stop = () => {
    clock.stop()
    rpc.stop()
    network.stop()
  }
  try {
    await listen(server, port)
  } catch (error) {
    stop()
    throw error
  }
  const bound = (server.address() as AddressInfo).port
  const base = `http://localhost:${bound}`
  return {
    url: `${base}/rpc`,
    friendbotUrl: `${base}/friendbot`,
    port: bound,
    network,
    faults: rpc.faults,
    async close() {
      await shut(server)
      stop()
    },
  }
}

const logError = (error: unknown) => console.error(error)

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => resolve())
  })

const shut = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
