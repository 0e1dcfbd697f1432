/** `node prisma/main.ts`: brings the database of DATABASE_URL up to date, and ends. */
import { databaseOf } from './address.ts'
import { readConfig } from './config.ts'
import { migrate } from './migrate.ts'

try {
  const { databaseUrl } = readConfig()
  const applied = await migrate(databaseUrl)
  const done = applied.length === 0 ? 'is up to date' : `has had ${applied.length} migrations: ${applied.join(', ')}`
  console.log(`Database ${databaseOf(databaseUrl)} ${done}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
