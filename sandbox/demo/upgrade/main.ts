/**
 * Upgrades the contract of the demo market, as its owner. Without a file it gets the code of this project again, with a
 * mark in it, so that its hash is another one.
 *
 *     node sandbox/demo/upgrade/main.ts [--wasm FILE]
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadContractWasm } from '../../../contract/interface/wasm.ts'
import { openServer } from '../../../stellar/server.ts'
import { castOf } from '../cast.ts'
import { readConfig } from '../config.ts'
import { marketAddress } from '../deploy.ts'
import { createSender } from '../sender.ts'
import { marked, upgradeMarket } from './upgrade.ts'

const main = async () => {
  const { values } = parseArgs({ options: { wasm: { type: 'string' } } })
  const { rpcUrl, seed } = readConfig()
  const server = openServer(rpcUrl, { timeoutMs: 30_000 })
  const { passphrase } = await server.getNetwork()
  const { owner } = castOf(seed, passphrase)
  const { latestLedger } = await server.getHealth()
  const wasm =
    values.wasm === undefined ? marked(loadContractWasm(), `ledger ${latestLedger}`) : readFileSync(values.wasm)
  const contractId = marketAddress(owner, passphrase)
  const { wasmHash, ledger } = await upgradeMarket({
    sender: createSender(server, passphrase),
    owner,
    contractId,
    wasm,
  })
  console.log(`The market ${contractId} has the code ${wasmHash} since ledger ${ledger}.`)
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
