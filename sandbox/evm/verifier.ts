/**
 * A contract that publishes and answers as the PDPVerifier of FilOzone/pdp: proof sets, with roots in their order.
 * It proves nothing: whoever may ask it may add a root. Its state is what the logs of the chain say, so that a
 * reorganisation takes both back.
 */
import {
  concatHex,
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  parseAbi,
  parseAbiParameters,
} from 'viem'
import type { Chain, MadeLog } from './chain.ts'

/**
 * Source: src/interfaces/IPDPEvents.sol and src/PDPVerifier.sol of github.com/FilOzone/pdp at v1.0.0 (RootsAdded),
 * v2.1.0 to v3.4.0 (PiecesAdded), v3.5.0 (PiecesAddedV2).
 */
const ABI = parseAbi([
  'event ProofSetCreated(uint256 indexed setId, address indexed owner)',
  'event RootsAdded(uint256 indexed setId, uint256[] rootIds)',
  'event PiecesAdded(uint256 indexed setId, uint256[] pieceIds, (bytes data)[] pieceCids)',
  'event PiecesAddedV2(uint256 indexed setId, uint256 firstPieceId, (bytes32 header, bytes32 root)[] pieceCids)',
  'function getRootCid(uint256 setId, uint256 rootId) view returns ((bytes data))',
  'function getPieceCid(uint256 setId, uint256 pieceId) view returns ((bytes data))',
])

const CREATED = encodeEventTopics({ abi: ABI, eventName: 'ProofSetCreated', args: { setId: 0n } })[0]
const OWNER: Hex = `0x${'0a'.repeat(20)}`

/** CIDv1, raw, fr32-sha2-256-trunc254-padded-binary-tree, 34 bytes: no padding, height 5 (FRC-0069). */
const CID_HEADER: Hex = '0x01559120220005'

/** The event that tells of new roots: another one in each generation of the contract. */
export type Generation = 'RootsAdded' | 'PiecesAdded' | 'PiecesAddedV2'

/** The contract refused the call. */
export class Reverted extends Error {
  override name = 'Reverted'
}

export type Verifier = ReturnType<typeof createVerifier>

/** The contract at an address of a chain. */
export const createVerifier = (chain: Chain, address: Hex, generation: Generation = 'RootsAdded') => {
  const own = (): readonly MadeLog[] => [...chain.logs(), ...chain.pending()].filter((log) => log.address === address)
  const roots = (setId: bigint) =>
    own().flatMap(({ added }) => (added?.setId === String(setId) ? added.roots : ([] as readonly Hex[])))

  /** Opens a proof set with the next block. @returns its id, from 1 */
  const createProofSet = (): bigint => {
    const setId = BigInt(own().filter(({ topics }) => topics[0] === CREATED).length + 1)
    const topics = encodeEventTopics({ abi: ABI, eventName: 'ProofSetCreated', args: { setId, owner: OWNER } })
    chain.publish({ address, topics: topics as Hex[], data: '0x' })
    return setId
  }

  /** Adds roots of 32 bytes each to a set with the next block. @returns the id of the first, from 0, unless blocks are lost before */
  const addRoots = (setId: bigint, added: readonly Hex[]): bigint => {
    const first = () => BigInt(roots(setId).length)
    const expected = first()
    chain.publish({
      address,
      topics: [],
      data: '0x',
      added: { setId: String(setId), roots: added },
      encode: () => encodeAdded(generation, setId, first(), added),
    })
    return expected
  }

  /** Answers a call to a view function. @throws Reverted */
  const call = (data: Hex): Hex => {
    const { functionName, args } = decodeCall(data)
    const root = roots(args[0])[Number(args[1])]
    if (root === undefined) throw new Reverted('execution reverted: Proof set not live')
    return encodeFunctionResult({ abi: ABI, functionName, result: { data: concatHex([CID_HEADER, root]) } })
  }

  return { address, createProofSet, addRoots, call, roots }
}

const decodeCall = (data: Hex) => {
  try {
    return decodeFunctionData({ abi: ABI, data })
  } catch (cause) {
    throw new Reverted('execution reverted', { cause })
  }
}

/** The log of roots with consecutive ids. */
export const encodeAdded = (generation: Generation, setId: bigint, first: bigint, roots: readonly Hex[]) => {
  const topics = encodeEventTopics({ abi: ABI, eventName: generation, args: { setId } }) as Hex[]
  return { topics, data: encodeData(generation, first, roots) }
}

const encodeData = (generation: Generation, first: bigint, roots: readonly Hex[]): Hex => {
  const ids = roots.map((_, i) => first + BigInt(i))
  if (generation === 'RootsAdded') return encodeAbiParameters(parseAbiParameters('uint256[]'), [ids])
  if (generation === 'PiecesAdded') {
    const cids = roots.map((root) => ({ data: concatHex([CID_HEADER, root]) }))
    return encodeAbiParameters(parseAbiParameters('uint256[], (bytes data)[]'), [ids, cids])
  }
  const packed = roots.map((root) => ({ header: HEADER_WORD, root }))
  return encodeAbiParameters(parseAbiParameters('uint256, (bytes32 header, bytes32 root)[]'), [first, packed])
}

/** As v3.5.0 packs it: right-aligned. */
const HEADER_WORD: Hex = `0x${CID_HEADER.slice(2).padStart(64, '0')}`
