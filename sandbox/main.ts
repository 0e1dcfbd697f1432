/** `npm run sandbox`: the local Stellar network alone, until SIGINT or SIGTERM. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { loadConfig, type SandboxConfig } from './config.ts'
import { PASSPHRASE, type Sandbox, startSandbox } from './start.ts'

const openSandbox = (config: SandboxConfig) => {
  const { port, ledgerMs, clockRunning, storeFile, genesisCloseTime } = config
  const { minPersistentTtl, minTemporaryTtl, evictionLevel } = config
  mkdirSync(dirname(storeFile), { recursive: true })
  return startSandbox({
    port,
    ledgerMs,
    clockRunning,
    storeFile,
    ...(genesisCloseTime !== undefined && { genesisCloseTime }),
    settings: {
      ...(minPersistentTtl !== undefined && { minPersistentTtl }),
      ...(minTemporaryTtl !== undefined && { minTemporaryTtl }),
      ...(evictionLevel !== undefined && { evictionLevel }),
    },
  })
}

const paceOf = ({ ledgerMs, clockRunning }: SandboxConfig) => {
  if (!clockRunning) return 'on demand: POST /control/close'
  return ledgerMs === 0 ? 'when a transaction waits' : `every ${ledgerMs / 1000} s`
}

const announce = ({ url, friendbotUrl, network }: Sandbox, config: SandboxConfig) => {
  console.log(`Local Stellar network, protocol ${network.protocol}, for development only
  RPC         ${url}
  Friendbot   ${friendbotUrl}?addr=G…
  Passphrase  ${PASSPHRASE}
  Ledger      ${network.latest().sequence}, the next closes ${paceOf(config)}
  State       ${config.storeFile}`)
}

const explain = (error: unknown, { port }: SandboxConfig) =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? `Port ${port} is taken: stop the program that listens there, or set SANDBOX_PORT to a free port.`
    : error

const endOn = (sandbox: Sandbox) => {
  const end = async () => {
    await sandbox.close()
    process.exit(0)
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

const fail = (reason: unknown) => {
  console.error(reason instanceof Error ? reason.message : reason)
  process.exitCode = 1
}

const main = async () => {
  const config = loadConfig()
  try {
    const sandbox = await openSandbox(config)
    endOn(sandbox)
    announce(sandbox, config)
  } catch (error) {
    fail(explain(error, config))
  }
}

await main().catch(fail)
