/**
 * Every list that the API serves, at 100,000 rows a table: what its statements take in the database (EXPLAIN (ANALYZE,
 * BUFFERS)), and whether one of them sorts or reads a large table from end to end. Prints the plan of the slowest.
 */
import { createApi } from '../api/server.ts'
import { openReaderSql, openSql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { startThrowawayServer } from '../test/support/throwaway-server.ts'
import { CONSUMER, PROVIDER, ROWS, seedLists } from './lists/seed.ts'
import { report, rounded } from './report.ts'

const PAGE = 'first: 50'
const parties = ['ADDRESS', 'REGISTERED_AT', 'REPUTATION', 'UPDATED_AT']

const OF_DEALS = ['dealChanges', 'payments', 'reputationHistory', 'usageReports', 'slaReports']
const OF_STREAMS = ['streamChanges', 'chunkReleases', 'payments', 'reputationHistory']
const RECORDS = [...OF_DEALS, 'streamChanges', 'chunkReleases']
const CERTIFIED = ['certifiedOnly: true', 'certificationKind: "kind7"', 'certificationLevelMin: 90']

/** The lists, each with its orders and its common filters. */
const LISTS: readonly string[] = [
  ...parties.map((field) => `providers(${PAGE}, orderBy: { field: ${field} }) { nodes { address } }`),
  ...parties.map((field) => `consumers(${PAGE}, orderBy: { field: ${field} }) { nodes { address } }`),
  ...['BALANCE', 'CREATED_AT', 'DEAL_ID', 'UPDATED_AT'].map(
    (field) => `deals(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { dealId status } }`,
  ),
  `deals(${PAGE}, filter: { statuses: [FUNDED] }) { nodes { dealId } }`,
  `deals(${PAGE}, filter: { disputed: true }) { nodes { dealId } }`,
  `deals(${PAGE}, filter: { providers: ["${PROVIDER}"] }) { nodes { dealId } }`,
  `deals(${PAGE}, filter: { consumers: ["${CONSUMER}"] }) { nodes { dealId } }`,
  ...[...RECORDS, 'disputeEvidence', 'creditChanges', 'roleChanges', 'events'].map(
    (list) => `${list}(${PAGE}) { nodes { ledger } }`,
  ),
  ...RECORDS.flatMap((list) => [
    `${list}(${PAGE}, filter: { consumers: ["${CONSUMER}"] }) { nodes { ledger } }`,
    `${list}(${PAGE}, filter: { providers: ["${PROVIDER}"] }) { nodes { ledger } }`,
  ]),
  ...OF_DEALS.map((list) => `${list}(${PAGE}, filter: { dealId: 77 }) { nodes { ledger } }`),
  ...OF_STREAMS.map((list) => `${list}(${PAGE}, filter: { streamId: 77 }) { nodes { ledger } }`),
  `chunkReleases(${PAGE}, filter: { streamId: 77, chunk: 7 }) { nodes { ledger } }`,
  `chunkReleases(${PAGE}, filter: { relayers: ["${CONSUMER}"] }) { nodes { ledger } }`,
  `streamChanges(${PAGE}, filter: { kinds: [FINISHED] }) { nodes { ledger } }`,
  `disputeEvidence(${PAGE}, filter: { disputeId: 77 }) { nodes { ledger } }`,
  ...['BALANCE', 'CREATED_AT', 'DEADLINE', 'STREAM_ID', 'UPDATED_AT'].map(
    (field) => `streams(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { streamId status } }`,
  ),
  ...[
    'statuses: [FINISHED]',
    `providers: ["${PROVIDER}"]`,
    `consumers: ["${CONSUMER}"]`,
    `party: "${CONSUMER}"`,
    `providers: ["${PROVIDER}"], bucketId: 3`,
    'proofSetId: "77"',
    'overdue: true',
    'disputed: true',
  ].map((filter) => `streams(${PAGE}, filter: { ${filter} }) { nodes { streamId } }`),
  ...['DEADLINE', 'DISPUTE_ID', 'OPENED_AT', 'UPDATED_AT'].map(
    (field) => `disputes(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { disputeId } }`,
  ),
  ...['statuses: [OPEN]', `providers: ["${PROVIDER}"]`, `consumers: ["${CONSUMER}"]`, 'dealId: 77'].map(
    (filter) => `disputes(${PAGE}, filter: { ${filter} }) { nodes { disputeId } }`,
  ),
  `units(${PAGE}) { nodes { unitId } }`,
  ...['statuses: [FREE]', `providers: ["${PROVIDER}"]`, `providers: ["${PROVIDER}"], bucketId: 1`, 'dealId: 77'].map(
    (filter) => `units(${PAGE}, filter: { ${filter} }) { nodes { unitId } }`,
  ),
  ...['CERTIFIED_AT', 'VALID_UNTIL'].map(
    (field) => `certifications(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { kind } }`,
  ),
  ...[
    'valid: true',
    'kinds: ["kind7"]',
    `subjects: ["${PROVIDER}"]`,
    'role: PROVIDER, kinds: ["kind7"], levelMin: 50',
  ].map((filter) => `certifications(${PAGE}, filter: { ${filter} }) { nodes { kind } }`),
  ...CERTIFIED.flatMap((filter) => [
    `providers(${PAGE}, filter: { ${filter} }) { nodes { address } }`,
    `buckets(${PAGE}, filter: { ${filter} }, orderBy: { field: PRICE_STORAGE }) { nodes { name } }`,
  ]),
  ...['CATEGORY', 'REGISTERED_AT', 'UPDATED_AT'].map(
    (field) => `serviceProviders(${PAGE}, orderBy: { field: ${field} }) { nodes { address } }`,
  ),
  ...['FREE_MB', 'UNITS_FREE'].map(
    (field) => `buckets(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { name } }`,
  ),
  ...['unitsFreeMin: 10', 'freeMbMin: "10240"', 'available: true'].map(
    (filter) => `buckets(${PAGE}, filter: { ${filter} }) { nodes { name } }`,
  ),
  ...['AMOUNT', 'PARTY', 'UPDATED_AT'].map(
    (field) => `credits(${PAGE}, orderBy: { field: ${field}, direction: DESC }) { nodes { amount { units } } }`,
  ),
  `credits(${PAGE}, filter: { party: "${CONSUMER}" }) { nodes { amount { units } } }`,
  `payments(${PAGE}, filter: { kinds: [FEE] }) { nodes { ledger } }`,
  `payments(${PAGE}) { totals { kind count sum { units } } nodes { ledger } }`,
  `reputationHistory(${PAGE}, filter: { party: "${PROVIDER}" }) { nodes { ledger } }`,
  `slaReports(${PAGE}, filter: { breach: true }) { nodes { ledger } }`,
  `streams(${PAGE}) { nodes { streamId consumer { address } provider { address } bucket { name } } }`,
  `streams(${PAGE}, filter: { statuses: [ACTIVE], overdue: true }) { nodes { streamId } }`,
  `streams(${PAGE}, filter: { disputed: true }) { nodes { streamId } }`,
  `chunkReleases(${PAGE}) { nodes { chunk stream { status } } }`,
  `units(${PAGE}) { nodes { unitId bucket { name } } }`,
  `disputeEvidence(${PAGE}, filter: { parties: ["${CONSUMER}"] }) { nodes { ledger } }`,
  `serviceProviders(${PAGE}, filter: { categories: ["Archive"] }) { nodes { address } }`,
  `serviceProviders(${PAGE}, filter: { certifiedOnly: true }) { nodes { address } }`,
  `providers(${PAGE}) { nodes { address certified } }`,
  `buckets(${PAGE}, filter: { available: true, unitsFreeMin: 16, certificationLevelMin: 90 }, orderBy: { field: PRICE_STORAGE }) { nodes { name } }`,
  `provider(address: "${PROVIDER}") { streams { nodes { streamId } } disputes { nodes { disputeId } } credits { nodes { party } } certifications { nodes { kind } } }`,
  `stream(streamId: 77) { history { nodes { ledger } } releases { nodes { ledger } } payments { nodes { ledger } } disputes { nodes { disputeId } } }`,
  `events(${PAGE}, filter: { names: ["deal_settled"] }) { nodes { ledger } }`,
]

interface Plan {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly Plans?: readonly Plan[]
}

interface Explained {
  readonly list: string
  readonly ms: number
  /** Sorts and whole reads of more than a page. */
  readonly heavy: readonly string[]
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

const server = await startThrowawayServer()
const url = server.url('bench')
await migrate(url)
const admin = openSql({ url, connections: 1 })
console.error(`filling every table with ${ROWS} rows`)
await seedLists(admin)
const statements: { text: string; parameters: readonly unknown[] }[] = []
const onStatement = (text: string, parameters: readonly unknown[]) => void statements.push({ text, parameters })
const sql = openReaderSql({ url, connections: 1, applicationName: 'bench lists', onStatement })
const log = { error: console.error, warn: console.error, info: () => undefined, debug: () => undefined }
const api = createApi({ sql, transactions: new Map(), log: log as never })

const explain = async (list: string): Promise<Explained> => {
  statements.length = 0
  const body = JSON.stringify({ query: `{ ${list} }` })
  const headers = { 'content-type': 'application/json' }
  const response = await api.yoga.fetch('http://api/graphql', { method: 'POST', headers, body })
  const { errors } = (await response.json()) as { errors?: readonly { message: string }[] }
  if (errors !== undefined) throw new Error(`${list}: ${errors[0]?.message}`)
  let ms = 0
  const heavy: string[] = []
  for (const { text, parameters } of statements.filter((statement) => /^\s*(select|with)/i.test(statement.text))) {
    const [row] = await admin.unsafe(`explain (analyze, buffers, format json) ${text}`, parameters as never[])
    const [{ Plan: plan, 'Execution Time': time }] = row!['QUERY PLAN'] as [{ Plan: Plan; 'Execution Time': number }]
    ms += time
    const large = nodes(plan).filter((node) => /Sort|Seq Scan/.test(node['Node Type']) && node['Actual Rows'] > 1_000)
    heavy.push(...large.map((node) => `${node['Node Type']} of ${node['Actual Rows']} rows`))
  }
  return { list, ms, heavy }
}

try {
  const explained: Explained[] = []
  for (const list of LISTS) explained.push(await explain(list))
  for (const { list, ms, heavy } of explained.toSorted((a, b) => b.ms - a.ms).slice(0, 12))
    console.error(`${rounded(ms, 2)} ms  ${list.slice(0, 110)}  ${heavy.join(', ')}`)
  const slowest = explained.toSorted((a, b) => b.ms - a.ms)[0]!
  const heavy = explained.filter((each) => each.heavy.length > 0)
  report('lists', {
    rows: ROWS,
    lists: explained.length,
    slowestMs: rounded(slowest.ms, 2),
    slowest: slowest.list,
    listsThatSortOrScan: heavy.length,
  })
} finally {
  await api.close()
  await Promise.all([sql.end(), admin.end()])
  await server.stop()
}
