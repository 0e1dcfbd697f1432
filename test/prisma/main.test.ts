import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createDatabase } from '../support/postgres.ts'

const PROGRAM = join(import.meta.dirname, '../../prisma/main.ts')

const run = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    env: { PATH: process.env.PATH, ...env },
  })

test('the command brings a database up to date, and says so', async () => {
  const database = await createDatabase({ empty: true })
  const env = { DATABASE_URL: database.url }
  expect((await run(env)).stdout).toMatch(/^Database test_\w+ has had \d+ migrations: \d+_first_tables/)
  expect((await run(env)).stdout).toMatch(/^Database test_\w+ is up to date/)
  await database.close()
}, 60_000)

test('without an address it says which variable to set', async () => {
  const failure = { code: 1, stderr: 'set DATABASE_URL to postgres://user:password@host:port/name\n' }
  await expect(run({})).rejects.toMatchObject(failure)
  await expect(run({ DATABASE_URL: 'mysql://x' })).rejects.toMatchObject(failure)
}, 60_000)

test('the address can come from a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-'))
  const DATABASE_URL_FILE = join(folder, 'database_url')
  await expect(run({ DATABASE_URL_FILE })).rejects.toMatchObject({
    code: 1,
    stderr: `DATABASE_URL_FILE: cannot read ${DATABASE_URL_FILE} (ENOENT)\n`,
  })
  const database = await createDatabase({ empty: true })
  writeFileSync(DATABASE_URL_FILE, `${database.url}\n`)
  expect((await run({ DATABASE_URL_FILE })).stdout).toMatch(/^Database test_\w+ has had \d+ migrations/)
  await database.close()
  rmSync(folder, { recursive: true })
}, 60_000)
