/** A node between a submitter and the local network that a test can spoil, question by question. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Question {
  readonly id: unknown
  readonly method: string
  readonly params: Record<string, unknown>
}

/** `forward`: as it is; `silent`: 503; `swallow answer`: the network gets it, the asker no answer; else: that result. */
export type Spoil = 'forward' | 'silent' | 'swallow answer' | { readonly result: object }

export interface SpoiledNode {
  readonly url: string
  /** Set by the test. */
  spoil: (question: Question) => Spoil
  /** Questions by method. */
  readonly asked: Map<string, number>
  close(): void
}

export const startSpoiledNode = async (target: string): Promise<SpoiledNode> => {
  const server = createServer((request, response) => void handle(node, target, request, response)).listen(0)
  await once(server, 'listening')
  const node: SpoiledNode = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    spoil: () => 'forward',
    asked: new Map(),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return node
}

const handle = async (node: SpoiledNode, target: string, request: IncomingMessage, response: ServerResponse) => {
  const body = await text(request)
  const question = JSON.parse(body) as Question
  node.asked.set(question.method, (node.asked.get(question.method) ?? 0) + 1)
  const spoil = node.spoil(question)
  if (spoil === 'silent') return void response.writeHead(503).end()
  const headers = { 'content-type': 'application/json' }
  if (typeof spoil === 'object')
    return void response.writeHead(200, headers).end(JSON.stringify({ jsonrpc: '2.0', id: question.id, ...spoil }))
  const answer = await (await fetch(target, { method: 'POST', headers, body })).text()
  if (spoil === 'swallow answer') response.destroy()
  else response.writeHead(200, headers).end(answer)
}

const text = async (request: IncomingMessage) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
