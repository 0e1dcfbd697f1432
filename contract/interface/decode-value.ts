/** Any contract value as plain JSON, for showing it to people; needs no interface. Typed decoding is the indexer's. */
import { Address, scValToBigInt, xdr } from '@stellar/stellar-sdk'
import { textOfBytes } from './text.ts'

/** What `decodeValue` answers: JSON without floating numbers; integers above 32 bits are decimal strings. */
export type PlainValue = null | boolean | number | string | PlainValue[] | { [key: string]: PlainValue }

/**
 * Decodes a base64 ScVal. Addresses become strkeys, bytes hex, vectors arrays, maps with symbol or string keys objects
 * and other maps arrays of [key, value]. Texts are as `text.ts` represents them. An enum stays what it is on the wire: an array that begins with its symbol.
 * Throws on bytes that are no ScVal.
 */
export function decodeValue(base64: string): PlainValue {
  return plain(xdr.ScVal.fromXdr(Buffer.from(base64, 'base64')))
}

function plain(value: xdr.ScVal): PlainValue {
  switch (value.type) {
    case 'scvVoid':
      return null
    case 'scvBool':
      return value.b
    case 'scvU32':
      return value.u32
    case 'scvI32':
      return value.i32
    case 'scvString':
      return textOfBytes(value.str.bytes)
    case 'scvSymbol':
      return String(value.sym)
    case 'scvBytes':
      return Buffer.from(value.bytes.value).toString('hex')
    case 'scvAddress':
      return Address.fromScAddress(value.address).toString()
    case 'scvVec':
      return (value.vec ?? []).map(plain)
    case 'scvMap':
      return plainMap(value.map ?? [])
    default:
      return integer(value)
  }
}

function plainMap(entries: xdr.ScMapEntry[]): PlainValue {
  const named = entries.every(({ key }) => key.type === 'scvSymbol' || key.type === 'scvString')
  const pairs = entries.map(({ key, val }) => [plain(key), plain(val)] as const)
  return named ? Object.fromEntries(pairs) : pairs.map(([key, val]) => [key, val])
}

const INTEGERS = ['scvU64', 'scvI64', 'scvU128', 'scvI128', 'scvU256', 'scvI256', 'scvTimepoint', 'scvDuration']

/** Integers as decimal strings; the rare rest (errors, ledger keys) as the SDK's JSON. */
function integer(value: xdr.ScVal): PlainValue {
  if (INTEGERS.includes(value.type)) return scValToBigInt(value).toString()
  return JSON.parse(JSON.stringify(value)) as PlainValue
}
