/** Accounts that rent storage. */
import { PARTY_COLUMNS, type PartyRow, party } from './party.ts'

export interface ConsumerRow extends PartyRow {}

export const consumers = party<ConsumerRow>('consumer', PARTY_COLUMNS)
