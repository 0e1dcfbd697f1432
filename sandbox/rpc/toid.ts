/** TOID: the place of an operation in history, ledger << 32 | transaction << 12 | operation (SEP-35). */
export interface Toid {
  ledger: number
  transaction: number
  operation: number
}

export const MAX_TRANSACTION = 0xfffff
export const MAX_OPERATION = 0xfff

export const toid = ({ ledger, transaction, operation }: Toid) =>
  (BigInt(ledger) << 32n) | (BigInt(transaction) << 12n) | BigInt(operation)

export const parseToid = (id: bigint): Toid => ({
  ledger: Number(id >> 32n),
  transaction: Number((id >> 12n) & BigInt(MAX_TRANSACTION)),
  operation: Number(id & BigInt(MAX_OPERATION)),
})

export const ledgerOfToid = (id: bigint) => Number(id >> 32n)
