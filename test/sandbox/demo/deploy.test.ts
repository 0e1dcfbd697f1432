import { readFileSync } from 'node:fs'
import { contract, rpc } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { castOf } from '../../../sandbox/demo/cast.ts'
import { connectControl } from '../../../sandbox/demo/control.ts'
import { deployMarket } from '../../../sandbox/demo/deploy.ts'
import { createSender } from '../../../sandbox/demo/sender.ts'
import { startNetwork } from '../../support/network.ts'

const WASM = readFileSync(new URL('../../../contract/interface/flashindex_market.wasm', import.meta.url))
const SPEC = contract.Spec.fromWasm(WASM)

test('a deployment that is interrupted at any ledger goes on where it stopped, and is then found as it is', {
  timeout: 120_000,
}, async () => {
  const network = await startNetwork({ clockRunning: false })
  const control = connectControl(`http://localhost:${network.port}`)
  const server = new rpc.Server(network.url, { allowHttp: true })
  const cast = castOf('interrupted', network.network.passphrase)
  /** Deploys anew, as a new process would, until it has closed so many ledgers. */
  const deploy = (ledgers: number) => {
    let left = ledgers
    const next = async () => {
      await control.close()
      if (--left === 0) throw new Error('interrupted')
    }
    const sender = createSender(server, network.network.passphrase)
    return deployMarket({ sender, cast, wasm: WASM, next, tell: () => undefined }, SPEC)
  }
  try {
    for (let ledgers = 1; ledgers <= 6; ledgers++)
      await deploy(ledgers).catch((error: Error) => expect(error.message).toBe('interrupted'))
    const market = await deploy(100)
    const before = network.network.latest().sequence
    expect(await deploy(1)).toEqual(market)
    expect(network.network.latest().sequence).toBe(before)
  } finally {
    await network.close()
  }
})
