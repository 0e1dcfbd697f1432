/** The stack of the thread that runs the host is deep enough for the longest chain of calls that the host allows. */
import { Address, hash, Operation, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { fundedAccount, keypairOf, perform } from '../../support/accounts.ts'
import { buildChainContract } from '../../support/chain-contract.ts'
import { startNetwork } from '../../support/network.ts'

/** Calls below the first that the network's limits let through. */
const DEEPEST = 98

let sandbox: Sandbox
const chain: string[] = []
beforeAll(async () => {
  sandbox = await startNetwork()
  const wasm = buildChainContract()
  const alice = await fundedAccount(sandbox, 'alice')
  await perform(sandbox, alice, Operation.uploadContractWasm({ wasm }))
  for (let i = 0; i <= DEEPEST; i++) {
    const { returnValue } = await perform(
      sandbox,
      alice,
      Operation.createCustomContract({
        address: new Address(alice.publicKey()),
        wasmHash: hash(wasm),
        salt: Buffer.from(hash(`link ${i}`)),
      }),
    )
    chain.push(Address.fromScVal(returnValue!).toString())
  }
}, 60_000)
afterAll(() => sandbox.close())

test('a chain of 98 calls is simulated and applied', async () => {
  const [first, ...rest] = chain
  const links = xdr.ScVal.scvVec(rest.map((link) => new Address(link).toScVal()))
  const call = Operation.invokeContractFunction({ contract: first!, function: 'chain', args: [links] })
  expect((await perform(sandbox, keypairOf('alice'), call)).status).toBe('SUCCESS')
})
