/** How large contract entries may be. */
import { errorEvent } from './diagnostics.ts'
import { isContractCode, isContractData } from './keys.ts'
import type { NetworkSettings } from './network-settings.ts'

/** @returns the DiagnosticEvent that says so, or null */
export const entrySizeProblem = (key: Uint8Array, size: number, settings: NetworkSettings): Uint8Array | null => {
  const { maxContractSizeBytes, maxDataEntrySizeBytes } = settings
  if (isContractCode(key) && size > maxContractSizeBytes) {
    const text = 'Wasm size exceeds network config maximum contract size'
    return errorEvent('Budget', 'ExceededLimit', text, [size, maxContractSizeBytes])
  }
  if (isContractData(key) && size > maxDataEntrySizeBytes) {
    const text = 'ContractData size exceeds network config maximum size'
    return errorEvent('Budget', 'ExceededLimit', text, [size, maxDataEntrySizeBytes])
  }
  return null
}
