/** Roles of a market that passed to somebody else. */
import { builder } from './builder.ts'
import {
  Connection,
  connectionCost,
  connectionType,
  marketArgs,
  pageArgs,
  recordArgs,
  recordRequest,
} from './connection.ts'
import { identityOf } from './node-key.ts'
import { ChainRecord, RECORD_PARTS, recordFilterFields, recordKey } from './record.ts'

const MarketRole = builder.enumType('MarketRole', {
  description: 'Who may do what on a market.',
  values: {
    OWNER: { value: 'owner', description: 'Sets fees, assets and roles, and receives the fees.' },
    ORACLE: { value: 'oracle', description: 'Reports usage and settles.' },
    CERTIFIER: { value: 'certifier', description: 'Certifies storage and service providers.' },
    ARBITER: { value: 'arbiter', description: 'Decides disputes.' },
  } as const,
})

builder.node('RoleChange', {
  description: 'A role of a market that passed to somebody else.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.roleChanges.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    role: t.expose('role', { type: MarketRole, description: 'Which role.' }),
    holder: t.expose('holder', {
      type: 'Address',
      nullable: true,
      description: 'Who has it since; null: whoever is the owner.',
    }),
    previous: t.expose('previous', {
      type: 'Address',
      nullable: true,
      description: 'Who had it before; null: whoever was the owner.',
    }),
  }),
})

const RoleChangeFilter = builder.inputType('RoleChangeFilter', {
  description: 'Narrows a list of changes of roles; conditions add up.',
  fields: (t) => ({
    ...recordFilterFields(t),
    roles: t.field({ type: [MarketRole], description: 'Of one of these roles.' }),
  }),
})

const RoleChangeConnection = connectionType('RoleChange', 'changes of roles')

builder.queryField('roleChanges', (t) =>
  t.field({
    type: RoleChangeConnection,
    description: 'Every change of the roles of a market.',
    complexity: connectionCost,
    args: {
      ...marketArgs,
      filter: t.arg({ type: RoleChangeFilter, description: 'Which changes of roles.' }),
      ...recordArgs,
      ...pageArgs,
    },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.roleChanges.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)
