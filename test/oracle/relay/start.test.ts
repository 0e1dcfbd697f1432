import { keccak256, toBytes } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chunkMessage } from '../../../contract/interface/chunk-message.ts'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { createLocalKey } from '../../../oracle/relay/attestor/local-key.ts'
import { STREAM_ENDS } from '../../../oracle/relay/release.ts'
import { rootNamed } from '../../support/evm.ts'
import {
  CHUNK_AMOUNT,
  CHUNK_TIP,
  COLLATERAL,
  CONFIRMATIONS,
  names,
  type Streams,
  startStreams,
} from './streams-on-chain.ts'

const STRANGER_KEY = keccak256(toBytes('stranger'))

let chains: Streams
beforeAll(async () => {
  chains = await startStreams()
}, 60_000)
afterAll(() => chains.close())

test('what the relay takes for the end of a stream’s turn are errors of the contract', () => {
  const spec = loadContractSpec()
  expect(STREAM_ENDS.filter((name) => spec.findErrorByName(name) === undefined)).toEqual([])
})

test('proofs on the EVM become chunks released and paid, tips, and a finished stream', async () => {
  const { open, evm, settle, relay, stream, provider, environment, balanceOf } = chains
  const { streamId, proofSetId } = await open({ chunks: 40 })
  const tipsTo = environment().RELAY_TIPS_TO!
  const [before, tipsBefore] = [await balanceOf(provider.publicKey()), await balanceOf(tipsTo)]
  evm.prove(proofSetId, ...names(36))
  await settle()
  const own = await relay()
  expect(await own.once()).toMatchObject({ chunks: { due: 36, released: 36 }, finished: 0, refused: {}, expired: 0 })
  evm.prove(proofSetId, ...names(4, 36))
  expect(await own.once()).toMatchObject({ chunks: { due: 0 } })
  await settle()
  expect(await own.once()).toMatchObject({ chunks: { due: 4, released: 4 }, finished: 1 })

  const { state, terms } = await stream(streamId)
  const fees = ((CHUNK_AMOUNT * BigInt(terms.fee_bps)) / 10_000n) * 40n
  expect(state).toMatchObject({
    status: { tag: 'Finished' },
    released: 40,
    balance: 0n,
    fees,
    paid_out: CHUNK_AMOUNT * 40n - fees,
    tips: CHUNK_TIP * 40n,
    refunded: 0n,
    collateral: 0n,
    collateral_returned: COLLATERAL,
  })
  expect((await balanceOf(provider.publicKey())) - before).toBe(state.paid_out + COLLATERAL)
  expect((await balanceOf(tipsTo)) - tipsBefore).toBe(CHUNK_TIP * 40n)
}, 60_000)

test('two relays at once pay every chunk once', async () => {
  const { open, evm, settle, relay, stream } = chains
  const opened = [await open({ chunks: 50 }), await open({ chunks: 20 })]
  for (const [i, { proofSetId }] of opened.entries()) evm.prove(proofSetId, ...names(i === 0 ? 50 : 20))
  await settle()
  const relays = await Promise.all(['one', 'two'].map((RELAY_INSTANCE) => relay({ RELAY_INSTANCE })))
  for (let i = 0; i < 5; i++) await Promise.all(relays.map((own) => own.once()))
  for (const [i, { streamId }] of opened.entries()) {
    const { state } = await stream(streamId)
    const released = i === 0 ? 50 : 20
    expect(state).toMatchObject({
      status: { tag: 'Finished' },
      released,
      paid_out: state.paid_in - state.fees - state.tips,
    })
  }
  const reports = relays.map(({ status }) => status.report!)
  for (const report of reports) expect(report).toMatchObject({ chunks: { due: 0 }, refused: {} })
}, 120_000)

test('a reorganisation above the depth: what was lost is not paid', async () => {
  const { open, evm, settle, relay, stream } = chains
  const { streamId, proofSetId } = await open({ chunks: 2 })
  const own = await relay()
  const lost = evm.prove(proofSetId, 'lost 0', 'lost 1')
  evm.chain.mine(CONFIRMATIONS - 1)
  await own.once()
  evm.chain.reorganise(evm.chain.head() - lost + 1)
  await settle()
  expect(await own.once()).toMatchObject({ chunks: { due: 0, released: 0 } })
  evm.prove(proofSetId, 'kept 0')
  await settle()
  expect(await own.once()).toMatchObject({ chunks: { due: 1, released: 1 } })
  expect((await stream(streamId)).state.released).toBe(1)
}, 60_000)

test('a reorganisation below the depth: what was paid stays paid, once, and the rest goes on', async () => {
  const { open, evm, settle, relay, stream } = chains
  const { streamId, proofSetId } = await open({ chunks: 3 })
  const own = await relay()
  const lost = evm.prove(proofSetId, 'lost')
  await settle()
  expect(await own.once()).toMatchObject({ chunks: { released: 1 } })
  evm.chain.reorganise(evm.chain.head() - lost + 1)
  evm.prove(proofSetId, 'other', 'next')
  await settle()
  expect(await own.once()).toMatchObject({ chunks: { due: 1, released: 1 } })
  expect((await stream(streamId)).state).toMatchObject({ released: 2, status: { tag: 'Active' } })
}, 60_000)

test('an attestor that is not the stream’s gets nothing paid: not by the relay, and the contract names it', async () => {
  const { open, evm, settle, relay, stream, market, consumer, now } = chains
  const { streamId, proofSetId } = await open({ chunks: 1 })
  evm.prove(proofSetId, 'a')
  await settle()
  const report = await (await relay({ RELAY_ATTESTOR_KEY: STRANGER_KEY })).once()
  expect(report.streams.foreign).toBeGreaterThan(0)
  expect(report.chunks).toMatchObject({ due: 0, released: 0 })

  const networkPassphrase = market.network.network.passphrase
  const stranger = createLocalKey({ privateKey: STRANGER_KEY, networkPassphrase })
  const proof = { chunk: 0, root: Buffer.from(rootNamed('a').slice(2), 'hex'), timestamp: await now() }
  const message = chunkMessage({ networkPassphrase, contractId: market.contractId, streamId, proofSetId, ...proof })
  const signature = await stranger.sign(keccak256(message, 'bytes'), message)
  const args = { stream_id: streamId, proofs: [{ ...proof, signature: Buffer.from(signature) }], relayer: undefined }
  const outcome = await market.submitter(consumer).submit(market.calls.call('release_chunks', args))
  expect(outcome).toMatchObject({ status: 'refused', error: 'SignatureWrong' })
  expect((await stream(streamId)).state.released).toBe(0)
}, 60_000)

test('a stream past its deadline is left to whoever slashes it', async () => {
  const { open, evm, settle, relay, stream, market, consumer } = chains
  const { streamId, proofSetId } = await open({ chunks: 2, lasts: 500n })
  evm.prove(proofSetId, 'a', 'b')
  evm.chain.mine(60)
  await settle()
  expect(await (await relay()).once()).toMatchObject({ streams: { overdue: 1 } })
  await market.must(consumer, 'slash_stream', { stream_id: streamId })
  expect((await stream(streamId)).state).toMatchObject({ status: { tag: 'Slashed' }, released: 0 })
}, 60_000)

test('a disputed stream waits until the dispute is withdrawn', async () => {
  const { open, evm, settle, relay, stream, market, consumer } = chains
  const { streamId, proofSetId } = await open({ chunks: 2 })
  evm.prove(proofSetId, 'a')
  await settle()
  const party = consumer.publicKey()
  const reason = { reason_hash: Buffer.alloc(32, 7), reason: 'the data is gone' }
  const disputeId = await market.must(consumer, 'open_stream_dispute', { party, stream_id: streamId, ...reason })
  const own = await relay()
  expect(await own.once()).toMatchObject({ streams: { disputed: 1 } })
  expect((await stream(streamId)).state.released).toBe(0)
  await market.must(consumer, 'withdraw_dispute', { party, dispute_id: disputeId })
  expect(await own.once()).toMatchObject({ streams: { disputed: 0 }, chunks: { released: 1 } })
}, 60_000)

test('a dry run says what is due and leaves it', async () => {
  const { open, evm, settle, relay, stream } = chains
  const { streamId, proofSetId } = await open({ chunks: 2 })
  evm.prove(proofSetId, 'a')
  await settle()
  const report = await (await relay({}, { dryRun: true })).once()
  expect(report.chunks.due).toBeGreaterThanOrEqual(1)
  expect((await stream(streamId)).state.released).toBe(0)
}, 60_000)
