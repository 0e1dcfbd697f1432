/** What a transaction may cost, in stroops (10⁻⁷ XLM). */
import { TransactionRefused } from './refusal.ts'

/** The least that the network takes in; enough while ledgers are not full. */
export const DEFAULT_INCLUSION_FEE = 100n
/** 10 XLM. More is a slip of the keyboard. */
const MAX_INCLUSION_FEE = 100_000_000n

/** The most that a transaction costs. What of the resource fee is not used comes back. */
export interface Fees {
  /** Paid to be taken into a ledger. */
  readonly inclusion: bigint
  /** For instructions, entries, bytes, events and rent. */
  readonly resource: bigint
  readonly total: bigint
}

/** @throws TransactionRefused INVALID_ARGUMENT below the network's least or above 10 XLM */
export const checkInclusionFee = (fee: bigint = DEFAULT_INCLUSION_FEE): bigint => {
  if (fee >= DEFAULT_INCLUSION_FEE && fee <= MAX_INCLUSION_FEE) return fee
  throw new TransactionRefused(
    'INVALID_ARGUMENT',
    `inclusionFee: ${fee} is out of range: give ${DEFAULT_INCLUSION_FEE} to ${MAX_INCLUSION_FEE} stroops.`,
    { argument: 'inclusionFee' },
  )
}

/** Stroops as XLM without rounding: `123` → `0.0000123`. */
export const toXlm = (stroops: bigint): string => toDecimal(stroops, 7)

/** A count of smallest units with its decimals, without trailing zeros: `toDecimal(15000000n, 7)` → `1.5`. */
export const toDecimal = (units: bigint, decimals: number): string => {
  const digits = units.toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - decimals)
  return fraction ? `${whole}.${fraction}` : whole
}
