/** The whole HTTP face of the network: JSON-RPC at `/` and `/rpc`, friendbot, controls. It listens on no port itself. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Network } from '../ledger/network.ts'
import type { Clock } from './clock.ts'
import { createControlEndpoint } from './control-endpoint.ts'
import { createFaults, type Faults } from './faults.ts'
import { createFriendbot } from './friendbot.ts'
import { createFriendbotEndpoint } from './friendbot-endpoint.ts'
import { answerCors, sendText } from './http.ts'
import { createRpcEndpoint, type Endpoint } from './rpc-endpoint.ts'

/** The face, ready for a server. */
export interface Rpc {
  handle: RequestListener
  faults: Faults
  /** Refuses whoever still waits for friendbot. */
  stop(): void
}

/** What the face stands in front of. */
export interface RpcOptions {
  network: Network
  clock: Clock
  /** Told what went wrong in a way that no client can help. */
  onError: (error: unknown) => void
}

/** Puts the endpoints together. */
export const createRpc = ({ network, clock, onError }: RpcOptions): Rpc => {
  const faults = createFaults()
  const friendbot = createFriendbot(network)
  const rpc = createRpcEndpoint({ network, faults, onError })
  const endpoints: Record<string, Endpoint> = {
    '': rpc,
    rpc,
    friendbot: createFriendbotEndpoint(friendbot),
    control: createControlEndpoint({ network, clock, faults }),
  }
  const handle: RequestListener = (request, response) => {
    const endpoint = endpoints[firstSegment(request)] ?? notFound
    if (answerCors(request, response)) return
    endpoint(request, response).catch((error: unknown) => fail(error, response, onError))
  }
  return { handle, faults, stop: friendbot.stop }
}

const firstSegment = ({ url = '/' }: IncomingMessage) => url.split('?')[0]!.split('/')[1] ?? ''

const notFound: Endpoint = async (_, response) =>
  sendText(response, 404, 'there is nothing here; JSON-RPC is at /rpc, friendbot at /friendbot?addr=G…')

const fail = (error: unknown, response: ServerResponse, onError: (error: unknown) => void) => {
  onError(error)
  if (response.headersSent) response.destroy()
  else sendText(response, 500, String(error))
}
