import { RETENTION_LEDGERS } from '../node-view.ts'
import { request } from '../params.ts'
import { type Method, seconds } from './method.ts'

const read = request('GetHealthRequest', {})

/** Always healthy: a network that closes ledgers on demand may rest for any time. */
export const getHealth: Method = (params, { view }) => {
  read(params)
  const [latest, oldest] = [view.latest(), view.oldest()]
  return {
    status: 'healthy',
    latestLedger: latest.sequence,
    latestLedgerCloseTime: seconds(latest.closeTime),
    oldestLedger: oldest.sequence,
    oldestLedgerCloseTime: seconds(oldest.closeTime),
    ledgerRetentionWindow: RETENTION_LEDGERS,
  }
}
