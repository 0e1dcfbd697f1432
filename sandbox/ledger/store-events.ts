/** Events as rows; the topics are one column, a frame of ScVals. */
import { FrameReader, frame } from '../host/frame.ts'
import type { PublishedEvent } from './network.ts'
import { bytes, type Row, type Values } from './store-columns.ts'

/** In the order of the columns of the insert statement. */
export const eventRow = (event: PublishedEvent): Values => [
  event.id,
  event.ledger,
  event.closeTime,
  event.transactionIndex,
  event.operationIndex,
  event.txHash,
  event.type,
  event.contractId,
  event.successful ? 1 : 0,
  frame(event.topics),
  event.data,
]

export const readEvent = (row: Row): PublishedEvent => ({
  id: String(row.id),
  ledger: Number(row.ledger),
  closeTime: BigInt(row.close_time as number),
  transactionIndex: Number(row.transaction_index),
  operationIndex: Number(row.operation_index),
  txHash: String(row.tx_hash),
  type: row.type === 'system' ? 'system' : 'contract',
  contractId: String(row.contract_id),
  successful: row.successful === 1,
  topics: readTopics(bytes(row.topics)),
  data: bytes(row.data),
})

const readTopics = (framed: Uint8Array): Uint8Array[] => {
  const reader = new FrameReader(framed)
  const topics: Uint8Array[] = []
  while (!reader.done) topics.push(reader.bytes())
  return topics
}
