/** The stellar asset contract of an asset, called with the stock SDK's types. */
import { Address, type Asset, type Keypair, nativeToScVal, xdr } from '@stellar/stellar-sdk'
import { PASSPHRASE } from './actors.ts'

export const deployToken = (asset: Asset): xdr.HostFunction =>
  xdr.HostFunction.hostFunctionTypeCreateContract(
    new xdr.CreateContractArgs({
      contractIdPreimage: xdr.ContractIdPreimage.contractIdPreimageFromAsset(asset.toXDRObject()),
      executable: xdr.ContractExecutable.contractExecutableStellarAsset(),
    }),
  )

export const callContract = (contract: string, functionName: string, args: xdr.ScVal[]): xdr.HostFunction =>
  xdr.HostFunction.hostFunctionTypeInvokeContract(
    new xdr.InvokeContractArgs({ contractAddress: new Address(contract).toScAddress(), functionName, args }),
  )

export const address = (of: Keypair | string): xdr.ScVal =>
  new Address(typeof of === 'string' ? of : of.publicKey()).toScVal()

export const amount = (stroops: bigint): xdr.ScVal => nativeToScVal(stroops, { type: 'i128' })

export const transfer = (asset: Asset, from: Keypair, to: Keypair, stroops: bigint): xdr.HostFunction =>
  callContract(asset.contractId(PASSPHRASE), 'transfer', [address(from), address(to), amount(stroops)])

export const instanceKey = (contract: string): xdr.LedgerKey =>
  xdr.LedgerKey.contractData(
    new xdr.LedgerKeyContractData({
      contract: new Address(contract).toScAddress(),
      key: xdr.ScVal.scvLedgerKeyContractInstance(),
      durability: xdr.ContractDataDurability.persistent,
    }),
  )
