/** Uptimes: the contract counts in millionths of a percent. */
import { formatUnits } from './amount.ts'

/** `99950000` is `99.95`. */
export const formatUptime = (uptime: bigint): string => formatUnits(String(uptime), 6)
