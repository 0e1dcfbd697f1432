/** Migrations: bring a database up to date, and prove that schema.prisma and the migrations agree. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { databaseOf, withDatabase } from './address.ts'
import { MigrationAdapter } from './migration-adapter.ts'

const FOLDER = join(import.meta.dirname, 'migrations')
const SCHEMA = join(import.meta.dirname, 'schema.prisma')
const FILTERS = { externalTables: [], externalEnums: [] }
const NOTHING = '-- This is an empty migration.'
/** Any number that no other lock uses: the programs that start together migrate one after the other. */
const LOCK = 7_311_905

/**
 * Creates the database if it is missing and applies the migrations it has not had.
 * Safe to call from several programs at once.
 * @returns the names of the migrations that were applied now
 */
export const migrate = async (url: string): Promise<string[]> => {
  await createDatabase(url)
  return await alone(url, async () => {
    const applied = await withEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList: migrations(), filters: FILTERS }),
    )
    return applied.appliedMigrationNames
  })
}

/** The SQL that would bring the migrations to schema.prisma; undefined when they agree. Uses a shadow database. */
export const drift = async (url: string): Promise<string | undefined> => {
  const script = await difference(url, { tag: 'migrations', ...migrations() })
  return script === NOTHING ? undefined : script
}

/** The SQL that creates all of schema.prisma in an empty database: the stuff of a first migration. */
export const creation = (url: string): Promise<string> => difference(url, { tag: 'empty' })

const difference = async (url: string, from: Parameters<SchemaEngine['diff']>[0]['from']): Promise<string> => {
  const files = [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }]
  const { stdout } = await withEngine(url, (engine) =>
    engine.diff({ from, to: { tag: 'schemaDatamodel', files }, script: true, exitCode: null, filters: FILTERS }),
  )
  return (stdout ?? '').trim()
}

const migrations = (): MigrationList => {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const read = (name: string) => readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8')
  const lock = join(FOLDER, 'migration_lock.toml')
  return {
    baseDir: FOLDER,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: read(path) } },
    })),
  }
}

const withEngine = async <T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> => {
  const adapter = new MigrationAdapter(url)
  const datamodels: [string, string][] = [[SCHEMA, readFileSync(SCHEMA, 'utf8')]]
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapter))
    try {
      return await use(engine)
    } finally {
      engine.free()
    }
  } finally {
    await adapter.end()
  }
}

const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const alone = <T>(url: string, use: () => Promise<T>): Promise<T> =>
  withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await use()
  })

const UNKNOWN_DATABASE = '3D000'
const DUPLICATE = ['42P04', '23505']

/** Creates the database of an address unless it is there; a missing right to do so shows only when it is missing. */
const createDatabase = async (url: string) => {
  const missing = await withClient(url, async () => false).catch(onCode([UNKNOWN_DATABASE], true))
  if (!missing) return
  const name = pg.escapeIdentifier(databaseOf(url))
  await withClient(withDatabase(url, 'postgres'), async (client) => {
    await client.query(`create database ${name}`).catch(onCode(DUPLICATE, undefined))
  })
}

const onCode =
  <T>(codes: string[], value: T) =>
  (error: unknown): T => {
    if (error instanceof Error && codes.includes(String((error as { code?: unknown }).code))) return value
    throw error
  }
