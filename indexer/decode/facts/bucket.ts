/** Facts about a storage offer. */

export type BucketStatus = 'Active' | 'Inactive' | 'Deleted'

/** A bucket after an event. */
export interface BucketState {
  readonly providerId: string
  readonly bucketId: number
  readonly name: string
  readonly region: string
  readonly country: string
  readonly fbBucketId: string
  readonly apiCompatibility: string
  readonly accessScope: string
  readonly tags: readonly string[]
  /** Token units. */
  readonly pricePerGbStorage: bigint
  /** Token units. */
  readonly pricePerGbEgress: bigint
  readonly slaAvgLatencyMs: number
  /** 100,000,000 is 100 %. */
  readonly slaAvgUptimePct: number
  readonly maxStorageGb: number
  readonly maxEgressGb: number
  readonly encryptionAtRest: boolean
  readonly encryptionInTransit: boolean
  readonly objectLocking: boolean
  readonly versioningEnabled: boolean
  readonly locked: boolean
  readonly status: BucketStatus
  /** Ledger seconds. */
  readonly createdTs: bigint
}

export interface BucketFact {
  readonly event: 'bucket_created' | 'bucket_updated' | 'bucket_locked' | 'bucket_unlocked' | 'bucket_deleted'
  readonly provider: string
  readonly bucketId: number
  readonly bucket: BucketState
}
