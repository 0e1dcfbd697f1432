/** Integers of the contract's types, from what JSON can carry: a safe number, a bigint or a string of digits. */

/** Bits of each integer type; negative means signed. */
const BITS = {
  u32: 32,
  i32: -32,
  u64: 64,
  i64: -64,
  u128: 128,
  i128: -128,
  u256: 256,
  i256: -256,
  timepoint: 64,
  duration: 64,
} as const

export type IntegerType = keyof typeof BITS

export const isIntegerType = (type: unknown): type is IntegerType => typeof type === 'string' && type in BITS

/** Smallest and largest value of an integer type. */
export const rangeOf = (type: IntegerType): { min: bigint; max: bigint } => {
  const bits = BITS[type]
  return bits > 0
    ? { min: 0n, max: (1n << BigInt(bits)) - 1n }
    : { min: -(1n << BigInt(-bits - 1)), max: (1n << BigInt(-bits - 1)) - 1n }
}

/** The integer that `value` stands for, or a sentence that says why it stands for none of this type. */
export const parseInteger = (type: IntegerType, value: unknown): { integer: bigint } | { problem: string } => {
  const integer = toBigInt(value)
  const { min, max } = rangeOf(type)
  if (integer === undefined)
    return { problem: `is no whole number: write digits only, between ${min} and ${max} (${type})` }
  if (integer < min || integer > max) return { problem: `is out of range: ${type} goes from ${min} to ${max}` }
  return { integer }
}

const toBigInt = (value: unknown): bigint | undefined => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  if (typeof value === 'string' && /^-?\d{1,80}$/.test(value)) return BigInt(value)
  return undefined
}
