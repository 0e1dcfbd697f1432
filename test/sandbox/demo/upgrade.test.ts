import { Address, Contract, type Keypair, nativeToScVal, Operation, scValToNative, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractWasm } from '../../../contract/interface/wasm.ts'
import { createSender, type Sender } from '../../../sandbox/demo/sender.ts'
import { marked, upgradeMarket } from '../../../sandbox/demo/upgrade/upgrade.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { clientOf, fundedAccount, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'
import { askResult } from '../../support/rpc.ts'

let sandbox: Sandbox
let sender: Sender
let owner: Keypair
let contractId: string
beforeAll(async () => {
  sandbox = await startNetwork()
  sender = createSender(clientOf(sandbox), sandbox.network.passphrase)
  owner = await fundedAccount(sandbox, 'owner')
  const uploaded = await perform(sandbox, owner, Operation.uploadContractWasm({ wasm: loadContractWasm() }))
  const wasmHash = scValToNative(uploaded.returnValue!) as Uint8Array
  const created = await perform(
    sandbox,
    owner,
    Operation.createCustomContract({
      address: addressOf(owner),
      wasmHash: Buffer.from(wasmHash),
      salt: Buffer.alloc(32),
      constructorArgs: [addressOf(owner).toScVal(), nativeToScVal(250n, { type: 'u128' })],
    }),
  )
  contractId = scValToNative(created.returnValue!) as string
}, 60_000)
afterAll(() => sandbox.close())

const addressOf = (keypair: Keypair) => new Address(keypair.publicKey())

/** Hash of the code a contract runs, hex. */
const codeOf = async (contract: string) => {
  const { entries } = await clientOf(sandbox).getLedgerEntries(new Contract(contract).getFootprint())
  const data = entries[0]!.val
  const instance = data.type === 'contractData' ? data.contractData.val : undefined
  const executable = instance?.type === 'scvContractInstance' ? instance.instance.executable : undefined
  if (executable?.type !== 'contractExecutableWasm') throw new Error('the contract runs no code')
  return Buffer.from(executable.wasmHash.toBytes()).toString('hex')
}

test('the contract runs other code afterwards, and the network says so in a system event', async () => {
  const wasm = marked(loadContractWasm(), 'test')
  const { wasmHash, ledger } = await upgradeMarket({ sender, owner, contractId, wasm })
  expect(await codeOf(contractId)).toBe(wasmHash)
  const filters = [{ type: 'system', contractIds: [contractId] }]
  const { events } = await askResult(sandbox.url, 'getEvents', { startLedger: ledger, filters })
  const [name] = (events[0].topic as string[]).map((topic) => scValToNative(xdr.ScVal.fromXdr(topic, 'base64')))
  expect([events.length, name]).toEqual([1, 'executable_update'])
  const again = marked(loadContractWasm(), 'test again')
  await upgradeMarket({ sender, owner, contractId, wasm: again })
  expect(await codeOf(contractId)).not.toBe(wasmHash)
})

test('nobody but the owner can', async () => {
  const stranger = await fundedAccount(sandbox, 'stranger')
  const wasm = marked(loadContractWasm(), 'strange')
  await expect(upgradeMarket({ sender, owner: stranger, contractId, wasm })).rejects.toThrow('failed')
})

test('a mark changes the hash and leaves the code valid', () => {
  const wasm = loadContractWasm()
  const long = marked(wasm, 'x'.repeat(300))
  expect(WebAssembly.validate(new Uint8Array(long))).toBe(true)
  expect(Buffer.from(marked(wasm, 'a'))).not.toEqual(Buffer.from(marked(wasm, 'b')))
})
