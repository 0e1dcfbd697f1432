/** What every resolver is handed, made anew for each request. */
import type { Reads } from '../reads/reads.ts'

export interface Context {
  /** Answers from the database; its loaders batch and remember within this request. */
  readonly reads: Reads
}
