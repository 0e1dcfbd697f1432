/**
 * Serves pages of buckets for the bench, as a process of its own: `node page-server.ts graphql|sql <database>`.
 * `sql` answers the same question with the smallest server there is: one statement, no GraphQL.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { createApi } from '../../api/server.ts'
import { openReaderSql, type Sql } from '../../prisma/client.ts'

const textOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** One statement, the page as Postgres gives it. */
const plain = (sql: Sql): RequestListener => {
  const page = (max: string) => sql`
    select b.bucket_id as "bucketId", b.name, b.region, b.api_compatibility as "apiCompatibility",
      b.sla_avg_latency_ms::int as "slaAvgLatencyMs", b.locked, b.created_at as "createdAt",
      b.price_per_gb_storage as "pricePerGbStorage", p.address, p.description, p.reputation
    from bucket b join provider p on p.market_id = b.market_id and p.address = b.provider
    where b.market_id = 1 and b.status = any('{Active,Inactive}'::text[]) and b.price_per_gb_storage <= ${max}::numeric
    order by b.price_per_gb_storage desc, b.provider desc, b.bucket_id desc limit 51`
  return async (request, response) => {
    const { variables } = JSON.parse(await textOf(request)) as { variables: { max: string } }
    const rows = await page(variables.max)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ rows: rows.slice(0, 50), hasNextPage: rows.length > 50 }))
  }
}

const [which, url] = process.argv.slice(2) as [string, string]
const sql = openReaderSql({ url, connections: 10 })
const handler =
  which === 'sql' ? plain(sql) : createApi({ sql, transactions: new Map(), log: pino({ level: 'error' }) }).yoga
const server = createServer(handler as RequestListener).listen(0)
await once(server, 'listening')
console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)
