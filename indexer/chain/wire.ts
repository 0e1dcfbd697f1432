/** Reading fields of a JSON answer that nothing is known of yet. */
import { BadAnswer } from './error.ts'

/** Fields of a JSON object, before anything is known of it. */
export type Wire = Record<string, unknown>

/**
 * Checks a JSON value to be an object.
 * @throws BadAnswer
 */
export const asObject = (value: unknown, what: string): Wire => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadAnswer(`${what} is no object`)
  return value as Wire
}

/** A string field. @throws BadAnswer */
export const stringField = (wire: Wire, name: string): string => {
  const value = wire[name]
  if (typeof value !== 'string') throw new BadAnswer(`"${name}" is no string: ${JSON.stringify(value)}`)
  return value
}

/** A whole number, which some nodes write as a string. @throws BadAnswer */
export const numberField = (wire: Wire, name: string): number => {
  const value = Number(wire[name] ?? Number.NaN)
  if (!Number.isSafeInteger(value)) throw new BadAnswer(`"${name}" is no whole number: ${JSON.stringify(wire[name])}`)
  return value
}
