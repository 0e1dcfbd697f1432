/** A database of its own for a test file: `createDatabase()` in beforeAll, `close()` in afterAll. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { inject } from 'vitest'
import { asReader, withDatabase } from '../../prisma/address.ts'
import { openPrisma, openSql, type PrismaClient, type Sql } from '../../prisma/client.ts'

const TEMPLATE = 'template_migrated'

export interface TestDatabase {
  /** With all rights. */
  readonly url: string
  /** As the role that can only read. */
  readonly readerUrl: string
  readonly sql: Sql
  /** Opened at first use. */
  readonly prisma: PrismaClient
  /** Drops the database; rejects when a connection of the test is still open. */
  close(): Promise<void>
}

/** Clones the migrated database (about 0.05 s); `empty` makes one without any table. */
export const createDatabase = async ({ empty = false } = {}): Promise<TestDatabase> => {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server, (admin) =>
    admin.unsafe(`create database ${name} template ${empty ? 'template0' : TEMPLATE}`),
  )
  const url = withDatabase(server, name)
  const sql = openSql({ url, connections: 5, applicationName: 'test' })
  let prisma: PrismaClient | undefined
  const close = async () => {
    await sql.end()
    await prisma?.$disconnect()
    const leaked = await leaks(server, name)
    await administer(server, (admin) => admin.unsafe(`drop database ${name} with (force)`))
    if (leaked.length > 0) throw new Error(`The test left connections open:\n${leaked.join('\n')}`)
  }
  return {
    url,
    readerUrl: asReader(url),
    sql,
    get prisma() {
      prisma ??= openPrisma({ url, connections: 2, applicationName: 'test prisma' })
      return prisma
    },
    close,
  }
}

const administer = async <T>(url: string, use: (admin: Sql) => PromiseLike<T>): Promise<T> => {
  const admin = openSql({ url, connections: 1 })
  try {
    return await use(admin)
  } finally {
    await admin.end()
  }
}

/** A server needs a moment to notice that a connection was closed: what is open after a second is a leak. */
const leaks = (url: string, database: string): Promise<string[]> =>
  administer(url, async (admin) => {
    for (const start = Date.now(); ; await delay(10)) {
      const open = await admin<{ who: string }[]>`
        select application_name || ': ' || query as who from pg_stat_activity where datname = ${database}`
      if (open.length === 0 || Date.now() - start > 1000) return open.map((row) => row.who)
    }
  })
