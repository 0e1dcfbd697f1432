/** Markets: a contract on a network, with its settings. */
import { builder } from './builder.ts'
import { identityOf, nodeKey } from './node-key.ts'

builder.node('Market', {
  description: 'A marketplace contract on a network. Several can be indexed at once; they never mix.',
  id: { resolve: (market) => nodeKey(market) },
  loadOne: (key, { reads }) => reads.markets.byId(Number(identityOf(reads, key, [])[0])),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Short name that it is addressed by.' }),
    contract: t.expose('contractId', { type: 'Address', description: 'Address of the contract.' }),
    networkPassphrase: t.exposeString('networkPassphrase', {
      description: 'Passphrase of the network: what signatures are bound to.',
    }),
    networkIncarnation: t.exposeInt('incarnation', {
      description: 'Counts from 1; one more after each reset of the network.',
    }),
    startLedger: t.exposeInt('startLedger', { description: 'First ledger that was scanned.' }),
    owner: t.field({
      type: 'Address',
      nullable: true,
      description: 'Owner of the contract, who receives the fees; null before it was seen.',
      resolve: ({ config }) => config?.owner ?? null,
    }),
    pendingOwner: t.field({
      type: 'Address',
      nullable: true,
      description: 'Who was proposed as the next owner and has not accepted yet.',
      resolve: ({ config }) => config?.pendingOwner ?? null,
    }),
    oracle: t.field({
      type: 'Address',
      nullable: true,
      description: 'Who reports usage and settles: the owner, unless set.',
      resolve: ({ config }) => config?.oracle ?? config?.owner ?? null,
    }),
    certifier: t.field({
      type: 'Address',
      nullable: true,
      description: 'Who certifies storage and service providers: the owner, unless set.',
      resolve: ({ config }) => config?.certifier ?? config?.owner ?? null,
    }),
    arbiter: t.field({
      type: 'Address',
      nullable: true,
      description: 'Who decides disputes: the owner, unless set.',
      resolve: ({ config }) => config?.arbiter ?? config?.owner ?? null,
    }),
    paused: t.boolean({
      description: 'Whether nothing new can begin; what runs is settled, refunded and ended all the same.',
      resolve: ({ config }) => config?.paused ?? false,
    }),
    platformFeeBps: t.int({
      nullable: true,
      description: 'Part of settlements of new deals that is the fee, in basis points: 100 is 1 %.',
      resolve: ({ config }) => config?.platformFeeBps ?? null,
    }),
    asset: t.field({
      type: 'Address',
      nullable: true,
      description: 'Contract of the asset that new deals are paid in; null until it is set.',
      resolve: ({ config }) => config?.stableAsset ?? null,
    }),
    assetSymbol: t.string({
      nullable: true,
      description: 'Symbol of the asset.',
      resolve: ({ config }) => config?.assetSymbol ?? null,
    }),
    assetDecimals: t.int({
      nullable: true,
      description: 'Decimals of the asset.',
      resolve: ({ config }) => config?.assetDecimals ?? null,
    }),
    version: t.int({
      nullable: true,
      description: 'Version that the contract calls itself.',
      resolve: ({ config }) => config?.version ?? null,
    }),
    codeHash: t.field({
      type: 'Hash',
      nullable: true,
      description: 'SHA-256 of the running code, where an upgrade told it.',
      resolve: ({ config }) => config?.codeHash ?? null,
    }),
  }),
})

builder.queryFields((t) => ({
  market: t.field({
    type: 'Market',
    description: 'One market.',
    args: { name: t.arg.string({ description: 'Its name; may be left out where there is only one.' }) },
    resolve: (_, { name }, { reads }) => reads.markets.byName(name),
  }),
  markets: t.field({
    type: ['Market'],
    description: 'All markets that are indexed here.',
    resolve: (_, __, { reads }) => [...reads.markets.all],
  }),
}))
