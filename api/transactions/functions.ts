/** Which functions of the contract a transaction makes sense for: all that write. */
import type { ContractSpec, SpecFunction } from '../../contract/interface/spec.ts'
import { camelCase } from './names.ts'

/** Views that do not start with `get_`. */
const OTHER_VIEWS: readonly string[] = ['version']

/** Only a view may be called `get_…`; `__…` belongs to the host (constructor, account checks). */
const writes = ({ name }: SpecFunction) =>
  !name.startsWith('get_') && !name.startsWith('__') && !OTHER_VIEWS.includes(name)

/** The functions that change state, in the contract's order. Derived from the interface: a new one needs no code here. */
export const writingFunctions = (spec: ContractSpec): SpecFunction[] => spec.file.functions.filter(writes)

/** The writing functions by the name that clients use (`createDeal`). */
export const writingFunctionsByName = (spec: ContractSpec): ReadonlyMap<string, SpecFunction> =>
  new Map(writingFunctions(spec).map((definition) => [camelCase(definition.name), definition]))
