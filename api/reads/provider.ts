/** Accounts that offer storage. */
import { type CertifiedFilter, certifiedConditions } from './certification.ts'
import { PARTY_COLUMNS, type PartyFilter, type PartyRow, party } from './party.ts'

export interface ProviderRow extends PartyRow {
  unitsCount: number
}

export interface ProviderFilter extends PartyFilter, CertifiedFilter {}

export const providers = party<ProviderRow, ProviderFilter>(
  'provider',
  { ...PARTY_COLUMNS, unitsCount: 'units_count' },
  (sql, filter, market) => certifiedConditions(sql, 'provider.address', 'provider', filter, market),
)
