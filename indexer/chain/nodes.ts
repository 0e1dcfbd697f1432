/**
 * Several nodes of one network, asked in the order they were given: the first that can answer does. One that failed is
 * left alone for a time that its failure sets. Gives up only where waiting cannot help.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import {
  BehindRetention,
  isNodeFailure,
  Lagging,
  type NodeFailure,
  Refused,
  Retryable,
  SuspectedReset,
  WrongNetwork,
} from './error.ts'
import type { Node } from './node.ts'
import type { Page, Place } from './page.ts'

/** What the owner wants to know of every answer and failure. */
export interface Observer {
  readonly answered: (node: string, page: Page, recovered: boolean) => void
  /** failures counts the ones in a row. */
  readonly failed: (node: string, failure: NodeFailure, failures: number) => void
}

/** When to lose patience; times in ms, distances in ledgers. */
export interface Patience {
  /** A node whose newest ledger stands still this long is passed over where there is another. */
  readonly staleMs: number
  /** A tip of all nodes further below what the index holds is no lag but another chain. */
  readonly resetDistance: number
  /** Longest time a failing node is left alone. */
  readonly longestMs: number
  /** How often an unreachable node is asked before the others' word, that the ledgers are gone, counts. */
  readonly attemptsBeforeGap: number
}

export const PATIENCE: Patience = { staleMs: 15_000, resetDistance: 100, longestMs: 30_000, attemptsBeforeGap: 5 }

/** What is known of a node from its last answers. */
interface Standing {
  readonly node: Node
  failure: NodeFailure | null
  failures: number
  /** Not to be asked before this moment, in ms of the monotonic clock. */
  retryAt: number
  latest: number
  advancedAt: number
}

/** The nodes as one. */
export interface Nodes {
  /**
   * The page at a place, from the first node that has it; waits while one may still answer.
   * @throws BehindRetention where no node holds the place any more
   * @throws SuspectedReset, WrongNetwork where no node serves the chain of the index
   */
  readonly page: (place: Place, signal: AbortSignal) => Promise<Page>
}

const now = () => performance.now()

/**
 * @param firstLedger the market's first: as long as nothing was scanned, nodes that are behind it are waited for
 */
export const createNodes = (
  nodes: readonly Node[],
  firstLedger: number,
  observer: Observer,
  patience: Patience = PATIENCE,
): Nodes => {
  const standings = nodes.map(
    (node): Standing => ({ node, failure: null, failures: 0, retryAt: 0, latest: 0, advancedAt: now() }),
  )

  const attempt = async (standing: Standing, place: Place, signal: AbortSignal): Promise<Page | null> => {
    try {
      const page = await standing.node.page(place, signal)
      observer.answered(standing.node.name, page, standing.failures > 0)
      noteAnswer(standing, page, standings.length > 1, patience)
      return page
    } catch (error) {
      signal.throwIfAborted()
      if (!isNodeFailure(error)) throw error
      noteFailure(standing, error, patience)
      observer.failed(standing.node.name, error, standing.failures)
      return null
    }
  }

  const page = async (place: Place, signal: AbortSignal): Promise<Page> => {
    for (;;) {
      signal.throwIfAborted()
      for (const standing of standings.filter(({ retryAt }) => retryAt <= now())) {
        const answer = await attempt(standing, place, signal)
        if (answer !== null) return answer
      }
      const verdict = judge(standings, place.after, place.after >= firstLedger, patience)
      if (verdict !== null) {
        for (const standing of standings) Object.assign(standing, { retryAt: 0, failure: null })
        throw verdict
      }
      const next = Math.min(...standings.map(({ retryAt }) => retryAt))
      await sleep(Math.max(0, next - now()), undefined, { signal })
    }
  }

  return { page }
}

const noteAnswer = (standing: Standing, { latest }: Page, others: boolean, { staleMs }: Patience) => {
  const advanced = latest > standing.latest
  const stale = others && !advanced && now() - standing.advancedAt > staleMs
  Object.assign(standing, { failure: null, failures: 0, latest: Math.max(latest, standing.latest) })
  if (advanced || stale) standing.advancedAt = now()
  if (stale) standing.retryAt = now() + staleMs
}

const noteFailure = (standing: Standing, failure: NodeFailure, patience: Patience) => {
  standing.failures += 1
  standing.failure = failure
  standing.retryAt = now() + restOf(failure, standing.failures, patience)
}

const SHORT_MS = 250

/** How long a node is left alone after a failure: a reason that needs a person to mend it is looked at rarely. */
const restOf = (failure: NodeFailure, failures: number, { longestMs }: Patience): number => {
  if (failure instanceof WrongNetwork || failure instanceof Refused) return longestMs
  if (failure instanceof Lagging || failure instanceof BehindRetention) return Math.min(SHORT_MS * 4, longestMs)
  const doubled = Math.min(SHORT_MS * 2 ** (failures - 1), longestMs) * (0.5 + Math.random() / 2)
  return Math.max(doubled, failure instanceof Retryable ? failure.afterMs : 0)
}

/** What the failures of all nodes together mean; null: keep asking. */
const judge = (
  standings: readonly Standing[],
  after: number,
  scanned: boolean,
  patience: Patience,
): BehindRetention | SuspectedReset | WrongNetwork | null => {
  if (standings.some(({ failure }) => failure === null)) return null
  const failures = standings.map(({ failure }) => failure!)
  const chains = failures.filter((failure) => failure instanceof WrongNetwork)
  if (chains.length === standings.length) return wrongEverywhere(chains)
  const serving = standings.filter(({ failure }) => !(failure instanceof WrongNetwork || failure instanceof Refused))
  if (scanned && serving.length > 0 && serving.every((standing) => farBehind(standing, after, patience)))
    return suspectedReset(
      `every node's newest ledger is far below ${after}, the last ledger of the index: ` +
        `${serving.map(({ node, failure }) => `${node.name} ${failure?.message}`).join('; ')}`,
    )
  return behindEverywhere(serving, patience)
}

const wrongEverywhere = (failures: readonly WrongNetwork[]): SuspectedReset | WrongNetwork =>
  failures.find(({ differs }) => differs === 'passphrase') ??
  suspectedReset(`no node serves the chain of the index: ${failures.map(({ message }) => message).join('; ')}`)

const suspectedReset = (what: string): SuspectedReset =>
  new SuspectedReset(
    `${what}. Either the addresses are wrong, or the network was reset: ` +
      'then open a new incarnation of it (node indexer/main.ts new-incarnation PASSPHRASE)',
  )

const farBehind = ({ failure, failures }: Standing, after: number, { resetDistance }: Patience): boolean =>
  failure instanceof Lagging && failures > 1 && after - failure.held.latest > resetDistance

/** Only once each node that could still have the ledgers has had its chances. */
const behindEverywhere = (serving: readonly Standing[], { attemptsBeforeGap }: Patience): BehindRetention | null => {
  const behind = serving.map(({ failure }) => failure).filter((failure) => failure instanceof BehindRetention)
  const open = serving.filter(
    ({ failure, failures }) => !(failure instanceof BehindRetention) && failures < attemptsBeforeGap,
  )
  if (open.length > 0 || behind.length === 0) return null
  return behind.reduce((best, next) => (next.held.oldest < best.held.oldest ? next : best))
}
