/** What the certifier vouches for: by subject, role and kind the last word, and beside it whether the subject is registered. */
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
  computed: {
    subject_deleted: `coalesce(case x.role
      when 'provider' then (select p.deleted from provider p where p.market_id = $1::int and p.address = x.subject)
      else (select s.deleted from service_provider s where s.market_id = $1::int and s.address = x.subject) end, false)`,
  },
})

export const TABLE = CERTIFICATION.name

/** Last state by subject, role and kind; and the accounts whose registration may have changed. */
export interface Rows {
  readonly states: Map<string, Row<typeof CERTIFICATION>>
  readonly subjects: Record<(typeof ROLES)[number], Set<string>>
}

/** Each also the name of the table of its accounts. */
const ROLES = ['provider', 'service_provider'] as const

export const empty = (): Rows => ({
  states: new Map(),
  subjects: { provider: new Set(), service_provider: new Set() },
})

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'certification_granted':
    case 'certification_revoked':
      rows.states.set(`${fact.subject} ${fact.role} ${fact.kind}`, rowOf(fact))
      break
    case 'provider_registered':
    case 'provider_deleted':
      rows.subjects.provider.add(fact.provider)
      break
    case 'service_provider_registered':
    case 'service_provider_deleted':
      rows.subjects.service_provider.add(fact.serviceProvider)
  }
}

/** Runs after the providers and service providers are written. */
export const write = async (tx: Transaction, marketId: number, { states, subjects }: Rows) => {
  await upsertNewer(tx, CERTIFICATION, marketId, [...states.values()])
  for (const role of ROLES) if (subjects[role].size > 0) await takeSubjects(tx, marketId, role, [...subjects[role]])
}

const takeSubjects = async (tx: Transaction, marketId: number, role: (typeof ROLES)[number], addresses: string[]) => {
  const statement = `update certification c set subject_deleted = s.deleted
    from unnest($2::text[]) as x(address) join ${role} s on s.market_id = $1::int and s.address = x.address
    where c.market_id = $1::int and c.role = '${role}' and c.subject = x.address and c.subject_deleted <> s.deleted`
  await tx.unsafe(statement, [marketId, addresses])
}

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
