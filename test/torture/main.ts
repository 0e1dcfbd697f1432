/** `npm run torture [-- --kills 200 --seed 1]`: kills the indexer at random moments under load, and checks the index. */
import { parseArgs } from 'node:util'
import { migrate } from '../../prisma/migrate.ts'
import { startThrowawayServer } from '../support/throwaway-server.ts'
import { torture } from './torture.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})

const server = await startThrowawayServer()
try {
  const databaseUrl = server.url('torture')
  await migrate(databaseUrl)
  const log = (line: string) => console.error(line)
  const result = await torture({ databaseUrl, kills: Number(values.kills), seed: Number(values.seed), log })
  console.log(JSON.stringify(result, null, 2))
  process.exitCode = result.problems.length > 0 ? 1 : 0
} finally {
  await server.stop()
}
