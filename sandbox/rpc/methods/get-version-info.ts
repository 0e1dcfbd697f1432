import { request } from '../params.ts'
import type { Method } from './method.ts'

/** The version of stellar-rpc whose behaviour is followed. */
const VERSION = '28.0.0-flashindex-sandbox'

const read = request('GetVersionInfoRequest', {})

/** There is no commit and no build to name. */
export const getVersionInfo: Method = (params, { network }) => {
  read(params)
  return {
    version: VERSION,
    commitHash: '',
    buildTimestamp: '',
    captiveCoreVersion: 'none',
    protocolVersion: network.protocol,
  }
}
