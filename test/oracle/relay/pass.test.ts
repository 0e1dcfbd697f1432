import { bytesToHex, keccak256, toBytes } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Attestor, AttestorWrong } from '../../../oracle/relay/attestor/attestor.ts'
import { createLocalKey } from '../../../oracle/relay/attestor/local-key.ts'
import { EvmUnavailable } from '../../../oracle/relay/evm/error.ts'
import { connectNode } from '../../../oracle/relay/evm/node.ts'
import { createEvmNodes } from '../../../oracle/relay/evm/nodes.ts'
import { createStreams } from '../../../oracle/relay/market/streams.ts'
import type { PassOptions } from '../../../oracle/relay/pass.ts'
import { encodeAdded } from '../../../sandbox/evm/verifier.ts'
import { createEvm, type EvmForTest, type EvmNodeForTest, rootNamed, VERIFIER } from '../../support/evm.ts'
import { createPaperMarket, MARKET, type PaperMarket, refused } from './paper-market.ts'
import { openPaperRelay } from './paper-relay.ts'

const CONFIRMATIONS = 3
const attestor = createLocalKey({ privateKey: keccak256(toBytes('attestor')), ...MARKET })
const stranger = createLocalKey({ privateKey: keccak256(toBytes('stranger')), ...MARKET })

let evm: EvmForTest
let served: EvmNodeForTest
let market: PaperMarket
let told: string[]
beforeEach(async () => {
  evm = createEvm()
  served = await evm.node()
  market = createPaperMarket(attestor.publicKey, 1_800_000_000n)
  told = []
})
afterEach(() => evm.close())

/** A relay of its own: what another one remembers is not its. */
const relay = (options: Partial<PassOptions> = {}) =>
  openPaperRelay({ market, attestor, urls: [served.url], confirmations: CONFIRMATIONS, told }, options)

const names = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `chunk ${from + i}`)
const deep = () => evm.chain.mine(CONFIRMATIONS)
const sizes = () =>
  market.submitted.flatMap(({ function: name, args }) =>
    name === 'release_chunks' ? [(args.proofs as readonly unknown[]).length] : [],
  )

test('proofs become released chunks, and a complete stream is finished', async () => {
  const stream = market.open()
  evm.prove(1n, ...names(3))
  deep()
  const pass = relay()
  expect(await pass()).toMatchObject({ chunks: { due: 3, released: 3 }, finished: 0, streams: { release: 1 } })
  evm.prove(1n, ...names(1, 3))
  expect(await pass()).toMatchObject({ chunks: { due: 0 } })
  deep()
  expect(await pass()).toMatchObject({ chunks: { due: 1, released: 1 }, finished: 1 })
  expect([...stream.released].toSorted()).toEqual([0, 1, 2, 3])
  expect(stream.status).toBe('Finished')
})

test('streams served at once are each judged by their own chunks', async () => {
  for (const set of [1n, 2n]) {
    market.open({ chunks: 4 })
    evm.prove(set, ...names(2))
  }
  deep()
  // Nobody goes on before both have begun to sign.
  const both = Promise.withResolvers<void>()
  let signing = 0
  const sign: Attestor['sign'] = async (...asked) => {
    signing += 1
    if (signing === 2) both.resolve()
    await both.promise
    return attestor.sign(...asked)
  }
  const report = await relay({ attestor: { ...attestor, sign } })()
  expect(report).toMatchObject({ chunks: { released: 4 }, finished: 0, refused: {} })
  expect(market.submitted.map(({ function: name }) => name)).toEqual(['release_chunks', 'release_chunks'])
})

test('batches hold 32 proofs at most, and as few calls as that allows', async () => {
  market.open({ chunks: 100 })
  evm.prove(1n, ...names(70))
  deep()
  expect(await relay()()).toMatchObject({ chunks: { released: 70 } })
  expect(sizes()).toEqual([32, 32, 6])
})

test('a second relay, or the same again, finds nothing left to do', async () => {
  market.open({ chunks: 10 })
  evm.prove(1n, ...names(4))
  deep()
  const first = relay()
  await first()
  market.submitted.length = 0
  expect(await relay()()).toMatchObject({ chunks: { due: 0, released: 0 } })
  expect(await first()).toMatchObject({ chunks: { due: 0, released: 0 } })
  expect(market.submitted).toEqual([])
})

test('what another relay released in the meantime is as good', async () => {
  const stream = market.open({ chunks: 10 })
  evm.prove(1n, ...names(4))
  deep()
  market.interfere = ({ function: name }) => {
    if (name === 'release_chunks') for (const chunk of [0, 1]) stream.released.add(chunk)
    return undefined
  }
  expect(await relay()()).toMatchObject({ chunks: { due: 4, released: 2, releasedByOthers: 2 }, refused: {} })
  for (const chunk of [0, 1, 2, 3]) stream.released.delete(chunk)
  market.interfere = () => {
    for (const chunk of [0, 1, 2, 3]) stream.released.add(chunk)
    return undefined
  }
  expect(await relay()()).toMatchObject({ chunks: { released: 0, releasedByOthers: 4 }, refused: {} })
})

test('a stream that another one finished is no refusal', async () => {
  const stream = market.open({ chunks: 1, released: new Set([0]) })
  market.interfere = () => {
    stream.status = 'Finished'
    return undefined
  }
  expect(await relay()()).toMatchObject({ streams: { finish: 1 }, finished: 0, refused: {} })
})

test('streams of other attestors, unaccepted, disputed and overdue ones are counted and left alone', async () => {
  market.open({ attestor: stranger.publicKey })
  market.open({ status: 'Open' })
  market.open({ disputeId: 9 })
  market.open({ deadlineTs: 1n })
  market.open({ status: 'Slashed' })
  for (const set of [1n, 2n, 3n, 4n, 5n]) evm.verifier.addRoots(set, [`0x${'11'.repeat(32)}`])
  evm.chain.mine(10)
  expect(await relay()()).toMatchObject({
    streams: { foreign: 1, unaccepted: 1, disputed: 1, overdue: 1, release: 0, finish: 0 },
  })
  expect(market.submitted).toEqual([])
})

test('a proof newer than the market’s clock waits for it; one older than the stream proves nothing', async () => {
  const block = evm.prove(1n, 'old')
  const stream = market.open({ createdTs: evm.timeOf(block) + 1n })
  const second = evm.prove(1n, 'new')
  deep()
  market.now = evm.timeOf(second) - 1n
  const pass = relay()
  expect(await pass()).toMatchObject({ chunks: { due: 0, early: 1, stale: 0 } })
  market.now += 1n
  expect(await pass()).toMatchObject({ chunks: { due: 1, released: 1 } })
  expect([...stream.released]).toEqual([1])
})

test('two streams on one proof set are both paid, the later one from its opening on', async () => {
  const early = market.open({ proofSetId: 5n })
  const block = evm.prove(5n, 'a')
  const late = market.open({ proofSetId: 5n, createdTs: evm.timeOf(block) + 1n })
  evm.prove(5n, 'b')
  deep()
  expect(await relay()()).toMatchObject({ chunks: { released: 3, stale: 1 } })
  expect([[...early.released], [...late.released]]).toEqual([[0, 1], [1]])
})

describe('reorganisations', () => {
  test('shallower than the depth: what was lost is never paid', async () => {
    const stream = market.open()
    const lost = evm.prove(1n, 'lost')
    const pass = relay()
    expect(await pass()).toMatchObject({ chunks: { due: 0 } })
    evm.chain.reorganise(evm.chain.head() - lost + 1)
    evm.prove(1n, 'kept')
    deep()
    await pass()
    const [proof] = market.submitted[0]!.args.proofs as { root: Uint8Array }[]
    expect(bytesToHex(proof!.root)).toBe(rootNamed('kept'))
    expect([...stream.released]).toEqual([0])
    expect(told).toEqual([])
  })

  test('deeper than the depth: told by name, read again, and the chunk is not paid twice', async () => {
    const stream = market.open()
    const lost = evm.prove(1n, 'lost')
    deep()
    const pass = relay()
    await pass()
    evm.chain.reorganise(evm.chain.head() - lost + 1)
    evm.prove(1n, 'other')
    evm.prove(1n, 'next')
    deep()
    expect(await pass()).toMatchObject({ chunks: { due: 1, released: 1 } })
    expect(told).toEqual(['deep reorg'])
    expect([...stream.released]).toEqual([0, 1])
  })

  test('between reading and signing: the pass ends before anything is signed', async () => {
    market.open()
    const lost = evm.prove(1n, 'lost')
    deep()
    const streams = createStreams(market)
    const { read } = market.submitter
    const submitter: PaperMarket['submitter'] = {
      ...market.submitter,
      read: async (call) => {
        if (call.function === 'get_released_chunks') evm.chain.reorganise(evm.chain.head() - lost + 1)
        return read(call)
      },
    }
    await expect(relay({ submitter, streams })()).rejects.toThrow('is another one than when it was believed')
    expect(market.submitted).toEqual([])
  })
})

describe('what the contract does not take', () => {
  const poison = (...chunks: readonly number[]) => {
    market.interfere = ({ function: name, args }) => {
      const proofs = (args.proofs ?? []) as { chunk: number }[]
      return name === 'release_chunks' && proofs.some(({ chunk }) => chunks.includes(chunk))
        ? refused('SignatureWrong')
        : undefined
    }
  }

  test('one proof is found by halves and named, and all the others are paid', async () => {
    const stream = market.open({ chunks: 40 })
    evm.prove(1n, ...names(40))
    deep()
    poison(17)
    expect(await relay()()).toMatchObject({ chunks: { released: 39 }, refused: { SignatureWrong: 1 } })
    expect(told).toEqual(['1/17 SignatureWrong'])
    expect(stream.released.size).toBe(39)
  })

  test('a refused proof is left alone for a while, then tried again', async () => {
    const stream = market.open({ chunks: 2 })
    evm.prove(1n, ...names(2))
    deep()
    poison(1)
    const pass = relay()
    await pass()
    market.interfere = () => undefined
    market.submitted.length = 0
    await pass()
    expect(market.submitted).toEqual([])
    for (let i = 0; i < 60; i++) await pass()
    expect([...stream.released]).toEqual([0, 1])
  })

  test('a batch that is too much for the network goes through in smaller ones', async () => {
    market.open({ chunks: 32 })
    evm.prove(1n, ...names(32))
    deep()
    market.interfere = ({ args }) =>
      ((args.proofs ?? []) as unknown[]).length > 8 ? refused('Budget/ExceededLimit') : undefined
    expect(await relay()()).toMatchObject({ chunks: { released: 32 }, refused: {}, finished: 1 })
    expect(told).toEqual([])
  })

  test.each(['StreamNotActive', 'StreamDeadlinePassed', 'StreamDisputed', 'StreamNotFound'])(
    '%s ends the stream’s turn: what is under way, and no more',
    async (error) => {
      market.open({ chunks: 100 })
      evm.prove(1n, ...names(100))
      deep()
      market.interfere = () => refused(error)
      const { refused: named, chunks } = await relay()()
      expect(chunks.released).toBe(0)
      expect(named[error]).toBe(market.submitted.length)
      expect(market.submitted.length).toBeLessThanOrEqual(market.submitter.width)
    },
  )

  test('a call that expires is made again by the next pass', async () => {
    market.open()
    evm.prove(1n, ...names(2))
    deep()
    market.interfere = () => ({ status: 'expired', hash: null, reason: 'node: silent' })
    const pass = relay()
    expect(await pass()).toMatchObject({ expired: 1, chunks: { released: 0 } })
    market.interfere = () => undefined
    expect(await pass()).toMatchObject({ chunks: { released: 2 } })
  })
})

test('a wrong attestor is refused by name before anything is sent', async () => {
  market.open()
  evm.prove(1n, 'a')
  deep()
  const wrong: Attestor = { publicKey: attestor.publicKey, sign: stranger.sign }
  await expect(relay({ attestor: wrong })()).rejects.toThrow(AttestorWrong)
  expect(market.submitted).toEqual([])
})

test('killed between signing and sending, another relay does it, once', async () => {
  const stream = market.open()
  evm.prove(1n, ...names(2))
  deep()
  const dying: Attestor = {
    ...attestor,
    sign: async (...asked) => {
      await attestor.sign(...asked)
      throw new Error('killed')
    },
  }
  await expect(relay({ attestor: dying })()).rejects.toThrow('killed')
  expect(market.submitted).toEqual([])
  expect(await relay()()).toMatchObject({ chunks: { released: 2 } })
  expect([...stream.released]).toEqual([0, 1])
})

test('a dry run looks and counts, and neither signs nor sends', async () => {
  market.open({ chunks: 1, released: new Set([0]) })
  market.open()
  evm.prove(2n, ...names(3))
  deep()
  const sign = () => Promise.reject(new Error('signed'))
  const report = await relay({ dryRun: true, attestor: { ...attestor, sign } })()
  expect(report).toMatchObject({ dryRun: true, chunks: { due: 3, released: 0 }, streams: { finish: 1, release: 1 } })
  expect(market.submitted).toEqual([])
})

test('what a node told that then failed is not believed when the next node has another chain', async () => {
  const stream = market.open()
  const liar = createEvm({ genesis: 1_790_000_001 })
  liar.prove(1n, 'made up')
  liar.chain.mine(2_000)
  evm.chain.mine(2_001)
  const lying = await liar.node()
  // It fails after the first window of logs.
  lying.fault = ({ method, params }) =>
    method === 'eth_getLogs' && (params[0] as { fromBlock: string }).fromBlock !== '0x0' ? '503' : null
  const nodes = createEvmNodes({
    nodes: [lying.url, served.url].map((url) => connectNode({ url, timeoutMs: 10_000 })),
    chainId: 314,
  })
  const pass = relay({ nodes })
  await expect(pass()).rejects.toThrow('is another one than when it was believed')
  expect(told).toEqual(['deep reorg'])
  expect(await pass()).toMatchObject({ chunks: { due: 0 } })
  expect(stream.released.size).toBe(0)
  await liar.close()
})

test('without an EVM node the pass says so, and nothing is sent', async () => {
  market.open()
  served.fault = () => '503'
  await expect(relay()()).rejects.toThrow(EvmUnavailable)
})

test('roots that only the verifier knows are asked for once; removed ones are counted', async () => {
  evm = createEvm({ generation: 'RootsAdded' })
  served = await evm.node()
  market.open({ chunks: 3 })
  evm.prove(1n, ...names(2))
  deep()
  market.interfere = () => refused('StreamDeadlinePassed')
  const pass = relay()
  await pass()
  const calls = () => served.asked.filter(({ method }) => method === 'eth_call').length
  expect(calls()).toBe(2)
  market.interfere = () => undefined
  expect(await pass()).toMatchObject({ chunks: { released: 2 } })
  expect(calls()).toBe(2)
  evm.prove(1n, 'gone')
  deep()
  served.fault = ({ method }) => (method === 'eth_call' ? { code: 3, message: 'execution reverted' } : null)
  expect(await pass()).toMatchObject({ chunks: { due: 0, removed: 1 } })
})

test('pages of ended streams are read once', async () => {
  for (let i = 0; i < 60; i++) market.open({ status: i < 50 ? 'Finished' : 'Active' })
  const pages: number[] = []
  const { read } = market.submitter
  market.submitter.read = async (call) => {
    if (call.function === 'get_streams') pages.push((call.args[0] as unknown as { skip: number }).skip)
    return read(call)
  }
  const pass = relay()
  expect((await pass()).streams.release).toBe(10)
  expect(pages.splice(0)).toEqual([0, 25, 50])
  await pass()
  expect(pages).toEqual([50])
})

test('a stream of 100,000 chunks is paid to its last', async () => {
  const stream = market.open({ chunks: 100_000, released: new Set(Array.from({ length: 99_990 }, (_, i) => i)) })
  const last = encodeAdded('PiecesAddedV2', 1n, 99_990n, names(10).map(rootNamed))
  evm.chain.publish({ address: VERIFIER, ...last })
  evm.chain.mine()
  deep()
  expect(await relay()()).toMatchObject({ chunks: { due: 10, released: 10 }, finished: 1 })
  expect(stream.released.size).toBe(100_000)
})
