/** Who serves the market without storing anything, and what can be certified of whom. */

export interface ServiceProviderProfile {
  readonly key: string
  readonly category: string
  readonly description: string
}

export const SERVICE_PROVIDERS: readonly ServiceProviderProfile[] = [
  ['auditors', 'audit', 'Independent audits of storage providers'],
  ['migration', 'migration', 'Moves archives between clouds, checksums included'],
  ['monitoring', 'monitoring', 'Measures latency and uptime from 40 places'],
  ['key-escrow', 'key management', 'Keeps encryption keys apart from the data'],
  ['shut-down', 'consulting', 'Closed its doors; to be struck off the register'],
].map(([key, category, description]) => ({ key: key!, category: category!, description: description! }))

/** Kinds of certificates: symbols, as the contract takes them. */
export const CERTIFICATE_KINDS = ['iso_27001', 'soc_2', 'green_energy', 'gdpr'] as const
