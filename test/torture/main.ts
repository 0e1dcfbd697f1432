/**
 * `npm run torture [-- --kills 200 --seed 1 --markets FILE]`: kills the indexer at random moments under load, and checks
 * the index. Without a markets file the load is made up; with one (data/markets.json while `npm start` runs) the events
 * are those of its first market. The database is a throwaway one either way.
 */
import { parseArgs } from 'node:util'
import { migrate } from '../../prisma/migrate.ts'
import { startThrowawayServer } from '../support/throwaway-server.ts'
import { networkSource, scriptedSource } from './source.ts'
import { torture } from './torture.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    markets: { type: 'string' },
  },
})

const source = values.markets === undefined ? await scriptedSource() : networkSource(values.markets)
const server = await startThrowawayServer()
try {
  const databaseUrl = server.url('torture')
  await migrate(databaseUrl)
  const log = (line: string) => console.error(line)
  const result = await torture({ databaseUrl, source, kills: Number(values.kills), seed: Number(values.seed), log })
  console.log(JSON.stringify(result, null, 2))
  process.exitCode = result.problems.length > 0 ? 1 : 0
} finally {
  await source.close()
  await server.stop()
}
