/** Pages that begin at a ledger or after a cursor: what getLedgers and getTransactions have in common. */
import type { NodeView } from './node-view.ts'
import { structure, text, uint } from './params.ts'
import { invalidRequest } from './request-error.ts'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** The field `pagination`. */
export const pagination = structure('LedgerPaginationOptions', { cursor: text, limit: uint })

interface Asked {
  startLedger: number
  pagination: typeof pagination.zero
}

/** Whether a start was given, once, that this node has. @throws RequestError */
export const checkPage = ({ startLedger, pagination: { cursor, limit } }: Asked, view: NodeView): void => {
  const [oldest, latest] = [view.oldest().sequence, view.latest().sequence]
  if (cursor !== '') {
    if (startLedger !== 0)
      throw invalidRequest(`startLedger (${startLedger}) and cursor (${cursor}) cannot both be set`)
  } else if (startLedger < oldest || startLedger > latest) {
    throw invalidRequest(
      `start ledger (${startLedger}) must be between the oldest ledger: ${oldest} and the latest ledger: ${latest} for this rpc instance`,
    )
  }
  if (limit > MAX_LIMIT) throw invalidRequest(`limit must not exceed ${MAX_LIMIT}`)
}

/** How many items the page may have; 0 stands for the default. */
export const pageLimit = ({ pagination: { limit } }: Asked): number => limit || DEFAULT_LIMIT
