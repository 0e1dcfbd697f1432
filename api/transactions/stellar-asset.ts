/** Is a contract the network's built-in token contract? Its errors and its 7 decimals are known only then. */
import { Address, xdr } from '@stellar/stellar-sdk'
import type { ChainRpc } from './rpc.ts'

/** Every asset of the built-in token contract counts in units of 10⁻⁷. */
export const STELLAR_ASSET_DECIMALS = 7

/** Asks the network for the contract's code; false when there is no such contract. */
export const isStellarAsset = async (rpc: Pick<ChainRpc, 'entries'>, contractId: string): Promise<boolean> => {
  const key = xdr.LedgerKey.contractData(
    new xdr.LedgerKeyContractData({
      contract: Address.fromString(contractId).toScAddress(),
      key: xdr.ScVal.scvLedgerKeyContractInstance(),
      durability: xdr.ContractDataDurability.persistent,
    }),
  )
  const [entry] = await rpc.entries(key)
  if (!entry) return false
  const data = xdr.LedgerEntryData.fromXdr(entry.xdr, 'base64')
  const instance = data.type === 'contractData' ? data.value.val : undefined
  return instance?.type === 'scvContractInstance' && instance.value.executable.type === 'contractExecutableStellarAsset'
}
