/** A line of telemetry, for tests that change a part of it. */
import { keypairOf } from '../../../support/accounts.ts'

export const CONSUMER = keypairOf('consumer').publicKey()
export const PROVIDER = keypairOf('provider').publicKey()

export const said = {
  deal_id: 7,
  consumer: CONSUMER,
  provider: PROVIDER,
  at: 1_790_000_000,
  storage_mb: 512,
  egress_mb: 3,
  latency_ms: 42,
  up: true,
}
