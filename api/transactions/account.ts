/** The account that sends a transaction and pays for it. */
import { Keypair, StrKey, xdr } from '@stellar/stellar-sdk'
import { TransactionRefused } from './refusal.ts'
import type { ChainRpc } from './rpc.ts'

/** @throws TransactionRefused INVALID_ARGUMENT unless it is an ordinary account */
export const checkSource = (source: string): string => {
  if (StrKey.isValidEd25519PublicKey(source)) return source
  throw new TransactionRefused(
    'INVALID_ARGUMENT',
    `source: "${source}" is no account: only an account (G…) can send a transaction and pay its fee.`,
    { argument: 'source' },
  )
}

/** What a transaction depends on in its source account. */
export interface SourceAccount {
  /** The last sequence number used; the next transaction takes the one after it. */
  readonly sequence: bigint
  /** In stroops, the network's reserve included. */
  readonly balance: bigint
}

/** The account as of the newest ledger; undefined when the network does not know it. */
export const findAccount = async (
  rpc: Pick<ChainRpc, 'entries'>,
  address: string,
): Promise<SourceAccount | undefined> => {
  const accountId = Keypair.fromPublicKey(address).xdrAccountId()
  const [entry] = await rpc.entries(xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId })))
  if (!entry) return undefined
  const data = xdr.LedgerEntryData.fromXdr(entry.xdr, 'base64')
  return data.type === 'account' ? { sequence: data.value.seqNum, balance: data.value.balance } : undefined
}

/** @throws TransactionRefused ACCOUNT_NOT_FOUND */
export const accountNotFound = (account: string): TransactionRefused =>
  new TransactionRefused(
    'ACCOUNT_NOT_FOUND',
    `The account ${account} does not exist on this network: send it some XLM first (on a test network: ask the friendbot), or name another account as source.`,
    { account },
  )
