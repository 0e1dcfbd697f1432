/** A contract value as the host writes it into its event log. */
import { Address, scValToBigInt, type xdr } from '@stellar/stellar-sdk'

/** The words of soroban-env-host’s `display_scval`. */
export const displayValue = (value: xdr.ScVal): string => {
  switch (value.type) {
    case 'scvBool':
      return String(value.b)
    case 'scvVoid':
      return 'Void'
    case 'scvError':
      return displayError(value.error)
    case 'scvTimepoint':
      return `TimePoint(${value.timepoint})`
    case 'scvDuration':
      return `Duration(${value.duration})`
    case 'scvBytes':
      return `Bytes(${Buffer.from(value.bytes.toBytes()).toString('hex')})`
    case 'scvString':
      return `"${value.str}"`
    case 'scvSymbol':
      return String(value.sym)
    case 'scvExecutableTag':
      return `ExecutableTag("${value.executableTag}")`
    case 'scvVec':
      return `[${(value.vec ?? []).map(displayValue).join(', ')}]`
    case 'scvMap':
      return `{${(value.map ?? []).map(({ key, val }) => `${displayValue(key)}: ${displayValue(val)}`).join(', ')}}`
    case 'scvAddress':
      return displayAddress(value.address)
    case 'scvLedgerKeyContractInstance':
      return 'LedgerKeyContractInstance'
    case 'scvLedgerKeyNonce':
      return `LedgerKeyNonce(${value.nonceKey.nonce})`
    case 'scvContractInstance':
      return `ContractInstance(${displayExecutable(value.instance.executable)})`
    default:
      return String(scValToBigInt(value))
  }
}

const displayAddress = (address: xdr.ScAddress) => Address.fromScAddress(address).toString()

/** `sceWasmVm`, `scecInvalidAction` without the names of their types. */
const displayError = (error: xdr.ScError) => {
  const type = error.type.slice('sce'.length)
  const code = error.type === 'sceContract' ? `#${error.contractCode}` : error.code.name.slice('scec'.length)
  return `Error(${type}, ${code})`
}

const displayExecutable = (executable: xdr.ContractExecutable) => {
  switch (executable.type) {
    case 'contractExecutableWasm':
      return `Wasm(${Buffer.from(executable.wasmHash.toBytes()).toString('hex')})`
    case 'contractExecutableStellarAsset':
      return 'StellarAsset'
    default:
      return `ExternalRef(${displayAddress(executable.externalRef.executableOwner)}, ${executable.externalRef.tag})`
  }
}
