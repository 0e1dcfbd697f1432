/** The Stellar SDK as anybody uses it, unchanged, against the local network. */
import {
  Address,
  Asset,
  authorizeEntry,
  contract,
  type Keypair,
  nativeToScVal,
  Operation,
  rpc,
  SorobanDataBuilder,
  scValToNative,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { buildTransaction, clientOf, deployToken, fundedAccount, keypairOf, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'

let sandbox: Sandbox
let client: rpc.Server
let alice: Keypair
let bob: Keypair
let issuer: Keypair

beforeAll(async () => {
  sandbox = await startNetwork({ settings: { minPersistentTtl: 10 } })
  client = clientOf(sandbox)
  const fund = (name: string) => fundedAccount(sandbox, name)
  ;[alice, bob, issuer] = await Promise.all([fund('alice'), fund('bob'), fund('issuer')])
})
afterAll(() => sandbox.close())

const passphrase = () => sandbox.network.passphrase
const usd = () => new Asset('USD', issuer.publicKey())
const native = () => Asset.native().contractId(passphrase())

/** A client of a token contract, made from nothing but its address. */
// biome-ignore lint/suspicious/noExplicitAny: the methods follow from the contract's interface at run time
const tokenClient = (contractId: string, signer: Keypair): Promise<any> =>
  contract.Client.from({
    contractId,
    rpcUrl: sandbox.url,
    allowHttp: true,
    networkPassphrase: passphrase(),
    publicKey: signer.publicKey(),
    ...contract.basicNodeSigner(signer, passphrase()),
  })

test('the node introduces itself', async () => {
  expect(await client.getHealth()).toMatchObject({ status: 'healthy', latestLedger: expect.any(Number) })
  expect(await client.getNetwork()).toMatchObject({ passphrase: passphrase(), friendbotUrl: sandbox.friendbotUrl })
  const latest = await client.getLatestLedger()
  expect(latest.sequence).toBe(sandbox.network.latest().sequence)
  expect((await client.getVersionInfo()).protocolVersion).toBe(sandbox.network.protocol)
  expect((await client.getFeeStats()).inclusionFee.min).toBe('100')
})

test('friendbot’s account is there with its sequence number', async () => {
  const carol = await client.requestAirdrop(keypairOf('carol').publicKey())
  expect(carol.sequenceNumber()).toBe((await client.getAccount(carol.accountId())).sequenceNumber())
})

test('an account is created and paid', async () => {
  const dave = keypairOf('dave')
  await perform(sandbox, alice, Operation.createAccount({ destination: dave.publicKey(), startingBalance: '100' }))
  await perform(
    sandbox,
    alice,
    Operation.payment({ destination: dave.publicKey(), asset: Asset.native(), amount: '5' }),
  )
  expect((await client.getAccountEntry(dave.publicKey())).balance).toBe(1_050_000_000n)
})

test('a credit asset is trusted, issued, and moved by its contract', async () => {
  await perform(sandbox, alice, Operation.changeTrust({ asset: usd() }))
  await perform(sandbox, bob, Operation.changeTrust({ asset: usd() }))
  const id = await deployToken(sandbox, issuer, usd())
  await perform(sandbox, issuer, Operation.payment({ destination: alice.publicKey(), asset: usd(), amount: '100' }))
  const token = await tokenClient(id, alice)
  const transfer = await token.transfer({ from: alice.publicKey(), to: bob.publicKey(), amount: 30_0000000n })
  const { getTransactionResponse } = await transfer.signAndSend()
  expect(getTransactionResponse.status).toBe('SUCCESS')
  expect((await token.balance({ id: bob.publicKey() })).result).toBe(30_0000000n)
  expect((await token.symbol()).result).toBe('USD')
})

test('a failed call is told by the contract’s error, before anything is sent', async () => {
  const token = await tokenClient(usd().contractId(passphrase()), alice)
  const transfer = await token.transfer({ from: alice.publicKey(), to: bob.publicKey(), amount: 10n ** 15n })
  expect(transfer.simulation.error).toMatch(/Error\(Contract, #10\)/)
})

/** Seven stroops, of which bob has to know. */
const bobPaysAlice = (auth: xdr.SorobanAuthorizationEntry[] = []) =>
  Operation.invokeContractFunction({
    contract: native(),
    function: 'transfer',
    args: [...[bob, alice].map((who) => new Address(who.publicKey()).toScVal()), nativeToScVal(7n, { type: 'i128' })],
    auth,
  })

test('somebody else’s consent travels as an auth entry', async () => {
  await deployToken(sandbox, alice, Asset.native())
  const before = (await client.getAccountEntry(bob.publicKey())).balance
  const unsigned = await buildTransaction(sandbox, alice, bobPaysAlice())
  const simulation = await client.simulateTransaction(unsigned)
  if (!rpc.Api.isSimulationSuccess(simulation)) throw new Error(simulation.error)
  const validUntil = simulation.latestLedger + 100
  const auth = await Promise.all(
    simulation.result!.auth.map((entry) => authorizeEntry(entry, bob, validUntil, passphrase())),
  )
  await perform(sandbox, alice, bobPaysAlice(auth))
  expect((await client.getAccountEntry(bob.publicKey())).balance).toBe(before - 7n)
})

test('without that consent the transaction fails and says why', async () => {
  const prepared = await client.prepareTransaction(await buildTransaction(sandbox, alice, bobPaysAlice()))
  prepared.sign(alice)
  const { hash } = await client.sendTransaction(prepared)
  const applied = await client.pollTransaction(hash, { sleepStrategy: () => 10 })
  expect(applied.status).toBe('FAILED')
  expect((applied as rpc.Api.GetFailedTransactionResponse).diagnosticEventsXdr?.length).toBeGreaterThan(1)
})

test('what a call publishes is found by getEvents', async () => {
  const startLedger = sandbox.network.latest().sequence + 1
  const token = await tokenClient(native(), alice)
  await (await token.transfer({ from: alice.publicKey(), to: bob.publicKey(), amount: 5n })).signAndSend()
  const { events } = await client.getEvents({
    startLedger,
    filters: [
      { type: 'contract', contractIds: [native()], topics: [[xdr.ScVal.scvSymbol('transfer').toXdr('base64'), '**']] },
    ],
  })
  expect(events.map(({ topic, value }) => [...topic.map(scValToNative), scValToNative(value)])).toEqual([
    ['transfer', alice.publicKey(), bob.publicKey(), 'native', 5n],
  ])
})

test('an archived entry is restored by its own operation, and used again', async () => {
  const asset = new Asset('OLD', issuer.publicKey())
  const id = await deployToken(sandbox, issuer, asset)
  for (let i = 0; i < 12; i++) sandbox.network.close()
  const { entries } = await client.getLedgerEntries(instanceKey(id))
  expect(entries[0]!.liveUntilLedgerSeq).toBe(0)
  await restore(instanceKey(id))
  const [restored] = (await client.getLedgerEntries(instanceKey(id))).entries
  expect(restored!.liveUntilLedgerSeq).toBeGreaterThan(sandbox.network.latest().sequence)
  expect((await (await tokenClient(id, issuer)).decimals()).result).toBe(7)
})

test('an archived entry is restored by the call that needs it', async () => {
  const asset = new Asset('OLDER', issuer.publicKey())
  const id = await deployToken(sandbox, issuer, asset)
  for (let i = 0; i < 12; i++) sandbox.network.close()
  await perform(sandbox, alice, Operation.changeTrust({ asset }))
  const token = await tokenClient(id, issuer)
  const mint = await token.mint({ to: alice.publicKey(), amount: 1n })
  expect((await mint.signAndSend()).getTransactionResponse.status).toBe('SUCCESS')
  expect((await client.getLedgerEntries(instanceKey(id))).entries[0]!.liveUntilLedgerSeq).toBeGreaterThan(0)
})

const instanceKey = (id: string) =>
  xdr.LedgerKey.contractData(
    new xdr.LedgerKeyContractData({
      contract: new Address(id).toScAddress(),
      key: xdr.ScVal.scvLedgerKeyContractInstance(),
      durability: xdr.ContractDataDurability.persistent,
    }),
  )

const restore = async (key: xdr.LedgerKey) => {
  const account = await client.getAccount(alice.publicKey())
  const built = new TransactionBuilder(account, { fee: '1000', networkPassphrase: passphrase() })
    .addOperation(Operation.restoreFootprint({}))
    .setSorobanData(new SorobanDataBuilder().setReadWrite([key]).build())
    .setTimeout(0)
    .build()
  const prepared = await client.prepareTransaction(built)
  prepared.sign(alice)
  const { hash } = await client.sendTransaction(prepared)
  expect((await client.pollTransaction(hash, { sleepStrategy: () => 10 })).status).toBe('SUCCESS')
}
