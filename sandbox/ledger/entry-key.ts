/** The LedgerKey of a LedgerEntry. */
import { xdr } from '@stellar/stellar-sdk'

/** @param entry LedgerEntry of a type that simulation can change */
export const entryKey = (entry: Uint8Array): Uint8Array => {
  const { data } = xdr.LedgerEntry.fromXdr(entry)
  switch (data.type) {
    case 'account':
      return xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId: data.account.accountId })).toXdr()
    case 'trustline': {
      const { accountId, asset } = data.trustLine
      return xdr.LedgerKey.trustline(new xdr.LedgerKeyTrustLine({ accountId, asset })).toXdr()
    }
    case 'contractData': {
      const { contract, key, durability } = data.contractData
      return xdr.LedgerKey.contractData(new xdr.LedgerKeyContractData({ contract, key, durability })).toXdr()
    }
    case 'contractCode':
      return xdr.LedgerKey.contractCode(new xdr.LedgerKeyContractCode({ hash: data.contractCode.hash })).toXdr()
    default:
      throw new Error(`a contract cannot change an entry of type ${data.type}`)
  }
}
