/**
 * Reading the few kinds of ScVal that contract events consist of, straight from their XDR.
 * The SDK's generic decoder builds an object for each value and is several times slower than a replay needs; the tests
 * compare both on random values. Every value is checked: kind, length, padding, text, and that nothing follows it.
 */
import { StrKey } from '@stellar/stellar-sdk'
import { textOfBytes } from '../../contract/interface/text.ts'
import { Malformed } from './malformed.ts'

/** Names of the kinds, at their numbers in the XDR union ScVal. */
const KINDS = [
  ...['bool', 'void', 'error', 'u32', 'i32', 'u64', 'i64', 'timepoint', 'duration', 'u128', 'i128', 'u256', 'i256'],
  ...['bytes', 'string', 'symbol', 'vec', 'map', 'address', 'contract instance', 'key of a contract instance'],
  ...['key of a nonce', 'executable tag'],
] as const

const numberOf = (kind: (typeof KINDS)[number]) => KINDS.indexOf(kind)
const BOOL = numberOf('bool')
const VOID = numberOf('void')
const U32 = numberOf('u32')
const U64 = numberOf('u64')
const U128 = numberOf('u128')
const I128 = numberOf('i128')
const BYTES = numberOf('bytes')
const STRING = numberOf('string')
const SYMBOL = numberOf('symbol')
const VEC = numberOf('vec')
const MAP = numberOf('map')
const ADDRESS = numberOf('address')

const ACCOUNT = 0
const CONTRACT = 1
const LONGEST_SYMBOL = 32
const SYMBOL_FORM = /^[a-zA-Z0-9_]*$/
const KNOWN_ADDRESSES = 50_000

/** A place in the XDR of one ScVal. Reading past the end, or any other value than asked for, throws Malformed. */
export class ScValReader {
  #bytes = Buffer.allocUnsafe(16 * 1024)
  #view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset)
  #at = 0
  #end = 0
  /** Parties appear in many events; deriving an address (base 32 with a checksum) costs more than looking it up. */
  readonly #addresses = new Map<string, string>()

  /** Starts on another value. */
  open(base64: string) {
    if (base64.length > this.#bytes.length) this.#grow(base64.length)
    this.#at = 0
    this.#end = this.#bytes.write(base64, 0, 'base64')
    const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
    // Node passes over characters that do not belong to base64.
    if (base64.length % 4 !== 0 || this.#end !== (base64.length / 4) * 3 - padding) throw new Malformed('is no base64')
  }

  /** Ends a value. */
  close() {
    if (this.#at !== this.#end) throw new Malformed(`has ${this.#end - this.#at} bytes behind its end`)
  }

  bool(): boolean {
    this.#kind(BOOL)
    return this.#flag()
  }

  u32(): number {
    this.#kind(U32)
    return this.#word()
  }

  u64(): bigint {
    this.#kind(U64)
    return this.#long()
  }

  u128(): bigint {
    this.#kind(U128)
    const high = this.#long()
    const low = this.#long()
    return high === 0n ? low : (high << 64n) | low
  }

  i128(): bigint {
    this.#kind(I128)
    const high = BigInt.asIntN(64, this.#long())
    return (high << 64n) | this.#long()
  }

  /** Bytes as hex; `length` where it is fixed. */
  bytes(length?: number): string {
    this.#kind(BYTES)
    const [from, to] = this.#opaque()
    if (length !== undefined && to - from !== length) throw new Malformed(`has ${to - from} bytes, not ${length}`)
    return this.#bytes.toString('hex', from, to)
  }

  /** Any bytes are a text: see contract/interface/text.ts. */
  string(): string {
    this.#kind(STRING)
    const [from, to] = this.#opaque()
    return textOfBytes(this.#bytes.subarray(from, to))
  }

  symbol(): string {
    this.#kind(SYMBOL)
    const [from, to] = this.#opaque()
    const text = this.#bytes.toString('latin1', from, to)
    if (to - from > LONGEST_SYMBOL || !SYMBOL_FORM.test(text)) throw new Malformed('is no symbol')
    return text
  }

  /** An account (G…) or a contract (C…). */
  address(): string {
    this.#kind(ADDRESS)
    const from = this.#at
    const kind = this.#word()
    if (kind === ACCOUNT && this.#word() !== 0) throw new Malformed('is an account with a key of an unknown kind')
    if (kind !== ACCOUNT && kind !== CONTRACT) throw new Malformed('is an address of neither account nor contract')
    const start = this.#skip(32)
    const id = this.#bytes.toString('latin1', from, this.#at)
    return this.#addresses.get(id) ?? this.#remember(id, kind, this.#bytes.subarray(start, this.#at))
  }

  /** True when the next value is void, which is then read. */
  void(): boolean {
    if (this.#peek() !== VOID) return false
    this.#at += 4
    return true
  }

  /** Enters a vector: the number of its elements. */
  vec(): number {
    return this.#container(VEC)
  }

  /** Enters a map: the number of its entries, each a key and a value. */
  map(): number {
    return this.#container(MAP)
  }

  /** Reads the symbol whose XDR are these words if that comes next; else nothing. */
  passSymbol(expected: Uint32Array): boolean {
    const at = this.#at
    const end = at + expected.length * 4
    if (end > this.#end) return false
    for (let index = 0; index < expected.length; index += 1)
      if (this.#view.getUint32(at + index * 4) !== expected[index]) return false
    this.#at = end
    return true
  }

  #container(kind: number): number {
    this.#kind(kind)
    if (!this.#flag()) throw new Malformed(`is an absent ${KINDS[kind]}`)
    const length = this.#word()
    // The shortest value takes 4 bytes: a length that cannot be is refused before it is looped over.
    if (length > (this.#end - this.#at) / 4) throw new Malformed('ends too early')
    return length
  }

  #kind(expected: number) {
    const found = this.#peek()
    if (found !== expected) throw new Malformed(`is of the type ${KINDS[found] ?? found}, not ${KINDS[expected]}`)
    this.#at += 4
  }

  #peek(): number {
    if (this.#at + 4 > this.#end) throw new Malformed('ends too early')
    return this.#view.getUint32(this.#at)
  }

  #word(): number {
    const value = this.#peek()
    this.#at += 4
    return value
  }

  #flag(): boolean {
    const value = this.#word()
    if (value > 1) throw new Malformed('has a flag that is neither 0 nor 1')
    return value === 1
  }

  #long(): bigint {
    return this.#view.getBigUint64(this.#skip(8))
  }

  /** A byte string of a length that is told before it, padded with zeros to whole words. */
  #opaque(): [from: number, to: number] {
    const length = this.#word()
    const from = this.#skip(length)
    const to = from + length
    for (let rest = (4 - (length % 4)) % 4; rest > 0; rest -= 1)
      if (this.#bytes[this.#skip(1)] !== 0) throw new Malformed('has padding that is not zero')
    return [from, to]
  }

  #skip(length: number): number {
    const from = this.#at
    if (from + length > this.#end) throw new Malformed('ends too early')
    this.#at = from + length
    return from
  }

  #remember(id: string, kind: number, key: Uint8Array): string {
    const address = kind === ACCOUNT ? StrKey.encodeEd25519PublicKey(key) : StrKey.encodeContract(key)
    if (this.#addresses.size >= KNOWN_ADDRESSES) this.#addresses.clear()
    this.#addresses.set(id, address)
    return address
  }

  #grow(size: number) {
    this.#bytes = Buffer.allocUnsafe(size * 2)
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset)
  }
}

/** The XDR of a symbol as words, to compare keys by: XDR consists of whole words. */
export const symbolWords = (name: string): Uint32Array => {
  const xdr = symbolXdr(name)
  const view = new DataView(xdr.buffer, xdr.byteOffset, xdr.byteLength)
  return Uint32Array.from({ length: xdr.byteLength / 4 }, (_, index) => view.getUint32(index * 4))
}

/** The XDR of a symbol. */
export const symbolXdr = (name: string): Uint8Array => {
  const xdr = Buffer.alloc(8 + Math.ceil(name.length / 4) * 4)
  xdr.writeUInt32BE(SYMBOL, 0)
  xdr.writeUInt32BE(name.length, 4)
  xdr.write(name, 8, 'latin1')
  return xdr
}
