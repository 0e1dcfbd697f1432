import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Counter, Registry } from 'prom-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpHandler, listen } from '../../oracle/http.ts'

let server: Server
let url: string
let state: { ready: boolean; error?: string }
let registry: Registry

beforeEach(async () => {
  state = { ready: true }
  registry = new Registry()
  server = createServer(createHttpHandler({ registry, ready: () => state }))
  await listen(server, 0, 'PORT')
  url = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const ask = async (path: string) => {
  const response = await fetch(`${url}${path}`)
  return { status: response.status, body: await response.text() }
}

test('/health says alive; /ready says what the program says of itself', async () => {
  expect(await ask('/health')).toEqual({ status: 200, body: '{"status":"alive"}\n' })
  expect(await ask('/ready')).toEqual({ status: 200, body: '{"ready":true}\n' })
  state = { ready: false, error: 'no node answers' }
  expect(await ask('/ready')).toEqual({ status: 503, body: '{"ready":false,"error":"no node answers"}\n' })
  expect((await ask('/other')).status).toBe(404)
})

test('/metrics gives the figures, and says where they fail', async () => {
  new Counter({ name: 'things_total', help: 'Things', registers: [registry] }).inc()
  expect((await ask('/metrics')).body).toContain('things_total 1')
  registry.metrics = () => Promise.reject(new Error('no figures'))
  expect(await ask('/metrics')).toEqual({ status: 500, body: '{"error":"no figures"}\n' })
})

test('a taken port is said with the variable that names it', async () => {
  const { port } = server.address() as AddressInfo
  await expect(listen(createServer(), port, 'ORACLE_PORT')).rejects.toThrow(`port ${port} is taken`)
})
