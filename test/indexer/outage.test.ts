import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql, type Sql } from '../../prisma/client.ts'
import { migrate } from '../../prisma/migrate.ts'
import { type Server, startServer } from '../../prisma/server.ts'
import { addressOf, createChain, type Followed, follow, reached, until, word } from '../support/indexing.ts'
import { type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'
import { startThrowawayServer } from '../support/throwaway-server.ts'

let server: Server
let revived: Server | undefined
let node: ScriptedRpc
let tail: Followed
let sql: Sql

const chain = createChain()

beforeAll(async () => {
  ;[server, node] = await Promise.all([startThrowawayServer(), serveScript(chain)])
  await migrate(server.url('outage'))
}, 60_000)
afterAll(async () => {
  await tail.stop()
  await sql.end()
  await revived?.stop()
  await server.stop()
  await node.close()
})

test('a database that goes away and comes back costs nothing but the time', { timeout: 90_000 }, async () => {
  const url = server.url('outage')
  sql = openSql({ url, connections: 1 })
  chain.close(word('before'))
  tail = follow(url, addressOf([node.url]))
  await reached(sql, 2)
  await sql.end()

  process.kill(server.pid, 'SIGINT')
  await server.exited
  chain.close(word('meanwhile'))
  await until('the loss is noticed', () => tail.tail.monitor.status.tip === 3)
  revived = await startServer({ folder: server.folder, port: Number(new URL(url).port), throwaway: true })
  sql = openSql({ url, connections: 1 })
  chain.close(word('after'))
  await reached(sql, 4)
  expect((await sql`select consumer from usage_report order by toid`).map(({ consumer }) => consumer)).toEqual([
    'before',
    'meanwhile',
    'after',
  ])
})
