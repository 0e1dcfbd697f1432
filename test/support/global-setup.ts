/** Once per run of vitest: a throwaway PostgreSQL with a migrated template that every test file clones. */
import type { TestProject } from 'vitest/node'
import { migrate } from '../../prisma/migrate.ts'
import { startThrowawayServer } from './throwaway-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the template's server; the database in it is `postgres`. */
    postgresUrl: string
  }
}

const TEMPLATE = 'template_migrated'

export default async (project: TestProject) => {
  const server = await startThrowawayServer()
  try {
    await migrate(server.url(TEMPLATE))
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('postgresUrl', server.url('postgres'))
  return () => server.stop()
}
