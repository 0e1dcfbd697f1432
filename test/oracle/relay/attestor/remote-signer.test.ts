import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bytesToHex, hexToBytes, keccak256, toBytes } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AttestorSilent, AttestorWrong, signChecked } from '../../../../oracle/relay/attestor/attestor.ts'
import { createLocalKey } from '../../../../oracle/relay/attestor/local-key.ts'
import { createRemoteSigner } from '../../../../oracle/relay/attestor/remote-signer.ts'
import { ATTACKS, type Attack, patienceWith, serveHostile, withinMemory } from '../../../support/hostile-http.ts'

const key = createLocalKey({
  privateKey: keccak256(toBytes('remote')),
  networkPassphrase: 'Standalone Network ; February 2017',
})
const message = toBytes('message')
const digest = keccak256(message, 'bytes')

const JSON_TYPE = { 'content-type': 'application/json' }
type Answer = 'sign' | 'hang' | { status: number; body: string }
let server: Server
let url: string
let answers: Answer[]
let asked: { headers: IncomingHttpHeaders; body: Record<string, string> }[]
beforeEach(async () => {
  answers = []
  asked = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>
    asked.push({ headers: request.headers, body })
    const answer = answers.shift() ?? 'sign'
    if (answer === 'hang') return
    if (answer !== 'sign') return void response.writeHead(answer.status, JSON_TYPE).end(answer.body)
    const signature = await key.sign(hexToBytes(body.digest as `0x${string}`), message)
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ signature: bytesToHex(signature) }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const signer = (token?: string, timeoutMs = 10_000) =>
  createRemoteSigner({
    url,
    publicKey: key.publicKey,
    timeoutMs,
    attempts: 3,
    backoffMs: 5,
    ...(token !== undefined && { token }),
  })

test('it is sent the digest and what is behind it, and its signature is taken', async () => {
  const signature = await signChecked(signer('secret'), digest, message)
  expect(signature).toEqual(await key.sign(digest, message))
  expect(asked[0]!.body).toEqual({
    digest: bytesToHex(digest),
    message: bytesToHex(message),
    publicKey: bytesToHex(key.publicKey),
  })
  expect(asked[0]!.headers.authorization).toBe('Bearer secret')
})

test('without a token none is sent', async () => {
  await signer().sign(digest, message)
  expect(asked[0]!.headers.authorization).toBeUndefined()
})

test('silence, 429 and 5xx are asked again', async () => {
  answers = [{ status: 429, body: '' }, { status: 503, body: '' }, 'sign']
  expect(await signer().sign(digest, message)).toHaveLength(65)
  expect(asked).toHaveLength(3)
  answers = ['hang', 'hang', 'hang']
  await expect(signer(undefined, 20).sign(digest, message)).rejects.toThrow('does not answer within 20 ms')
})

test('a signer that stays silent is given up after bounded attempts', async () => {
  answers = Array(10).fill({ status: 429, body: '' })
  await expect(signer().sign(digest, message)).rejects.toThrow(AttestorSilent)
  expect(asked).toHaveLength(3)
})

test.each([
  [{ status: 403, body: 'not this stream' }, 'refuses with 403: not this stream'],
  [{ status: 200, body: 'no json' }, 'answers no signature: no json'],
  [{ status: 200, body: '{"signature":"0x12"}' }, 'answers no signature'],
] as const)('a refusal or nonsense is final: %j', async (answer, told) => {
  answers = [answer]
  const signing = signer().sign(digest, message)
  await expect(signing).rejects.toThrow(AttestorWrong)
  await expect(signing).rejects.toThrow(told)
  expect(asked).toHaveLength(1)
})

test('nobody listens: silence', async () => {
  server.closeAllConnections()
  server.close()
  await expect(signer().sign(digest, message)).rejects.toThrow(AttestorSilent)
})

/** Where another attempt may bring a better answer; the others are final. */
const SILENT: readonly Attack[] = ['endless drip', 'endless headers', 'endless informational answers', 'silence']

test.each(ATTACKS)('a signer that attacks (%s) is a named error, in bounded memory', async (attack) => {
  const hostile = await serveHostile(attack)
  const timeoutMs = patienceWith(attack)
  const attacked = createRemoteSigner({
    url: hostile.url,
    publicKey: key.publicKey,
    timeoutMs,
    attempts: 2,
    backoffMs: 5,
  })
  const signing = withinMemory(() => attacked.sign(digest, message))
  await expect(signing).rejects.toBeInstanceOf(SILENT.includes(attack) ? AttestorSilent : AttestorWrong)
  if (attack === 'redirect to a path of its own') expect(hostile.asked).toEqual(['/'])
  await hostile.close()
})

test('no message names more of the address than its host: the rest may hold a key', async () => {
  // Silence comes last: a request that was given up may still take the next answer.
  const kinds: readonly (readonly [Answer, number])[] = [
    [{ status: 403, body: 'no' }, 10_000],
    [{ status: 500, body: '' }, 10_000],
    [{ status: 200, body: '{}' }, 10_000],
    ['hang', 50],
  ]
  for (const [answer, timeoutMs] of kinds) {
    answers = [answer]
    const options = { url: `${url}?key=hidden`, publicKey: key.publicKey, timeoutMs, attempts: 1 }
    const error = (await createRemoteSigner(options)
      .sign(digest, message)
      .catch((thrown: unknown) => thrown)) as Error
    expect(error.message).toContain(`The signer at ${new URL(url).host}`)
    expect(error.message).not.toMatch(/hidden|\/sign/)
  }
})
