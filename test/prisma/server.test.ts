import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSql } from '../../prisma/client.ts'
import { type Server, startServer } from '../../prisma/server.ts'
import { accountFor, makeFolder } from '../../prisma/server-account.ts'
import { alive } from '../../prisma/server-process.ts'

let parent: string
beforeEach(() => {
  const wanted = mkdtempSync(join(tmpdir(), 'flashindex-server-'))
  rmSync(wanted, { recursive: true })
  makeFolder(wanted, accountFor(wanted))
  parent = wanted
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const options = () => ({ folder: join(parent, 'postgres'), port: 0, throwaway: true })

const query = async (server: Server, text: string): Promise<unknown[]> => {
  const sql = openSql({ url: server.url('postgres'), connections: 1 })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end()
  }
}

/** Another application that owns the server of the folder. */
const startOwner = async () => {
  const program = `
    import { startServer } from '${join(import.meta.dirname, '../../prisma/server.ts')}'
    const server = await startServer(${JSON.stringify(options())})
    console.log(server.pid)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { serverPid: Number(first.toString()), kill }
}

test('what was written is there after a stop and a start', async () => {
  const first = await startServer(options())
  await query(first, 'create table kept (id int); insert into kept values (7)')
  await first.stop()
  expect(existsSync(join(first.folder, 'postmaster.pid'))).toBe(false)
  const second = await startServer(options())
  expect(await query(second, 'select id from kept')).toEqual([{ id: 7 }])
  await second.stop()
})

test('texts are UTF-8 and sorted by code point, whatever the environment says', async () => {
  const server = await startServer(options())
  const settings = `select current_setting('server_encoding') as encoding, 'Z' < 'a' as by_code_point`
  expect(await query(server, settings)).toEqual([{ encoding: 'UTF8', by_code_point: true }])
  await server.stop()
})

test('stopping twice is no error', async () => {
  const server = await startServer(options())
  await Promise.all([server.stop(), server.stop()])
  await server.stop()
  expect(alive(server.pid)).toBe(false)
})

test('a taken port is an error that names the variable', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as { port: number }
  await expect(startServer({ ...options(), port, portVariable: 'POSTGRES_PORT' })).rejects.toThrow(
    `POSTGRES_PORT ${port} is taken by another program: choose another port`,
  )
  holder.close()
})

test('a second instance is refused while the first one lives', async () => {
  const owner = await startOwner()
  try {
    await expect(startServer(options())).rejects.toThrow(/is in use by process \d+: stop that one, or set DATA_DIR/)
    expect(alive(owner.serverPid)).toBe(true)
  } finally {
    await owner.kill()
    await (await startServer(options())).stop()
  }
})

test('the server of an application that was killed is replaced, with its data', async () => {
  const owner = await startOwner()
  await owner.kill()
  expect(alive(owner.serverPid)).toBe(true)
  const server = await startServer(options())
  expect(alive(owner.serverPid)).toBe(false)
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  await server.stop()
})

test('a server that was killed with its application recovers', async () => {
  const first = await startServer({ ...options(), throwaway: false })
  await query(first, 'create table kept (id int)')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await startServer({ ...options(), throwaway: false })
  expect(await query(second, 'select count(*) as n from kept')).toEqual([{ n: 0n }])
  await second.stop()
})
