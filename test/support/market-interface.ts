/** The contract's interface for tests of the index: the built one, or a draft of it where it is not built yet. */
import { existsSync } from 'node:fs'
import { type ContractSpec, createContractSpec, loadContractSpec } from '../../contract/interface/spec.ts'
import { draft } from './market-interface-draft.ts'

export const marketInterface = (): ContractSpec =>
  existsSync(new URL('../../contract/interface/spec.json', import.meta.url))
    ? loadContractSpec()
    : createContractSpec(draft())
