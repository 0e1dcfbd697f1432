/** ScVals as bytes: what events of the ledger itself are made of. */
import type { AccountKey } from './keys.ts'
import { concat, int32, int64, opaque, uint32 } from './xdr-bytes.ts'

const text = (value: string): Uint8Array => opaque(new TextEncoder().encode(value))

export const VOID = uint32(1)

/** Both are the order of the XDR enumerations ScErrorType and ScErrorCode. */
const ERROR_TYPES = [
  'Contract',
  'WasmVm',
  'Context',
  'Storage',
  'Object',
  'Crypto',
  'Events',
  'Budget',
  'Value',
  'Auth',
]
const ERROR_CODES = [
  'ArithDomain',
  'IndexBounds',
  'InvalidInput',
  'MissingValue',
  'ExistingValue',
  'ExceededLimit',
  'InvalidAction',
  'InternalError',
  'UnexpectedType',
  'UnexpectedSize',
]

/** @param code a name, or `#7` for a contract's own. */
export const scError = (type: string, code: string): Uint8Array => {
  const typeNumber = ERROR_TYPES.indexOf(type)
  const codeNumber = code.startsWith('#') ? Number(code.slice(1)) : ERROR_CODES.indexOf(code)
  if (typeNumber < 0 || codeNumber < 0) throw new Error(`Error(${type}, ${code}) is no error of a host`)
  return concat([uint32(2), int32(typeNumber), uint32(codeNumber)])
}

/** The error in a text of the host such as `HostError: Error(Contract, #7)`. */
export const scErrorOfText = (message: string): Uint8Array => {
  const found = /Error\((\w+), (#?\w+)\)/.exec(message)
  return found === null ? scError('Context', 'InternalError') : scError(found[1]!, found[2]!)
}

export const scU64 = (value: bigint | number): Uint8Array => concat([uint32(5), int64(BigInt(value))])

export const scI128 = (value: bigint): Uint8Array => concat([uint32(10), int64(value >> 64n), int64(value)])

export const scBytes = (value: Uint8Array): Uint8Array => concat([uint32(13), opaque(value)])

/** @param value bytes are taken as they are: memo texts need not be UTF-8. */
export const scString = (value: string | Uint8Array): Uint8Array =>
  concat([uint32(14), typeof value === 'string' ? text(value) : opaque(value)])

export const scSymbol = (value: string): Uint8Array => concat([uint32(15), text(value)])

export const scVec = (items: readonly Uint8Array[]): Uint8Array =>
  concat([uint32(16), uint32(1), uint32(items.length), ...items])

/** @param entries keys in ascending order */
export const scMap = (entries: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array =>
  concat([uint32(17), uint32(1), uint32(entries.length), ...entries.flat()])

export const scAccount = (account: AccountKey): Uint8Array => concat([uint32(18), uint32(0), uint32(0), account])
