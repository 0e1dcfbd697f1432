/** Accounts and transactions for tests of the local network: keys follow from names, nothing is random. */
import { type Asset, hash, Keypair, Operation, rpc, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'
import type { Sandbox } from '../../sandbox/start.ts'

/** The stock client, as any program would use it. */
export const clientOf = ({ url }: Pick<Sandbox, 'url'>) => new rpc.Server(url, { allowHttp: true })

export const keypairOf = (name: string) => Keypair.fromRawEd25519Seed(hash(`test account ${name}`))

/** An account with 10,000 lumens. */
export const fundedAccount = async (sandbox: Sandbox, name: string) => {
  const keypair = keypairOf(name)
  await clientOf(sandbox).fundAddress(keypair.publicKey())
  return keypair
}

interface SendOptions {
  signers?: readonly Keypair[]
}

type Operations = xdr.Operation | readonly xdr.Operation[]

export const buildTransaction = async (sandbox: Sandbox, source: Keypair, operations: Operations) => {
  const account = await clientOf(sandbox).getAccount(source.publicKey())
  const builder = new TransactionBuilder(account, { fee: '1000', networkPassphrase: sandbox.network.passphrase })
  for (const operation of [operations].flat()) builder.addOperation(operation)
  return builder.setTimeout(0).build()
}

/** Builds, simulates where the host is needed, signs, sends, awaits; fails unless the transaction succeeds. */
export const perform = async (
  sandbox: Sandbox,
  source: Keypair,
  operations: Operations,
  { signers = [] }: SendOptions = {},
) => {
  const client = clientOf(sandbox)
  const built = await buildTransaction(sandbox, source, operations)
  const transaction = isSoroban(built.operations[0]!.type) ? await client.prepareTransaction(built) : built
  transaction.sign(source, ...signers)
  const { status, hash: sent, errorResult } = await client.sendTransaction(transaction)
  if (status !== 'PENDING') throw new Error(`${status}: ${JSON.stringify(errorResult)}`)
  const applied = await client.pollTransaction(sent, { sleepStrategy: () => 10, attempts: 500 })
  if (applied.status !== 'SUCCESS') throw new Error(`${applied.status}: ${JSON.stringify(applied)}`)
  return applied
}

const isSoroban = (type: string) => ['invokeHostFunction', 'extendFootprintTtl', 'restoreFootprint'].includes(type)

/** Deploys the token contract of an asset. @returns its address */
export const deployToken = async (sandbox: Sandbox, source: Keypair, asset: Asset) => {
  await perform(sandbox, source, Operation.createStellarAssetContract({ asset }))
  return asset.contractId(sandbox.network.passphrase)
}
