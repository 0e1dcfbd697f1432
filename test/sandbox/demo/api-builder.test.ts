import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Keypair } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { argumentsOf, buildThroughApi, Refused } from '../../../sandbox/demo/api-builder.ts'
import type { Call } from '../../../sandbox/demo/call.ts'

const call: Call = {
  signer: Keypair.random(),
  function: 'set_deal_funded',
  args: { consumer_id: 'G"A', deal_id: 7, amount_usd: 10n ** 30n, region: undefined },
}

const SOURCE = `options: { source: "${call.signer.publicKey()}" }`

/** An API that answers the same to everything. */
const answering = async (body: unknown) => {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    asked.push(Buffer.concat(await request.toArray()).toString())
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }).listen(0)
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  return { url, asked, close: () => void server.close() }
}

test('arguments are GraphQL literals: large numbers as strings, text escaped, absent options left out', () => {
  expect(argumentsOf(call)).toBe(
    `consumerId: "G\\"A", dealId: 7, amountUsd: "1000000000000000000000000000000", ${SOURCE}`,
  )
})

test('structures, lists, bytes and cases of an enum are literals too', () => {
  const args = {
    role: { tag: 'ServiceProvider' },
    offer: { asset: undefined, chunk_amount: 5n, attestor: Buffer.of(4, 255) },
    proofs: [{ chunk: 1, root: Buffer.of(0) }],
  }
  expect(argumentsOf({ ...call, args })).toBe(
    `role: SERVICE_PROVIDER, offer: { chunkAmount: "5", attestor: "04ff" }, proofs: [{ chunk: 1, root: "00" }], ${SOURCE}`,
  )
})

test('the API is asked for the mutation of the function and answers the unsigned transaction', async () => {
  const api = await answering({ data: { setDealFunded: { xdr: 'AAAA' } } })
  expect(await buildThroughApi(api.url)(call)).toBe('AAAA')
  expect(api.asked[0]).toContain('mutation { setDealFunded(')
  api.close()
})

test('a refusal of the API is told apart from an API that is not there', async () => {
  const api = await answering({ errors: [{ message: 'DealNotFound' }] })
  await expect(buildThroughApi(api.url)(call)).rejects.toThrow(Refused)
  api.close()
  await expect(buildThroughApi('http://localhost:1')(call)).rejects.not.toThrow(Refused)
})
