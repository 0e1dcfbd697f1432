/** What can go wrong between the relay and a node of the EVM chain, sorted by what to do. */

/** The node does not answer, or not now: ask another one, or the same one later. */
export class EvmNodeSilent extends Error {
  override name = 'EvmNodeSilent'
}

/** The node answers that it won't: a range too wide, too many results, a method or block it does not have. */
export class EvmNodeRefused extends Error {
  override name = 'EvmNodeRefused'
}

/** The node serves another chain than the one that is meant; it is never asked again. */
export class EvmWrongChain extends Error {
  override name = 'EvmWrongChain'
}

/** No node of the list answered. */
export class EvmUnavailable extends Error {
  override name = 'EvmUnavailable'
}

/** The chain has other blocks than a moment ago: what was read in this pass is void. */
export class EvmReorganised extends Error {
  override name = 'EvmReorganised'
}
