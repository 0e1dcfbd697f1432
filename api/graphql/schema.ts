/** Puts the schema together: loads every file that defines types, defines nothing itself. */
import { builder } from './builder.ts'
import './scalars.ts'
import './amount.ts'
import './market.ts'
import './provider.ts'
import './consumer.ts'
import './bucket.ts'
import './deal.ts'
import './deal-change.ts'
import './payment.ts'
import './payment-total.ts'
import './reputation-change.ts'
import './usage-report.ts'
import './sla-report.ts'
import './event.ts'
import './indexing.ts'
import './market-totals.ts'
import './market-activity.ts'

/** The schema, validated when it is made. */
export const createSchema = () => builder.toSchema({ sortSchema: false })
