// Makes a fresh clone ready: installs what the lock file names, generates the database client.
// Plain JavaScript with built-in modules only, because it runs on the caller's own Node, before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'

const STAMP = 'node_modules/.installed-lock'
const CLIENT = 'prisma/generated/client/client.ts'

const run = (command, args, env = {}) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

const lock = readFileSync('package-lock.json', 'utf8')
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
  console.log('Installing packages (about a minute, once) …')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(STAMP, lock)
}

const changed = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0)
if (['prisma/schema.prisma', STAMP].some((source) => changed(source) > changed(CLIENT))) {
  // Prisma would download a schema engine that `generate` never runs; any existing file in its place prevents that.
  run('npx', ['--no-install', 'prisma', 'generate', '--no-hints'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
  })
}
