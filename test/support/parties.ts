/** Addresses of made-up markets, by number. */
import { Address, StrKey } from '@stellar/stellar-sdk'

/** An account of a number: the same number is the same account. */
export const account = (number: number): string => StrKey.encodeEd25519PublicKey(bytes(number))
/** A contract of a number. */
export const contract = (number: number): string => Address.contract(bytes(number)).toString()

const bytes = (number: number): Buffer => {
  const key = Buffer.alloc(32)
  key.writeUInt32BE(number, 28)
  return key
}

export const OWNER = account(1)
export const PROVIDER = account(2)
export const CONSUMER = account(3)
export const ASSET = contract(4)
export const ARBITER = account(5)
export const SERVICE_PROVIDER = account(6)
export const RELAYER = account(7)
export const HASH = 'ab'.repeat(32)
/** Ledger seconds. */
export const TIME = 1_700_000_000n
