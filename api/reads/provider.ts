/** Accounts that offer storage. */
import { PARTY_COLUMNS, type PartyRow, party } from './party.ts'

export interface ProviderRow extends PartyRow {
  unitsCount: number
}

export const providers = party<ProviderRow>('provider', { ...PARTY_COLUMNS, unitsCount: 'units_count' })
