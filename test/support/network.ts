/** A whole local network for a test, in its own process and on a free port. */
import type { SettingsOptions } from '../../sandbox/ledger/network.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'

export interface NetworkForTest {
  /** Milliseconds between ledgers; 0, the default: a ledger closes as soon as a transaction waits. */
  ledgerMs?: number
  /** With `false` only `network.close()` and `POST /control/close` close ledgers. */
  clockRunning?: boolean
  /** Default: in memory. */
  storeFile?: string
  settings?: SettingsOptions
  /** Unix seconds of the first ledger. */
  genesisCloseTime?: bigint
}

export const startNetwork = (options: NetworkForTest = {}): Promise<Sandbox> =>
  startSandbox({ port: 0, ledgerMs: 0, ...options })
