import type { FeeWindow } from '../fee-windows.ts'
import { request } from '../params.ts'
import type { Method } from './method.ts'

const PERCENTILES = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99]

const read = request('GetFeeStatsRequest', {})

/** Inclusion fees in stroops, as text. */
export const getFeeStats: Method = (params, { fees, view }) => {
  read(params)
  return {
    sorobanInclusionFee: distribution(fees.soroban()),
    inclusionFee: distribution(fees.classic()),
    latestLedger: view.latest().sequence,
  }
}

/** Nearest-rank percentiles; all zero without a fee, the number of ledgers too, as stellar-rpc has it. */
const distribution = ({ fees, ledgers }: FeeWindow) => {
  const at = (rank: number) => String(fees[rank] ?? 0n)
  const percentile = (p: number) => at(Math.ceil((p * fees.length) / 100) - 1)
  return {
    max: at(fees.length - 1),
    min: at(0),
    mode: String(modeOf(fees)),
    ...Object.fromEntries(PERCENTILES.map((p) => [`p${p}`, percentile(p)])),
    transactionCount: String(fees.length),
    ledgerCount: fees.length === 0 ? 0 : ledgers,
  }
}

/** The most frequent value; of several the smallest. */
const modeOf = (fees: readonly bigint[]) => {
  const counts = new Map<bigint, number>()
  for (const fee of fees) counts.set(fee, (counts.get(fee) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return [...counts].find(([, count]) => count === most)?.[0] ?? 0n
}
