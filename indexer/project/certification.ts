/** What the certifier vouches for: by subject, role and kind, the last word. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { CertificationFact } from '../decode/facts/certification.ts'
import { positionColumns, time, timeOrLast, timeOrNever } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const CERTIFICATION = table({
  name: 'certification',
  key: ['subject', 'role', 'kind'],
  columns: {
    subject: 'text',
    role: 'text',
    kind: 'text',
    level: 'int',
    certified_at: 'timestamptz',
    valid_until: 'timestamptz',
    revoked_at: 'timestamptz',
    ...POSITION,
  },
})

export const TABLE = CERTIFICATION.name

/** Last state by subject, role and kind. */
export type Rows = Map<string, Row<typeof CERTIFICATION>>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'certification_granted':
    case 'certification_revoked':
      rows.set(`${fact.subject} ${fact.role} ${fact.kind}`, rowOf(fact))
  }
}

export const write = (tx: Transaction, marketId: number, rows: Rows) =>
  upsertNewer(tx, CERTIFICATION, marketId, [...rows.values()])

const rowOf = (fact: FactOf<CertificationFact>): Row<typeof CERTIFICATION> => ({
  subject: fact.subject,
  role: fact.role,
  kind: fact.kind,
  level: fact.level,
  certified_at: time(fact.certifiedTs),
  valid_until: timeOrLast(fact.validUntil),
  revoked_at: timeOrNever(fact.revokedTs),
  ...positionColumns(fact.position),
})
