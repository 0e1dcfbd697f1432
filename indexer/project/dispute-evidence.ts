/** Evidence in disputes: a row for each piece, by its hash. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const DISPUTE_EVIDENCE = table({
  name: 'dispute_evidence',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    consumer: 'text',
    provider: 'text',
    dispute_id: 'int',
    party: 'text',
    evidence_hash: 'text',
  },
})

export const TABLE = DISPUTE_EVIDENCE.name

export type Rows = Row<typeof DISPUTE_EVIDENCE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event !== 'dispute_evidence_added') return
  const { consumer, provider, disputeId, party, evidenceHash, position } = fact
  const about = { consumer, provider, dispute_id: disputeId }
  rows.push({ ...placeColumns(position), ...about, party, evidence_hash: evidenceHash })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, DISPUTE_EVIDENCE, marketId, rows)
