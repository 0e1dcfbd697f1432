/** A relay over streams on paper and nodes behind ports. */
import type { Attestor } from '../../../oracle/relay/attestor/attestor.ts'
import { connectNode } from '../../../oracle/relay/evm/node.ts'
import { createEvmNodes } from '../../../oracle/relay/evm/nodes.ts'
import { createProofSets } from '../../../oracle/relay/evm/proof-sets.ts'
import { createStreams } from '../../../oracle/relay/market/streams.ts'
import { createPass, type Pass, type PassOptions } from '../../../oracle/relay/pass.ts'
import { VERIFIER } from '../../support/evm.ts'
import { MARKET, type PaperMarket } from './paper-market.ts'

export interface PaperRelay {
  readonly market: PaperMarket
  readonly attestor: Attestor
  readonly urls: readonly string[]
  readonly confirmations: number
  /** What it told, in order. */
  readonly told: string[]
}

/** What one remembers, another does not know. */
export const openPaperRelay = (
  { market, attestor, urls, confirmations, told }: PaperRelay,
  options: Partial<PassOptions> = {},
): Pass =>
  createPass({
    ...MARKET,
    ...market,
    attestor,
    tipsTo: undefined,
    dryRun: false,
    verifier: VERIFIER,
    streams: createStreams(market),
    nodes: createEvmNodes({ nodes: urls.map((url) => connectNode({ url, timeoutMs: 10_000 })), chainId: 314 }),
    proofSets: createProofSets({
      verifier: VERIFIER,
      confirmations,
      startBlock: 0,
      window: 1_000,
      observer: { roots: () => undefined, malformed: () => undefined, deepReorg: () => told.push('deep reorg') },
    }),
    refused: (streamId, chunk, error) => told.push(`${streamId}/${chunk} ${error}`),
    ...options,
  })
