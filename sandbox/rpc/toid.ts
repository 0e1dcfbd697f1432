/** TOID: the place of an operation in history, ledger << 32 | transaction << 12 | operation (SEP-35). */
export interface Toid {
  ledger: number
  transaction: number
  operation: number
}

/** Place of the refunds after all transactions; no transaction stands there. */
export const MAX_TRANSACTION = 0xfffff
/** Place of nothing in the last transaction; ends of ledgers are written with it. */
export const MAX_OPERATION = 0xfff

/** The parts as one number of 64 bits. */
export const toid = ({ ledger, transaction, operation }: Toid) =>
  (BigInt(ledger) << 32n) | (BigInt(transaction) << 12n) | BigInt(operation)

/** The number taken apart. */
export const parseToid = (id: bigint): Toid => ({
  ledger: Number(id >> 32n),
  transaction: Number((id >> 12n) & BigInt(MAX_TRANSACTION)),
  operation: Number(id & BigInt(MAX_OPERATION)),
})

/** The ledger alone. */
export const ledgerOfToid = (id: bigint) => Number(id >> 32n)
