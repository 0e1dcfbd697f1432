/** Processes of a PostgreSQL server: run one to its end, find one that was left behind, end one. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ServerAccount } from './server-account.ts'

const run = promisify(execFile)

/**
 * Creates a database cluster in `folder`, which must exist and be empty.
 * Encoding and locale are given, else the caller's environment decides and may yield SQL_ASCII.
 */
export const initdb = async (binaries: string, folder: string, account: ServerAccount | undefined) => {
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  await run(
    join(binaries, 'bin', 'initdb'),
    ['-D', folder, '--username=postgres', '--auth=trust', ...locale, '--no-sync'],
    {
      ...account,
      cwd: '/',
    },
  )
}

/** Whether a process lives (also one of another account). */
export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Numbers of processes are used again: where the system tells command lines, the folder must be in it. */
const serves = (pid: number, folder: string): boolean => {
  const told = `/proc/${pid}/cmdline`
  return existsSync(told) ? readFileSync(told, 'utf8').split('\0').includes(folder) : true
}

/** The process id of the server that runs on `folder`, if one does; a stale lock file is removed. */
export const runningServer = (folder: string): number | undefined => {
  const lock = join(folder, 'postmaster.pid')
  if (!existsSync(lock)) return undefined
  const pid = Number.parseInt(readFileSync(lock, 'utf8'), 10)
  if (alive(pid) && serves(pid, folder)) return pid
  rmSync(lock, { force: true })
  return undefined
}

/** Waits until a process is gone; false when it is still there at the deadline. */
const gone = async (pid: number, deadlineMs: number): Promise<boolean> => {
  for (const start = Date.now(); Date.now() - start < deadlineMs; await delay(20)) if (!alive(pid)) return true
  return false
}

/** Ends a server: fast shutdown (open transactions roll back), and without a checkpoint if that takes too long. */
export const endServer = async (pid: number): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!alive(pid)) return
    process.kill(pid, signal)
    if (await gone(pid, 30_000)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end; end it by hand and start again`)
}
