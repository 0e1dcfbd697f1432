/** What providers and service providers have in common in the schema: their certifications, and searches by them. */
import { CERTIFICATIONS_OF_SUBJECT, type CertifiedRole } from '../reads/certification.ts'
import type { Reads } from '../reads/reads.ts'
import { builder, type Types } from './builder.ts'
import { CertificationConnection, certificationArgs } from './certification.ts'
import { Connection, connectionCost, orderedRequest, pageArgs } from './connection.ts'
import { STATEMENT_COST } from './limits.ts'
import { fieldsOfItems } from './look-ahead.ts'

/** Filter fields of every search for what somebody certified offers. */
export const certifiedFilterFields = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => ({
  certifiedOnly: t.boolean({ description: 'True: only of those that hold a certification now.' }),
  certificationKind: t.string({ description: 'Only of those that hold a certification of this kind now.' }),
  certificationLevelMin: t.int({
    description:
      'Only of those that hold a certification of at least this level now (of the kind, where one is named).',
  }),
})

const certifiedArgs = builder.args((t) => ({
  kind: t.string({ description: 'Of this kind; any, where left out.' }),
  levelMin: t.int({ description: 'Of at least this level, 1 to 100.' }),
}))

interface Certified {
  readonly marketId: number
  readonly address: string
}

/** One statement for all that are asked for together. */
const isCertified = async (
  reads: Reads,
  { marketId, address }: Certified,
  role: CertifiedRole,
  { kind, levelMin }: { kind?: string | null | undefined; levelMin?: number | null | undefined },
): Promise<boolean> => {
  const filter = { valid: true, kinds: kind == null ? null : [kind], levelMin }
  const request = { filter, order: 'CERTIFIED_AT', descending: true, page: { first: 1 } } as const
  const { rows } = await reads.certifications.of(CERTIFICATIONS_OF_SUBJECT, [marketId, address, role], request)
  return rows.length > 0
}

for (const [type, role] of [
  ['Provider', 'provider'],
  ['ServiceProvider', 'service_provider'],
] as const)
  builder.objectFields(type, (t) => ({
    certified: t.boolean({
      description: 'Whether it holds a certification now.',
      complexity: { field: STATEMENT_COST, multiplier: 1 },
      args: certifiedArgs,
      resolve: (row, args, { reads }) => isCertified(reads, row, role, args),
    }),
    certifications: t.field({
      type: CertificationConnection,
      description: 'Its certifications, also those that ended.',
      complexity: connectionCost,
      args: { ...certificationArgs, ...pageArgs },
      resolve: async ({ marketId, address }, args, { reads }, info) =>
        new Connection(
          await reads.certifications.of(
            CERTIFICATIONS_OF_SUBJECT,
            [marketId, address, role],
            orderedRequest(args),
            fieldsOfItems(info),
          ),
        ),
    }),
  }))
