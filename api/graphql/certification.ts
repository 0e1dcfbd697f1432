/** What the certifier of a market vouches for. */
import { type CertificationOrder, isValidAt } from '../reads/certification.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { ADDRESS_PART, identityOf, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'

const CertifiedRole = builder.enumType('CertifiedRole', {
  description: 'What an account is certified as.',
  values: {
    PROVIDER: { value: 'provider', description: 'A provider of storage.' },
    SERVICE_PROVIDER: { value: 'service_provider', description: 'A provider of services around storage.' },
  } as const,
})

const ROLE_PART = /^(service_)?provider$/
/** A symbol of the contract. */
const KIND_PART = /^[A-Za-z0-9_]{1,32}$/

builder.node('Certification', {
  description: 'What the certifier of the market vouches for: of an account in a role, of one kind.',
  id: {
    resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.subject, row.role, row.kind),
  },
  loadOne: (key, { reads }) => reads.certifications.load(identityOf(reads, key, [ADDRESS_PART, ROLE_PART, KIND_PART])),
  fields: (t) => ({
    subject: t.expose('subject', { type: 'Address', description: 'The account that is certified.' }),
    role: t.expose('role', { type: CertifiedRole, description: 'As what.' }),
    kind: t.exposeString('kind', { description: 'What is certified, a word of the certifier, such as iso27001.' }),
    level: t.exposeInt('level', { description: 'How far, 1 to 100.' }),
    valid: t.boolean({
      description:
        'Whether it counts: not revoked, its time not over at the last ledger of the index, and its subject registered.',
      resolve: (row, _, { reads }) => isValidAt(row, reads.markets.byId(row.marketId)),
    }),
    certifiedAt: t.expose('certifiedAt', { type: 'DateTime', description: 'When it was granted.' }),
    validUntil: t.expose('validUntil', { type: 'DateTime', description: 'When it ends.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null while it was not.',
    }),
    provider: t.field({
      type: 'Provider',
      nullable: true,
      description: 'The account as a provider, where it is certified as one.',
      resolve: ({ marketId, subject, role }, _, { reads }) =>
        role === 'provider' ? reads.providers.load([marketId, subject]) : null,
    }),
    serviceProvider: t.field({
      type: 'ServiceProvider',
      nullable: true,
      description: 'The account as a service provider, where it is certified as one.',
      resolve: ({ marketId, subject, role }, _, { reads }) =>
        role === 'service_provider' ? reads.serviceProviders.load([marketId, subject]) : null,
    }),
  }),
})

const CertificationFilter = builder.inputType('CertificationFilter', {
  description: 'Narrows a list of certifications; conditions add up.',
  fields: (t) => ({
    subjects: t.field({ type: ['Address'], description: 'Of these accounts.' }),
    role: t.field({ type: CertifiedRole, description: 'In this role.' }),
    kinds: t.stringList({ description: 'Of one of these kinds.' }),
    levelMin: t.int({ description: 'Of at least this level, 1 to 100.' }),
    valid: t.boolean({ description: 'Whether they hold now.' }),
    validUntilBefore: t.field({ type: 'DateTime', description: 'That end before this time.' }),
  }),
})

const CertificationOrderField = builder.enumType('CertificationOrderField', {
  description: 'What certifications can be sorted by; ties go by account, role and kind.',
  values: {
    CERTIFIED_AT: { description: 'When they were granted.' },
    VALID_UNTIL: { description: 'When they end.' },
  } satisfies Record<CertificationOrder, { description: string }>,
})

const CertificationOrderBy = builder.inputType('CertificationOrder', {
  description: 'Order of a list of certifications.',
  fields: (t) => ({
    field: t.field({ type: CertificationOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

export const CertificationConnection = connectionType('Certification', 'certifications')

export const certificationArgs = builder.args((t) => ({
  filter: t.field({ type: CertificationFilter, description: 'Which certifications.' }),
  orderBy: t.field({
    type: CertificationOrderBy,
    required: true,
    defaultValue: { field: 'CERTIFIED_AT', direction: 'DESC' },
    description: 'Their order; newest first where none is given.',
  }),
}))

builder.queryField('certifications', (t) =>
  t.field({
    type: CertificationConnection,
    description: 'The certifications of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...certificationArgs, ...pageArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.certifications.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
)
