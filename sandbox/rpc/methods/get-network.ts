import { request } from '../params.ts'
import type { Method } from './method.ts'

const read = request('GetNetworkRequest', {})

/** The protocol is a number on the wire, whatever clients declare. */
export const getNetwork: Method = (params, { network, friendbotUrl }) => {
  read(params)
  return { friendbotUrl, passphrase: network.passphrase, protocolVersion: network.protocol }
}
