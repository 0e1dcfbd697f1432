/**
 * Sets the market up: accounts, the asset and its contract, the marketplace contract.
 * A step that cannot be done twice first looks whether it is done; the others do no harm a second time. So a deployment
 * that was interrupted goes on where it stopped.
 */
import { createHash } from 'node:crypto'
import { Address, Contract, hash, Keypair, Operation, rpc, StrKey, xdr } from '@stellar/stellar-sdk'
import type { Call } from './call.ts'
import { type Cast, holdersOf, membersOf } from './cast.ts'
import type { NextLedger } from './ledgers.ts'
import { resultOf } from './ledgers.ts'
import { type DeployedMarket, operationOf, u128 } from './round.ts'
import { type Sender, type Sent, sendClassic, sendContract, succeeds } from './sender.ts'

const PLATFORM_FEE_BPS = 250n
const STARTING_LUMENS = '1000000'
/** Of each asset; providers lock theirs as collateral. */
const STARTING_MONEY: Record<'provider' | 'consumer' | 'other', string> = {
  provider: '20000',
  consumer: '250000',
  other: '1000',
}

export interface DeployOptions {
  readonly sender: Sender
  readonly cast: Cast
  readonly wasm: Uint8Array
  readonly next: NextLedger
  readonly tell: (text: string) => void
}

/** The address that the market of this owner gets on this network. */
export const marketAddress = (owner: Keypair, networkPassphrase: string): string => {
  const preimage = xdr.HashIdPreimage.envelopeTypeContractId(
    new xdr.HashIdPreimageContractId({
      networkId: new xdr.Hash(hash(Buffer.from(networkPassphrase))),
      contractIdPreimage: xdr.ContractIdPreimage.contractIdPreimageFromAddress(
        new xdr.ContractIdPreimageFromAddress({ address: new Address(owner.publicKey()).toScAddress(), salt: SALT }),
      ),
    }),
  )
  return StrKey.encodeContract(hash(Buffer.from(preimage.toXdr())))
}

const SALT = createHash('sha256').update('flashindex demo market').digest()

/** Brings the market into being, or finds it as it is. */
export const deployMarket = async (options: DeployOptions, spec: DeployedMarket['spec']): Promise<DeployedMarket> => {
  const { sender, cast, tell } = options
  const market = { contractId: marketAddress(cast.owner, sender.networkPassphrase), spec }
  if (await isDeployed(sender, cast, market)) return market
  tell('creating accounts and the assets')
  await createAccounts(options)
  await openTrustlines(options)
  await distributeAsset(options)
  tell('deploying the marketplace contract')
  await deployContracts(options, market)
  return market
}

const contractExists = async (server: rpc.Server, contractId: string) =>
  (await server.getLedgerEntries(new Contract(contractId).getFootprint())).entries.length > 0

/** The asset is set last: a market that tells it is complete. */
const isDeployed = async (sender: Sender, cast: Cast, market: DeployedMarket) =>
  (await contractExists(sender.server, market.contractId)) &&
  (await succeeds(sender, cast.owner, operationOf(market, call(cast, 'get_stable_asset_address', {}))))

const accountExists = async (server: rpc.Server, keypair: Keypair) => {
  const key = xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId: keypair.xdrAccountId() }))
  return (await server.getLedgerEntries(key)).entries.length > 0
}

/** The root account of a local network holds all lumens; its key follows from the passphrase. */
const createAccounts = async ({ sender, cast, next }: DeployOptions) => {
  if (await accountExists(sender.server, cast.issuer)) return
  const accounts = [cast.issuer, ...membersOf(cast)].map((keypair) =>
    Operation.createAccount({ destination: keypair.publicKey(), startingBalance: STARTING_LUMENS }),
  )
  await settle(sender, next, [await sendClassic(sender, Keypair.master(sender.networkPassphrase), accounts)])
}

const openTrustlines = async ({ sender, cast, next }: DeployOptions) => {
  const sent: Sent[] = []
  for (const holder of holdersOf(cast))
    sent.push(
      await sendClassic(sender, holder, [
        Operation.changeTrust({ asset: cast.asset }),
        Operation.changeTrust({ asset: cast.secondAsset }),
      ]),
    )
  await settle(sender, next, sent)
}

const distributeAsset = async ({ sender, cast, next }: DeployOptions) => {
  const holders = holdersOf(cast)
  const wealth = (keypair: Keypair) => {
    if (cast.providers.some((provider) => provider.keypair === keypair)) return STARTING_MONEY.provider
    return cast.consumers.some((consumer) => consumer.keypair === keypair)
      ? STARTING_MONEY.consumer
      : STARTING_MONEY.other
  }
  for (const asset of [cast.asset, cast.secondAsset]) {
    const payments = holders.map((keypair) =>
      Operation.payment({ destination: keypair.publicKey(), asset, amount: wealth(keypair) }),
    )
    await settle(sender, next, [await sendClassic(sender, cast.issuer, payments)])
  }
}

const deployContracts = async ({ sender, cast, wasm, next }: DeployOptions, market: DeployedMarket) => {
  const owner = new Address(cast.owner.publicKey())
  const asset = cast.asset.contractId(sender.networkPassphrase)
  const { server } = sender
  const send = async (signer: Keypair, operation: xdr.Operation) =>
    settle(sender, next, [await sendContract(sender, signer, operation)])
  for (const one of [cast.asset, cast.secondAsset])
    if (!(await contractExists(server, one.contractId(sender.networkPassphrase))))
      await send(cast.issuer, Operation.createStellarAssetContract({ asset: one }))
  await send(cast.owner, Operation.uploadContractWasm({ wasm }))
  if (!(await contractExists(server, market.contractId)))
    await send(
      cast.owner,
      Operation.createCustomContract({
        address: owner,
        wasmHash: createHash('sha256').update(wasm).digest(),
        salt: SALT,
        constructorArgs: [owner.toScVal(), u128(PLATFORM_FEE_BPS)],
      }),
    )
  await send(cast.owner, operationOf(market, call(cast, 'set_stable_asset_address', { address: asset })))
}

const call = (cast: Cast, name: string, args: Call['args']): Call => ({ signer: cast.owner, function: name, args })

/** Waits until all are in a ledger. @throws Error when one was refused or failed: the market can't be set up */
const settle = async (sender: Sender, next: NextLedger, sent: readonly Sent[]) => {
  const refused = sent.flatMap((answer) => (answer.outcome === 'refused' ? [answer.reason] : []))
  if (refused.length > 0) throw new Error(`The market could not be set up: ${refused[0]}`)
  await next()
  for (const answer of sent) {
    if (answer.outcome !== 'pending') continue
    const result = await resultOf(sender.server, answer.hash, next)
    if (result?.status !== rpc.Api.GetTransactionStatus.SUCCESS)
      throw new Error(`The market could not be set up: transaction ${answer.hash} failed or was dropped`)
  }
}
