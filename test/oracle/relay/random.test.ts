/** Whatever the EVM chain and its nodes do above the depth, what is paid is what the chain ends up with. */
import fc from 'fast-check'
import { type Hex, keccak256, toBytes } from 'viem'
import { expect, test } from 'vitest'
import { createLocalKey } from '../../../oracle/relay/attestor/local-key.ts'
import { EvmReorganised, EvmUnavailable } from '../../../oracle/relay/evm/error.ts'
import type { Pass } from '../../../oracle/relay/pass.ts'
import { createEvm, rootNamed } from '../../support/evm.ts'
import { createPaperMarket, MARKET } from './paper-market.ts'
import { openPaperRelay } from './paper-relay.ts'

const CONFIRMATIONS = 3
const attestor = createLocalKey({ privateKey: keccak256(toBytes('attestor')), ...MARKET })

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('prove' as const),
      set: fc.integer({ min: 1, max: 3 }),
      roots: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('mine' as const), blocks: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reorganise' as const),
      depth: fc.integer({ min: 1, max: CONFIRMATIONS }),
      keep: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), relay: fc.integer({ min: 0, max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), relay: fc.integer({ min: 0, max: 1 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('break' as const),
      node: fc.integer({ min: 0, max: 1 }),
      broken: fc.boolean(),
    }),
  },
)

/** A pass may end without a result; the next one makes up for it. */
const attempt = async (pass: Pass) => {
  try {
    await pass()
  } catch (error) {
    if (!(error instanceof EvmUnavailable) && !(error instanceof EvmReorganised)) throw error
  }
}

const play = async (steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]) => {
  const evm = createEvm()
  const nodes = [await evm.node(), await evm.node()]
  const market = createPaperMarket(attestor.publicKey, 1_900_000_000n)
  const streams = [1n, 2n, 3n].map((proofSetId) => market.open({ chunks: 1_000, proofSetId }))
  const told: string[] = []
  const open = () =>
    openPaperRelay({ market, attestor, urls: nodes.map(({ url }) => url), confirmations: CONFIRMATIONS, told })
  const relays = [open(), open()]
  let name = 0
  for (const action of steps) {
    if (action.kind === 'prove')
      evm.verifier.addRoots(
        BigInt(action.set),
        Array.from({ length: action.roots }, () => rootNamed(`${name++}`)),
      )
    else if (action.kind === 'mine') evm.chain.mine(action.blocks)
    else if (action.kind === 'reorganise')
      evm.chain.reorganise(Math.min(action.depth, evm.chain.head()), () => action.keep)
    else if (action.kind === 'pass') await attempt(relays[action.relay]!)
    else if (action.kind === 'restart') relays[action.relay] = open()
    else nodes[action.node]!.fault = () => (action.broken ? '503' : null)
  }
  for (const node of nodes) node.fault = () => null
  evm.chain.mine(CONFIRMATIONS + 1)
  for (const pass of relays) await pass()
  await evm.close()
  return { streams, told, rootsOf: (set: bigint) => evm.verifier.roots(set) }
}

test('any reorganisations above the depth, failing nodes, restarts: each chunk is paid for the root it has in the end', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { streams, told, rootsOf } = await play(steps)
      expect(told).toEqual([])
      for (const { proofSetId, roots } of streams) {
        const expected = rootsOf(proofSetId).map((root, chunk): [number, Hex] => [chunk, root])
        expect([...roots].toSorted(([a], [b]) => a - b)).toEqual(expected)
      }
    }),
    { numRuns: 40, seed: 7 },
  )
})
