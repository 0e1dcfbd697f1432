/** One plausible statement of each event, to vary in tests. */
import type { Statement } from '../../indexer/decode/fact.ts'
import { BUCKETS, WITHDRAWALS } from './bucket-statements.ts'
import { DEALS } from './deal-statements.ts'
import { DISPUTES } from './dispute-statements.ts'
import { CREDITS, MARKET } from './market-statements.ts'
import { DEPARTURES, PARTIES } from './party-statements.ts'
import { STREAMS } from './stream-statements.ts'
import { UNITS } from './unit-statements.ts'

/** In an order in which a market could publish them. */
export const STATEMENTS: readonly Statement[] = [
  ...[...MARKET, ...PARTIES, ...BUCKETS, ...UNITS, ...DEALS, ...STREAMS, ...DISPUTES, ...CREDITS],
  ...[...WITHDRAWALS, ...DEPARTURES],
]
