/** Storage offers. */
import { BUCKETS_OF_PROVIDER, type BucketOrder, isAvailable } from '../reads/bucket.ts'
import { amountOf } from './amount.ts'
import { BucketAvailability } from './bucket-availability.ts'
import { builder } from './builder.ts'
import { certifiedFilterFields } from './certified.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { ADDRESS_PART, identityOf, NUMBER_PART, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'
import { formatUptime } from './uptime.ts'

export const BucketStatus = builder.enumType('BucketStatus', {
  description: 'Whether an offer stands.',
  values: {
    ACTIVE: { value: 'Active', description: 'It stands.' },
    INACTIVE: { value: 'Inactive', description: 'It exists, but is not offered.' },
    DELETED: { value: 'Deleted', description: 'Its provider deleted it; its history stays.' },
  } as const,
})

builder.node('Bucket', {
  description: 'A storage offer of a provider.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.provider, row.bucketId) },
  loadOne: (key, { reads }) => reads.buckets.load(identityOf(reads, key, [ADDRESS_PART, NUMBER_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it is listed on.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    provider: t.field({
      type: 'Provider',
      nullable: true,
      description: 'Who offers it; null where the registration was not seen.',
      resolve: (row, _, { reads }) => reads.providers.load([row.marketId, row.provider]),
    }),
    providerAddress: t.expose('provider', { type: 'Address', description: 'The account that offers it.' }),
    providerReputation: t.exposeInt('providerReputation', { description: 'Reputation of its provider, 0 to 100.' }),
    bucketId: t.exposeInt('bucketId', { description: "The provider's own number for it, from 1, never used twice." }),
    name: t.exposeString('name', { description: 'What the provider calls it.' }),
    region: t.exposeString('region', { description: 'Region, as the provider writes it.' }),
    country: t.exposeString('country', { description: 'Country, as the provider writes it.' }),
    fbBucketId: t.exposeString('fbBucketId', {
      description: 'Its id on the platform that the provider manages it with.',
    }),
    apiCompatibility: t.exposeString('apiCompatibility', { description: 'The interface it is used by, such as s3.' }),
    accessScope: t.exposeString('accessScope', { description: 'Who can reach it, as the provider writes it.' }),
    tags: t.exposeStringList('tags', { description: 'Words that the provider gave it.' }),
    pricePerGbStorage: t.field({
      type: 'Amount',
      description: 'Price of a GB stored (1 GB = 1024 MB).',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.pricePerGbStorage),
    }),
    pricePerGbEgress: t.field({
      type: 'Amount',
      description: 'Price of a GB read out (1 GB = 1024 MB).',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.pricePerGbEgress),
    }),
    slaAvgLatencyMs: t.expose('slaAvgLatencyMs', {
      type: 'UInt32',
      description: 'Promised mean latency in milliseconds.',
    }),
    slaAvgUptimePct: t.expose('slaAvgUptimePct', {
      type: 'UInt32',
      description: 'Promised mean uptime; 100,000,000 is 100 %.',
    }),
    slaUptimePercent: t.string({
      description: 'Promised mean uptime in percent, such as "99.95".',
      resolve: (row) => formatUptime(row.slaAvgUptimePct),
    }),
    maxStorageGb: t.expose('maxStorageGb', {
      type: 'UInt32',
      description: 'Most GB that can be stored; 0 means not said.',
    }),
    maxEgressGb: t.expose('maxEgressGb', {
      type: 'UInt32',
      description: 'Most GB that can be read out; 0 means not said.',
    }),
    encryptionAtRest: t.exposeBoolean('encryptionAtRest', { description: 'Whether what is stored is encrypted.' }),
    encryptionInTransit: t.exposeBoolean('encryptionInTransit', {
      description: 'Whether what is transferred is encrypted.',
    }),
    objectLocking: t.exposeBoolean('objectLocking', { description: 'Whether objects can be locked against change.' }),
    versioningEnabled: t.exposeBoolean('versioningEnabled', {
      description: 'Whether older versions of objects are kept.',
    }),
    locked: t.exposeBoolean('locked', {
      description: 'Whether it takes no new deals: its provider closed it, or a deal holds it.',
    }),
    available: t.boolean({
      description:
        'Whether a deal on it could be proposed and accepted now: the market is not paused, its provider is registered, it is active, unlocked and, if divided into units, has a free one.',
      resolve: (row, _, { reads }) => isAvailable(row, reads.markets.byId(row.marketId)),
    }),
    availability: t.field({
      type: BucketAvailability,
      description: 'Its data units by state, as numbers and in MB.',
      resolve: (row) => row,
    }),
    status: t.expose('status', { type: BucketStatus, description: 'Whether the offer stands.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was listed.' }),
  }),
})

const BucketFilter = builder.inputType('BucketFilter', {
  description: 'Narrows a list of buckets; conditions add up.',
  fields: (t) => ({
    search: t.string({
      description: 'Words in name, tags, region, country or API, as in a web search: quotes, `or`, `-`.',
    }),
    contains: t.string({
      description: 'Text that name, tags, region, country or API contain, also within a word: for search while typing.',
    }),
    providers: t.field({ type: ['Address'], description: 'Of these providers.' }),
    regions: t.stringList({ description: 'In one of these regions.' }),
    countries: t.stringList({ description: 'In one of these countries.' }),
    apiCompatibility: t.stringList({ description: 'Used by one of these interfaces.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
    pricePerGbStorageMax: t.field({
      type: 'TokenAmount',
      description: 'A GB stored costs at most this, in token units.',
    }),
    pricePerGbEgressMax: t.field({
      type: 'TokenAmount',
      description: 'A GB read out costs at most this, in token units.',
    }),
    slaAvgLatencyMsMax: t.field({ type: 'UInt32', description: 'Promises at most this latency, in milliseconds.' }),
    slaAvgUptimePctMin: t.field({
      type: 'UInt32',
      description: 'Promises at least this uptime; 100,000,000 is 100 %.',
    }),
    maxStorageGbMin: t.field({ type: 'UInt32', description: 'Holds at least this many GB.' }),
    providerReputationMin: t.int({ description: 'Of providers with at least this reputation, 0 to 100.' }),
    statuses: t.field({
      type: [BucketStatus],
      description: 'In one of these states; where left out, all but deleted ones.',
    }),
    locked: t.boolean({ description: 'Whether it takes no new deals.' }),
    available: t.boolean({ description: 'Whether a deal on them could be accepted now.' }),
    unitsFreeMin: t.int({ description: 'With at least this many free data units.' }),
    freeMbMin: t.field({ type: 'UInt64', description: 'With at least this many MB in free data units.' }),
    ...certifiedFilterFields(t),
    createdAfter: t.field({ type: 'DateTime', description: 'Listed at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Listed before this time.' }),
  }),
})

const BucketOrderField = builder.enumType('BucketOrderField', {
  description: 'What buckets can be sorted by; ties go by provider and number.',
  values: {
    CREATED_AT: { description: 'Time of listing.' },
    NAME: { description: 'Name.' },
    REGION: { description: 'Region.' },
    COUNTRY: { description: 'Country.' },
    API_COMPATIBILITY: { description: 'Interface.' },
    STATUS: { description: 'State.' },
    PRICE_STORAGE: { description: 'Price of a GB stored.' },
    PRICE_EGRESS: { description: 'Price of a GB read out.' },
    LATENCY: { description: 'Promised latency.' },
    UPTIME: { description: 'Promised uptime.' },
    REPUTATION: { description: 'Reputation of the provider.' },
    UNITS_FREE: { description: 'Free data units.' },
    FREE_MB: { description: 'MB in free data units.' },
  } satisfies Record<BucketOrder, { description: string }>,
})

const BucketOrderBy = builder.inputType('BucketOrder', {
  description: 'Order of a list of buckets.',
  fields: (t) => ({
    field: t.field({ type: BucketOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const BucketConnection = connectionType('Bucket', 'buckets')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: BucketFilter, description: 'Which buckets.' }),
  orderBy: t.field({
    type: BucketOrderBy,
    required: true,
    defaultValue: { field: 'CREATED_AT', direction: 'DESC' },
    description: 'Their order; newest first where none is given.',
  }),
}))

builder.queryFields((t) => ({
  bucket: t.field({
    type: 'Bucket',
    nullable: true,
    description: 'One bucket, whatever its state; null when there never was one.',
    args: {
      ...marketArgs,
      provider: t.arg({ type: 'Address', required: true, description: 'Who offers it.' }),
      bucketId: t.arg.int({ required: true, description: "The provider's number for it." }),
    },
    resolve: (_, { market, provider, bucketId }, { reads }) =>
      reads.buckets.load([reads.markets.byName(market).id, provider, bucketId]),
  }),
  buckets: t.field({
    type: BucketConnection,
    description: 'The buckets of a market: search, filter, sort.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }, info) => {
      const market = reads.markets.byName(args.market)
      const page = await reads.buckets.list(market, orderedRequest(args), fieldsOfItems(info))
      return new Connection(page)
    },
  }),
}))

builder.objectField('Provider', 'buckets', (t) =>
  t.field({
    type: BucketConnection,
    description: 'What it offers.',
    complexity: connectionCost,
    args: { ...listArgs, ...pageArgs },
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.buckets.of(BUCKETS_OF_PROVIDER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)
