/** Statements about buckets, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import type { BucketState } from '../../indexer/decode/facts/bucket.ts'
import { PROVIDER, TIME } from './parties.ts'

export const bucket = (changes: Partial<BucketState> = {}): BucketState => ({
  providerId: PROVIDER,
  bucketId: 1,
  name: 'Archive Zürich',
  region: 'eu-central',
  country: 'CH',
  fbBucketId: 'fb-1',
  apiCompatibility: 's3',
  accessScope: 'private',
  tags: ['cold', 'nvme'],
  pricePerGbStorage: 1000n,
  pricePerGbEgress: 500n,
  slaAvgLatencyMs: 100,
  slaAvgUptimePct: 99_000_000,
  maxStorageGb: 4_000_000_000,
  maxEgressGb: 10,
  encryptionAtRest: true,
  encryptionInTransit: false,
  objectLocking: false,
  versioningEnabled: true,
  locked: false,
  status: 'Active',
  createdTs: TIME,
  ...changes,
})

const inBucket = { provider: PROVIDER, bucketId: 1 }

/** It is offered … */
export const BUCKETS: readonly Statement[] = [
  { event: 'bucket_created', ...inBucket, bucket: bucket() },
  { event: 'bucket_updated', ...inBucket, bucket: bucket({ pricePerGbStorage: 1100n }) },
  { event: 'bucket_locked', ...inBucket, bucket: bucket({ locked: true }) },
]

/** … and withdrawn. */
export const WITHDRAWALS: readonly Statement[] = [
  { event: 'bucket_unlocked', ...inBucket, bucket: bucket() },
  { event: 'bucket_deleted', ...inBucket, bucket: bucket({ status: 'Deleted' }) },
]
