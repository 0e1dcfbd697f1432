/** What a method is given, and what it is. */
import type { Network } from '../../ledger/network.ts'
import type { FeeWindows } from '../fee-windows.ts'
import type { NodeView } from '../node-view.ts'

/** The node that answers. */
export interface Node {
  /** For what changes the network or needs its host. */
  network: Network
  /** For what is read. */
  view: NodeView
  fees: FeeWindows
  friendbotUrl: string
}

/**
 * @param params as they were sent: undefined, null, a list or an object
 * @returns what JSON can hold; undefined fields are left out
 * @throws RequestError
 */
export type Method = (params: unknown, node: Node) => object

/** Unix seconds as this API writes them in most places. */
export const seconds = (time: bigint) => String(time)
