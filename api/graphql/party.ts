/** What providers and consumers have in common in the schema. */
import type { PartyOrder } from '../reads/party.ts'
import { builder, type Types } from './builder.ts'
import { certifiedFilterFields } from './certified.ts'
import { SortDirection } from './sort-direction.ts'

/** Filter fields of both. */
const partyFilterFields = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => ({
  search: t.string({ description: 'Text that the description contains, in upper or lower case.' }),
  addresses: t.field({ type: ['Address'], description: 'Only these accounts.' }),
  reputationMin: t.int({ description: 'Least reputation, 0 to 100.' }),
  registeredAfter: t.field({ type: 'DateTime', description: 'Registered at this time or later.' }),
  registeredBefore: t.field({ type: 'DateTime', description: 'Registered before this time.' }),
  deleted: t.boolean({
    description: 'Whether those that were deleted are meant; those that were not, where left out.',
  }),
})

export const ConsumerFilter = builder.inputType('ConsumerFilter', {
  description: 'Narrows a list of consumers; conditions add up.',
  fields: partyFilterFields,
})

export const ProviderFilter = builder.inputType('ProviderFilter', {
  description: 'Narrows a list of providers; conditions add up.',
  fields: (t) => ({ ...partyFilterFields(t), ...certifiedFilterFields(t) }),
})

const PartyOrderField = builder.enumType('PartyOrderField', {
  description: 'What providers and consumers can be sorted by; ties go by address.',
  values: {
    ADDRESS: { description: 'Address.' },
    REPUTATION: { description: 'Reputation, 0 to 100.' },
    REGISTERED_AT: { description: 'Time of registration.' },
    UPDATED_AT: { description: 'Time of the last change.' },
  } satisfies Record<PartyOrder, { description: string }>,
})

export const PartyOrderBy = builder.inputType('PartyOrder', {
  description: 'Order of a list of providers or consumers.',
  fields: (t) => ({
    field: t.field({ type: PartyOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

/** Newest registrations first. */
export const DEFAULT_PARTY_ORDER = { field: 'REGISTERED_AT', direction: 'DESC' } as const
