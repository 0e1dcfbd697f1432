import { Address, Asset, Keypair, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { deployToken, fundedAccount, keypairOf } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult } from '../../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork({ settings: { minPersistentTtl: 5 } })
  await deployToken(sandbox, await fundedAccount(sandbox, 'alice'), Asset.native())
})
afterAll(() => sandbox.close())

const accountKey = (keypair: Keypair) =>
  xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId: keypair.xdrAccountId() })).toXdr('base64')

const instanceKey = () =>
  xdr.LedgerKey.contractData(
    new xdr.LedgerKeyContractData({
      contract: new Address(Asset.native().contractId(sandbox.network.passphrase)).toScAddress(),
      key: xdr.ScVal.scvLedgerKeyContractInstance(),
      durability: xdr.ContractDataDurability.persistent,
    }),
  ).toXdr('base64')

const entries = (keys: string[], xdrFormat?: string) => askResult(sandbox.url, 'getLedgerEntries', { keys, xdrFormat })

test('what exists comes in the order of the keys, what does not is left out', async () => {
  const root = accountKey(Keypair.master(sandbox.network.passphrase))
  const keys = [instanceKey(), accountKey(keypairOf('ghost')), accountKey(keypairOf('alice')), root]
  const answer = await entries(keys)
  expect(answer.entries.map(({ key }: { key: string }) => key)).toEqual([keys[0], keys[2], keys[3]])
  expect(answer.latestLedger).toBe(sandbox.network.latest().sequence)
})

test('a lifetime is told of contract entries only, and is 0 once the entry is archived', async () => {
  const lifetimes = async () => {
    const found = (await entries([instanceKey(), accountKey(keypairOf('alice'))])).entries
    return found.map(({ liveUntilLedgerSeq }: { liveUntilLedgerSeq?: number }) => liveUntilLedgerSeq)
  }
  const until = sandbox.network.entry(Buffer.from(instanceKey(), 'base64'))!.liveUntil!
  expect(await lifetimes()).toEqual([until, undefined])
  while (sandbox.network.latest().sequence < until) sandbox.network.close()
  expect(await lifetimes()).toEqual([until, undefined])
  sandbox.network.close()
  expect(await lifetimes()).toEqual([0, undefined])
})

test('the two forms hold the same', async () => {
  const keys = [accountKey(keypairOf('alice'))]
  const [base64] = (await entries(keys)).entries
  const [json] = (await entries(keys, 'json')).entries
  expect(xdr.LedgerEntryData.fromXdr(base64.xdr, 'base64').toJson()).toEqual(json.dataJson)
  expect(xdr.LedgerKey.fromXdr(base64.key, 'base64').toJson()).toEqual(json.keyJson)
  expect([base64.extXdr, json.extJson]).toEqual(['AAAAAA==', 'v0'])
  expect(base64.lastModifiedLedgerSeq).toBe(json.lastModifiedLedgerSeq)
})
