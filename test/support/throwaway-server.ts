/** A PostgreSQL server for one run of tests or measurements: empty, fast, gone afterwards. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replaceOrphan, type Server, startServer } from '../../prisma/server.ts'
import { alive } from '../../prisma/server-process.ts'

const PREFIX = 'flashindex-throwaway-'

/** Starts a server on a free port; `stop()` also deletes its data. */
export const startThrowawayServer = async (): Promise<Server> => {
  await sweep()
  // The process id in the name tells a later run whether this one was killed.
  const parent = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const server = await startServer({ folder: join(openToOthers(parent), 'postgres'), port: 0, throwaway: true })
  const stop = async () => {
    await server.stop()
    rmSync(parent, { recursive: true, force: true })
  }
  return { ...server, stop }
}

/** Under root the server runs as another account, which must be able to walk in. */
const openToOthers = (folder: string): string => {
  if (process.getuid?.() === 0) chmodSync(folder, 0o711)
  return folder
}

/** Ends and deletes the servers of runs that were killed. */
const sweep = async () => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const parent = join(tmpdir(), name)
    const owner = Number.parseInt(name.slice(PREFIX.length), 10)
    if (alive(owner) || !isOwn(parent)) continue
    await replaceOrphan(join(parent, 'postgres'))
    rmSync(parent, { recursive: true, force: true })
  }
}

/** Another run may have swept it a moment ago, and other people's folders are theirs. */
const isOwn = (folder: string) => statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()
