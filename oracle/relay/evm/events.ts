/**
 * What a PDPVerifier publishes when roots are added to a proof set, and how a log is read: pure, and total. Whatever a
 * node answers is either roots or malformed for a named reason; nothing throws and nothing is skipped in silence.
 */
import { decodeAbiParameters, type Hex, parseAbi, parseAbiParameters, toEventSelector } from 'viem'

/**
 * The event has had four shapes in github.com/FilOzone/pdp (src/PDPVerifier.sol, src/interfaces/IPDPEvents.sol):
 * RootsAdded at v1.0.0; PiecesAdded(uint256,uint256[]) at v2.0.0 after the nouns were renamed; with the CIDs from v2.1.0 to
 * v3.4.0; PiecesAddedV2, with consecutive ids and packed CIDs, at v3.5.0. A relay reads all of them, since the
 * verifier behind a proxy may be upgraded while streams run.
 */
const SHAPES = [
  { abi: parseAbi(['event RootsAdded(uint256 indexed setId, uint256[] rootIds)']), read: readIds },
  { abi: parseAbi(['event PiecesAdded(uint256 indexed setId, uint256[] pieceIds)']), read: readIds },
  {
    abi: parseAbi(['event PiecesAdded(uint256 indexed setId, uint256[] pieceIds, (bytes data)[] pieceCids)']),
    read: readIdsAndCids,
  },
  {
    abi: parseAbi([
      'event PiecesAddedV2(uint256 indexed setId, uint256 firstPieceId, (bytes32 header, bytes32 root)[] pieceCids)',
    ]),
    read: readPacked,
  },
] as const

/** First topic of each shape, in the order of the contract's versions. */
export const ROOT_TOPICS: readonly Hex[] = SHAPES.map(({ abi: [event] }) => toEventSelector(event))

const READERS = new Map(ROOT_TOPICS.map((topic, i) => [topic, SHAPES[i]!.read]))

/** A root as a log names it. */
export interface AddedRoot {
  /** In its proof set, from 0. */
  readonly rootId: bigint
  /** Last 32 bytes of the CID; null where the log carries none and the contract has to be asked. */
  readonly root: Hex | null
}

/** Roots that came to a proof set, and where. */
export interface RootsAdded {
  readonly kind: 'roots'
  readonly proofSetId: bigint
  readonly roots: readonly AddedRoot[]
  readonly block: number
  readonly blockHash: Hex
}

/** Why a log proves nothing. */
export type Malformation =
  | 'not-a-log'
  | 'other-contract'
  | 'outside-range'
  | 'unknown-event'
  | 'proof-set-beyond-u64'
  | 'undecodable'

/** A log that proves nothing; `detail` is for the log file. */
export interface MalformedLog {
  readonly kind: 'malformed'
  readonly reason: Malformation
  readonly detail: string
}

/** What was asked for; a node that answers something else is not believed. */
export interface Asked {
  readonly verifier: Hex
  readonly from: number
  readonly to: number
}

const malformed = (reason: Malformation, detail: string): MalformedLog => ({ kind: 'malformed', reason, detail })

const U64_MAX = 2n ** 64n - 1n
const HEX = /^0x([0-9a-f]{2})*$/i
const WORD = /^0x[0-9a-f]{64}$/i
const QUANTITY = /^0x[0-9a-f]{1,13}$/i

interface WireLog {
  readonly address: string
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: string
  readonly blockHash: Hex
}

/** Reads one log of an eth_getLogs answer. */
export const readRootsLog = (log: unknown, asked: Asked): RootsAdded | MalformedLog => {
  if (!isLog(log)) return malformed('not-a-log', String(JSON.stringify(log)).slice(0, 200))
  const block = Number(log.blockNumber)
  const place = `block ${block}`
  if (log.address.toLowerCase() !== asked.verifier.toLowerCase()) return malformed('other-contract', log.address)
  if (block < asked.from || block > asked.to) return malformed('outside-range', place)
  const read = READERS.get(log.topics[0]!.toLowerCase() as Hex)
  if (read === undefined || log.topics.length !== 2) return malformed('unknown-event', `${place} ${log.topics[0]}`)
  const proofSetId = BigInt(log.topics[1]!)
  if (proofSetId > U64_MAX) return malformed('proof-set-beyond-u64', `${place} proof set ${proofSetId}`)
  const roots = decode(read, log.data)
  if (typeof roots === 'string') return malformed('undecodable', `${place}: ${roots}`)
  return { kind: 'roots', proofSetId, roots, block, blockHash: log.blockHash.toLowerCase() as Hex }
}

const isLog = (log: unknown): log is WireLog => {
  if (typeof log !== 'object' || log === null) return false
  const { address, topics, data, blockNumber, blockHash, removed } = log as Record<string, unknown>
  const texts = [
    [address, HEX],
    [data, HEX],
    [blockNumber, QUANTITY],
    [blockHash, WORD],
  ] as const
  return (
    removed !== true &&
    texts.every(([text, pattern]) => typeof text === 'string' && pattern.test(text)) &&
    Array.isArray(topics) &&
    topics.length > 0 &&
    topics.every((topic) => typeof topic === 'string' && WORD.test(topic))
  )
}

/** @returns the roots, or what is wrong with the data */
const decode = (read: (data: Hex) => readonly AddedRoot[], data: Hex): readonly AddedRoot[] | string => {
  try {
    return read(data)
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error)
  }
}

function readIds(data: Hex): readonly AddedRoot[] {
  const [ids] = decodeAbiParameters(parseAbiParameters('uint256[]'), data)
  return ids.map((rootId) => ({ rootId, root: null }))
}

function readIdsAndCids(data: Hex): readonly AddedRoot[] {
  const [ids, cids] = decodeAbiParameters(parseAbiParameters('uint256[], (bytes data)[]'), data)
  if (ids.length !== cids.length) throw new RangeError(`${ids.length} ids and ${cids.length} CIDs`)
  return ids.map((rootId, i) => ({ rootId, root: rootOfCid(cids[i]!.data) }))
}

function readPacked(data: Hex): readonly AddedRoot[] {
  const parameters = parseAbiParameters('uint256, (bytes32 header, bytes32 root)[]')
  const [first, packed] = decodeAbiParameters(parameters, data)
  return packed.map(({ root }, i) => ({ rootId: first + BigInt(i), root: root.toLowerCase() as Hex }))
}

/**
 * The root of a piece's CID: its last 32 bytes, as `Cids.digestFromCid` of the contract takes it.
 * @throws RangeError for a shorter one
 */
export const rootOfCid = (cid: Hex): Hex => {
  if (cid.length < 2 + 64) throw new RangeError(`a CID of ${(cid.length - 2) / 2} bytes holds no root`)
  return `0x${cid.slice(-64).toLowerCase()}`
}
