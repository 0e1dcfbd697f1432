import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { resolveSecretFiles } from '../../program/secret-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a variable takes its value from the file that NAME_FILE names, without the white space around it', () => {
  const path = file('key', '\n SKEY\r\n\n')
  const { env, problems } = resolveSecretFiles({ ORACLE_SECRET_FILE: path, LOG_LEVEL: 'info' }, ['ORACLE_SECRET'])
  expect(problems).toEqual([])
  expect(env).toEqual({ ORACLE_SECRET: 'SKEY', LOG_LEVEL: 'info' })
})

test('a file is read only for the names that may hold a secret', () => {
  const env = { MARKETS_FILE: join(folder, 'absent.json'), ORACLE_SECRET: 'SKEY' }
  expect(resolveSecretFiles(env, ['ORACLE_SECRET'])).toEqual({ env, problems: [] })
})

test('a value and a file for the same variable are refused, whatever they hold', () => {
  const env = { ORACLE_SECRET: 'SKEY', ORACLE_SECRET_FILE: file('same', 'SKEY') }
  const { problems } = resolveSecretFiles(env, ['ORACLE_SECRET'])
  expect(problems).toEqual(['ORACLE_SECRET and ORACLE_SECRET_FILE are both set: keep one of them'])
})

test('an empty variable, an empty path and an empty file all count as not set', () => {
  const names = ['ORACLE_SECRET', 'RELAY_SECRET', 'DATABASE_URL']
  const given = {
    ORACLE_SECRET: '',
    ORACLE_SECRET_FILE: file('given', 'SKEY'),
    RELAY_SECRET_FILE: '',
    DATABASE_URL_FILE: file('empty', ' \n'),
  }
  const { env, problems } = resolveSecretFiles(given, names)
  expect(problems).toEqual([])
  expect(Object.entries(env).filter(([, value]) => value)).toEqual([['ORACLE_SECRET', 'SKEY']])
})

test('every file that cannot be read is a problem that names the variable, the file and the reason', () => {
  const env = { ORACLE_SECRET_FILE: join(folder, 'absent'), RELAY_SECRET_FILE: folder }
  const { problems } = resolveSecretFiles(env, ['ORACLE_SECRET', 'RELAY_SECRET'])
  expect(problems).toEqual([
    `ORACLE_SECRET_FILE: cannot read ${join(folder, 'absent')} (ENOENT)`,
    `RELAY_SECRET_FILE: cannot read ${folder} (EISDIR)`,
  ])
})

test('a secret written where its path belongs is not repeated', () => {
  const secret = 'postgres://flashindex:hunter2@postgres:5432/flashindex'
  const { problems } = resolveSecretFiles({ DATABASE_URL_FILE: secret }, ['DATABASE_URL'])
  expect(problems).toHaveLength(1)
  expect(problems.join()).not.toContain('hunter2')
})
