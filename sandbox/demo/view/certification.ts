import type { MarketView } from '../market-view.ts'
import { type Data, integer } from './value.ts'

export interface CertificationView {
  readonly subject: string
  /** provider or service_provider. */
  readonly role: string
  readonly kind: string
  readonly validUntil: bigint
  readonly revoked: boolean
}

export const certificationKey = (subject: string, role: string, kind: string) => `${subject}/${role}/${kind}`

export const applyCertification = (view: MarketView, topics: readonly unknown[], data: Data) => {
  const [subject, role, kind] = topics.map(String) as [string, string, string]
  view.certifications.set(certificationKey(subject, role, kind), {
    subject,
    role,
    kind,
    validUntil: integer(data.valid_until),
    revoked: integer(data.revoked_ts) !== 0n,
  })
}
