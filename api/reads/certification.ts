/** What the certifier of a market vouches for, and the condition that a list has of it. */
import type { Sql } from '../../prisma/client.ts'
import { every, type Fragment, given, oneOf, text } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { Noun } from './noun.ts'
import type { Relation } from './related.ts'

export type CertifiedRole = 'provider' | 'service_provider'

export interface CertificationRow {
  marketId: number
  subject: string
  role: CertifiedRole
  kind: string
  level: number
  certifiedAt: Date
  validUntil: Date
  revokedAt: Date | null
  subjectDeleted: boolean
}

export interface CertificationFilter {
  readonly subjects?: readonly string[] | null | undefined
  readonly role?: CertifiedRole | null | undefined
  readonly kinds?: readonly string[] | null | undefined
  readonly levelMin?: number | null | undefined
  readonly valid?: boolean | null | undefined
  readonly validUntilBefore?: Date | null | undefined
}

export type CertificationOrder = 'CERTIFIED_AT' | 'VALID_UNTIL'

export const certifications: Noun<CertificationRow, CertificationFilter, CertificationOrder> = {
  table: 'certification',
  columns: {
    marketId: 'market_id',
    subject: 'subject',
    role: 'role',
    kind: 'kind',
    level: 'level',
    certifiedAt: 'certified_at',
    validUntil: 'valid_until',
    revokedAt: 'revoked_at',
    subjectDeleted: 'subject_deleted',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'subject', type: 'text' },
    { property: 'role', type: 'text' },
    { property: 'kind', type: 'text' },
  ],
  orders: {
    CERTIFIED_AT: [{ property: 'certifiedAt', type: 'timestamptz' }],
    VALID_UNTIL: [{ property: 'validUntil', type: 'timestamptz' }],
  },
  tail: [
    { property: 'subject', type: 'text' },
    { property: 'role', type: 'text' },
    { property: 'kind', type: 'text' },
  ],
  conditions: (sql, filter, market) => [
    ...given(filter.subjects, (list) => oneOf(sql, 'certification.subject', list)),
    ...given(filter.role, (role) => sql`certification.role = ${role}`),
    ...given(filter.kinds, (list) => oneOf(sql, 'certification.kind', list)),
    ...given(filter.levelMin, (min) => sql`certification.level >= ${min}`),
    ...given(filter.valid, (valid) => (valid ? isValid(sql, market) : sql`not (${isValid(sql, market)})`)),
    ...given(filter.validUntilBefore, (time) => sql`certification.valid_until < ${time}`),
  ],
}

/**
 * Whether it counts: not revoked, its time not over when the last ledger of the index closed, and its subject registered.
 * `isValid` is the same in SQL.
 */
export const isValidAt = ({ revokedAt, validUntil, subjectDeleted }: CertificationRow, market: MarketState): boolean =>
  revokedAt === null && !subjectDeleted && validUntil > nowOf(market)

/** @param market what it is judged at */
export const isValid = (sql: Sql, market: MarketState): Fragment =>
  sql`certification.revoked_at is null and not certification.subject_deleted
    and certification.valid_until > ${nowOf(market)}`

const nowOf = ({ position }: MarketState): Date => position?.closedAt ?? new Date(0)

export const CERTIFICATIONS_OF_SUBJECT: Relation<CertificationRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'subject', type: 'text' },
  { property: 'role', type: 'text' },
]

/** What a search asks of the certifications of those it finds. */
export interface CertifiedFilter {
  readonly certifiedOnly?: boolean | null | undefined
  readonly certificationKind?: string | null | undefined
  readonly certificationLevelMin?: number | null | undefined
}

/**
 * One valid certification that is all that the filter asks for. Those who hold one are found first, once: probing each row
 * of a list would read all of it where few or none hold one.
 * @param subject the column that holds the account
 */
export const certifiedConditions = (
  sql: Sql,
  subject: string,
  role: CertifiedRole,
  { certifiedOnly, certificationKind, certificationLevelMin }: CertifiedFilter,
  market: MarketState,
): Fragment[] => {
  if (!certifiedOnly && certificationKind == null && certificationLevelMin == null) return []
  const conditions = certifications.conditions(
    sql,
    {
      role,
      kinds: certificationKind == null ? null : [certificationKind],
      levelMin: certificationLevelMin,
      valid: true,
    },
    market,
  )
  return [
    sql`${text(sql, subject)} = any(array(
      select distinct certification.subject from certification
      where certification.market_id = ${market.id} and ${every(sql, conditions)}))`,
  ]
}
