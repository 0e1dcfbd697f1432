/** `node sandbox/evm/main.ts`: the development EVM alone, until SIGINT or SIGTERM. */
import { VERIFIER_ADDRESS } from './address.ts'
import { type EvmConfig, loadConfig } from './config.ts'
import { type Evm, startEvm } from './start.ts'

const announce = ({ url, chain }: Evm, config: EvmConfig) => {
  console.log(`Development EVM with a PDPVerifier, for development only
  RPC         ${url}
  Verifier    ${VERIFIER_ADDRESS}
  Block       ${chain.head()}, the next every ${config.blockMs / 1000} s
  State       ${config.stateFile}`)
}

const endOn = (evm: Evm) => {
  const end = async () => {
    await evm.close()
    process.exit(0)
  }
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
}

const explain = (error: unknown, { port }: EvmConfig) =>
  (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    ? `Port ${port} is taken: stop the program that listens there, or set EVM_PORT to a free port.`
    : error

const fail = (reason: unknown) => {
  console.error(reason instanceof Error ? reason.message : reason)
  process.exitCode = 1
}

const main = async () => {
  const config = loadConfig()
  try {
    const evm = await startEvm(config)
    endOn(evm)
    announce(evm, config)
  } catch (error) {
    fail(explain(error, config))
  }
}

await main().catch(fail)
