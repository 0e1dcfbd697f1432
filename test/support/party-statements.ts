/** Statements about parties, and what is certified of them. */
import type { Statement } from '../../indexer/decode/fact.ts'
import { CONSUMER, PROVIDER, SERVICE_PROVIDER, TIME } from './parties.ts'

const described = { description: 'Söme party', registeredTs: TIME, lastUpdateTs: TIME + 1n }
const provider = { provider: PROVIDER, ...described, reputation: 50, unitsCount: 0 }
const consumer = { consumer: CONSUMER, ...described, reputation: 50 }
const serviceProvider = { serviceProvider: SERVICE_PROVIDER, ...described, category: 'Backup' }
const certified = { level: 3, certifiedTs: TIME, validUntil: TIME + 1000n, revokedTs: 0n }

/** They come … */
export const PARTIES: readonly Statement[] = [
  { event: 'provider_registered', ...provider },
  { event: 'provider_updated', ...provider, description: 'Better' },
  { event: 'consumer_registered', ...consumer },
  { event: 'consumer_updated', ...consumer, description: 'Richer' },
  { event: 'service_provider_registered', ...serviceProvider },
  { event: 'service_provider_updated', ...serviceProvider, category: 'Archive' },
  { event: 'certification_granted', subject: PROVIDER, role: 'provider', kind: 'iso27001', ...certified },
  { event: 'certification_granted', subject: SERVICE_PROVIDER, role: 'service_provider', kind: 'soc2', ...certified },
  {
    ...{ event: 'certification_revoked', subject: SERVICE_PROVIDER, role: 'service_provider', kind: 'soc2' },
    ...{ ...certified, revokedTs: TIME + 5n },
  },
]

/** … and go. */
export const DEPARTURES: readonly Statement[] = [
  { event: 'provider_deleted', ...provider },
  { event: 'consumer_deleted', ...consumer },
  { event: 'service_provider_deleted', ...serviceProvider },
]
