/** The interpretation of the marketplace contract: the decoder of its interface, and the projections. */
import { loadContractSpec } from '../contract/interface/spec.ts'
import { createDecoder } from './decode/decode-event.ts'
import type { Interpretation } from './interpret.ts'
import { PROJECTION_TABLES, project } from './project/project.ts'

/** Reads the contract's interface from its file. */
export const createInterpretation = (): Interpretation => ({
  decode: createDecoder(loadContractSpec()),
  project,
  projections: PROJECTION_TABLES,
})
