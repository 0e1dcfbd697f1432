import { expect, test } from 'vitest'
import { type PreviewSubject, previewSentence, warningsOf } from '../../../api/transactions/preview.ts'
import { CONSUMER, MARKET, PROVIDER, TOKEN } from './small-market.ts'

const subject = (changes: Partial<PreviewSubject>): PreviewSubject => ({
  definition: {
    name: 'release_chunks',
    doc: 'Releases chunks of an active stream. Anyone may.',
    inputs: [],
    outputs: ['u32'],
    fallible: true,
  },
  arguments: {},
  contractId: MARKET,
  source: CONSUMER,
  others: [],
  transfers: [],
  events: [],
  returnValue: 1,
  fees: { inclusion: 100n, resource: 200n, total: 300n },
  resources: {
    ...{
      instructions: 1,
      readOnlyEntries: 1,
      readWriteEntries: 1,
      diskReadBytes: 1,
      writeBytes: 1,
      restoredEntries: 0,
    },
  },
  balance: 1_000n,
  ...changes,
})

const proof = (chunk: number) => ({ chunk, root: 'ab'.repeat(32), signature: 'cd'.repeat(65), timestamp: '1790000000' })

test('a long list is told by its first items and its length, hashes and signatures by their ends', () => {
  const proofs = Array.from({ length: 32 }, (_, chunk) => proof(chunk))
  expect(previewSentence(subject({ arguments: { streamId: 7, proofs, relayer: PROVIDER } }))).toMatchInlineSnapshot(
    `"Release chunks (streamId 7, proofs [{chunk 0, root abab…abab, signature cdcd…cdcd, timestamp 1790000000}, {chunk 1, root abab…abab, signature cdcd…cdcd, timestamp 1790000000}, {chunk 2, root abab…abab, signature cdcd…cdcd, timestamp 1790000000}, … 32 in all], relayer GCL6…EWK6): publishes no event. Releases chunks of an active stream. GDU3…2EJF signs and pays at most 0.00003 XLM."`,
  )
})

test('a short list and short texts are told whole', () => {
  const sentence = previewSentence(subject({ arguments: { units: [1, 2, 3], kind: 'iso27001', reason: 'ab cd' } }))
  expect(sentence).toContain('(units [1, 2, 3], kind "iso27001", reason "ab cd")')
})

test('characters that cannot be seen are shown as the index will show them, with a warning that names the argument', () => {
  const spoofed = subject({ arguments: { bucket: { name: 'a\\x00b', tags: ['ok', 'x\\xe2\\x80\\xaey'] }, dealId: 1 } })
  expect(previewSentence(spoofed)).toContain('name "a\\x00b", tags ["ok", "x\\xe2\\x80\\xaey"]')
  expect(warningsOf(spoofed)).toEqual([
    expect.stringMatching(/^bucket\.name holds characters/),
    expect.stringMatching(/^bucket\.tags\.1 holds characters/),
  ])
  expect(warningsOf(subject({ arguments: { reason: 'a\\x5cx00b' } }))).toEqual([])
})

test('movements of several tokens are told one by one', () => {
  const transfers = [
    { asset: TOKEN, symbol: 'USDC', decimals: 7, from: MARKET, to: PROVIDER, amount: 9_750_000n },
    { asset: TOKEN, symbol: null, decimals: null, from: MARKET, to: CONSUMER, amount: 10n },
  ]
  const sentence = previewSentence(subject({ transfers, events: ['chunks_released'] }))
  expect(sentence).toMatch(
    /moves 0.975 USDC from the market to G\w{3}…\w{4}; moves 10 units of C\w{3}…\w{4} from the market/,
  )
})
