/** Accounts with lumens and a dollar: the smallest cast for the asset contract. */
import { Asset, type Keypair, xdr } from '@stellar/stellar-sdk'
import { keypair, PASSPHRASE, type World } from './world.ts'

export const issuer = keypair('issuer')
export const alice = keypair('alice')
export const bob = keypair('bob')
export const dollar = new Asset('USDC', issuer.publicKey())
export const dollarContract = dollar.contractId(PASSPHRASE)

export const enter = (world: World): void => {
  for (const who of [issuer, alice, bob]) putAccount(world, who)
  for (const who of [alice, bob]) putTrustline(world, who)
}

const putAccount = (world: World, who: Keypair): void =>
  world.put(
    xdr.LedgerEntryData.account(
      new xdr.AccountEntry({
        accountId: who.xdrAccountId(),
        balance: 1_000_0000000n,
        seqNum: 0n,
        numSubEntries: who === issuer ? 0 : 1,
        inflationDest: null,
        flags: 0,
        homeDomain: '',
        thresholds: new Uint8Array([1, 0, 0, 0]),
        signers: [],
        ext: xdr.AccountEntryExt.v0(),
      }),
    ),
  )

const putTrustline = (world: World, who: Keypair): void =>
  world.put(
    xdr.LedgerEntryData.trustline(
      new xdr.TrustLineEntry({
        accountId: who.xdrAccountId(),
        asset: dollar.toTrustLineXdrObject(),
        balance: 0n,
        limit: 2n ** 63n - 1n,
        flags: 1,
        ext: xdr.TrustLineEntryExt.v0(),
      }),
    ),
  )
