/**
 * Who a PostgreSQL server runs as, and where. PostgreSQL refuses root, so under root it runs as the owner of its
 * folder, or as `nobody`. That account must reach the binaries and the data: where a parent folder is closed to it
 * (a clone under /root), the binaries are copied to the temporary folder and the data goes to /var/lib/flashindex.
 */
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

const NOBODY = 65534

/** The account a server runs as; undefined: the caller's own. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

const isRoot = () => process.getuid?.() === 0

/** The account for a server whose data is (or will be) in `folder`. */
export const accountFor = (folder: string): ServerAccount | undefined => {
  if (!isRoot()) return undefined
  const owner = existsSync(folder) ? statSync(folder) : undefined
  return owner !== undefined && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY }
}

const parentsOf = (path: string): string[] => {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...parentsOf(parent)]
}

/** Whether an account can walk to `path`, as far as its parents exist. */
const reachable = (path: string, account: ServerAccount) =>
  parentsOf(resolve(path))
    .filter((parent) => existsSync(parent))
    .map((parent) => statSync(parent))
    .every(({ mode, uid }) => (mode & (uid === account.uid ? 0o100 : 0o001)) !== 0)

/** Where the data of a server really is when the caller asks for `folder`. */
export const dataFolder = (folder: string): string => {
  const wanted = resolve(folder)
  const account = accountFor(wanted)
  if (account === undefined || reachable(wanted, account)) return wanted
  const name = `${basename(wanted)}-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`
  return join('/var/lib/flashindex', name)
}

/** A folder with `bin/initdb` and `bin/postgres` that the account can run. */
export const runnableBinaries = (native: string, account: ServerAccount | undefined): string => {
  if (account === undefined || reachable(native, account)) return native
  const copy = join(tmpdir(), `flashindex-postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`)
  if (existsSync(copy)) return copy
  const partial = `${copy}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  // Renamed when whole, so that a copy that was cut short is never run.
  if (existsSync(copy)) rmSync(partial, { recursive: true })
  else renameSync(partial, copy)
  return copy
}

/** Creates a folder that the account owns. */
export const makeFolder = (folder: string, account: ServerAccount | undefined) => {
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { mode: 0o700 })
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
}
