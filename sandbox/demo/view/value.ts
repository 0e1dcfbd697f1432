/** Values of events as the SDK gives them. */

export type Data = Record<string, unknown>

/** An enum without values is a vector of its name. */
export const variant = (value: unknown) => String(Array.isArray(value) ? value[0] : value)

/** u64 and u128 come as bigint, u32 as number. */
export const integer = (value: unknown) => BigInt(value as bigint | number)
