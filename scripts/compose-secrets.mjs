// Makes the folder secrets/ that docker-compose.yml reads: a random password of the database, its address, and an empty
// file for each key and token that the oracle and the relay may need. What is there already stays as it is.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = 'secrets'
const KEYS = ['oracle_secret', 'oracle_telemetry_token', 'relay_secret', 'relay_attestor_key', 'relay_attestor_token']

// Compose mounts the files as they are, for programs under another user: so the folder is closed, not the files.
mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
chmodSync(FOLDER, 0o700)

const keep = (name, content) => {
  const path = join(FOLDER, name)
  if (!existsSync(path)) writeFileSync(path, content)
  chmodSync(path, 0o444)
  return readFileSync(path, 'utf8').trim()
}

const password = keep('postgres_password', randomBytes(24).toString('base64url'))
keep('database_url', `postgres://flashindex:${encodeURIComponent(password)}@postgres:5432/flashindex`)
for (const name of KEYS) keep(name, '')
console.log(`${FOLDER}/ is ready: put keys and tokens into its files; an empty one counts as not set`)
