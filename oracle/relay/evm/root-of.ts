/** The root behind a log that has no CID: the verifier is asked, on the state of a block that is believed. */
import { decodeAbiParameters, encodeFunctionData, type Hex, parseAbi, parseAbiParameters } from 'viem'
import { EvmNodeRefused } from './error.ts'
import { rootOfCid } from './events.ts'
import type { EvmNode } from './node.ts'

/** v1.0.0 and, after its nouns were renamed, v2.0.0 of src/PDPVerifier.sol in github.com/FilOzone/pdp. */
const ABI = parseAbi([
  'function getRootCid(uint256 setId, uint256 rootId) view returns ((bytes data))',
  'function getPieceCid(uint256 setId, uint256 pieceId) view returns ((bytes data))',
])

/** A root of a proof set, and the block on whose state it is looked up. */
export interface RootPlace {
  readonly verifier: Hex
  readonly proofSetId: bigint
  readonly rootId: bigint
  readonly block: number
}

/**
 * Null: the verifier knows no such root on that state, e.g. because it was removed.
 * @throws EvmNodeSilent
 */
export const askRoot = async (node: EvmNode, place: RootPlace): Promise<Hex | null> => {
  for (const functionName of ['getRootCid', 'getPieceCid'] as const) {
    const data = encodeFunctionData({ abi: ABI, functionName, args: [place.proofSetId, place.rootId] })
    const answer = await node.call(place.verifier, data, place.block).catch(refused)
    const root = answer === null ? null : readCid(answer)
    if (root !== null) return root
  }
  return null
}

const refused = (error: unknown): null => {
  if (error instanceof EvmNodeRefused) return null
  throw error
}

const readCid = (answer: Hex): Hex | null => {
  try {
    const [{ data }] = decodeAbiParameters(parseAbiParameters('(bytes data)'), answer)
    return rootOfCid(data)
  } catch (error) {
    // Neither an answer of this function nor a CID: said by null, as for a root that is not there.
    if (error instanceof Error) return null
    throw error
  }
}
