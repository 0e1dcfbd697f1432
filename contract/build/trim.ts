/**
 * Leaves all comments and the descriptions of events out of the module: a network takes 128 KiB at most, and `spec.json` keeps
 * them. Functions with the types they use and the errors stay, which is what wallets and explorers need to build a call.
 */
import { contract, xdr } from '@stellar/stellar-sdk'
import { customSection, readSections, writeModule } from './sections.ts'
import { reachableEntries } from './shake.ts'

const SPEC = 'contractspecv0'

/** The same module; what is left of its interface is what a call needs. */
export function trimSpec(wasm: Uint8Array): Uint8Array {
  const out = readSections(wasm).map((section) => {
    if (section.name !== SPEC) return section.raw
    const { entries } = new contract.Spec(Buffer.from(section.content!))
    const kept = reachableEntries(entries.filter((entry) => entry.type !== 'scSpecEntryEventV0')).map(withoutDocs)
    return customSection(SPEC, Buffer.concat(kept.map((entry) => entry.toXdr())))
  })
  return writeModule(out)
}

function withoutDocs(entry: xdr.ScSpecEntry): xdr.ScSpecEntry {
  switch (entry.type) {
    case 'scSpecEntryFunctionV0': {
      const { name, inputs, outputs } = entry.value
      const bare = inputs.map((input) => new xdr.ScSpecFunctionInputV0({ ...named(input), type: input.type }))
      return xdr.ScSpecEntry.scSpecEntryFunctionV0(new xdr.ScSpecFunctionV0({ doc: '', name, inputs: bare, outputs }))
    }
    case 'scSpecEntryUdtErrorEnumV0': {
      const { lib, name, cases } = entry.value
      const bare = cases.map((item) => new xdr.ScSpecUdtErrorEnumCaseV0({ ...named(item), value: item.value }))
      return xdr.ScSpecEntry.scSpecEntryUdtErrorEnumV0(
        new xdr.ScSpecUdtErrorEnumV0({ doc: '', lib, name, cases: bare }),
      )
    }
    case 'scSpecEntryUdtStructV0': {
      const { lib, name, fields } = entry.value
      const bare = fields.map((field) => new xdr.ScSpecUdtStructFieldV0({ ...named(field), type: field.type }))
      return xdr.ScSpecEntry.scSpecEntryUdtStructV0(new xdr.ScSpecUdtStructV0({ doc: '', lib, name, fields: bare }))
    }
    case 'scSpecEntryUdtUnionV0': {
      const { lib, name, cases } = entry.value
      const bare = cases.map(bareCase)
      return xdr.ScSpecEntry.scSpecEntryUdtUnionV0(new xdr.ScSpecUdtUnionV0({ doc: '', lib, name, cases: bare }))
    }
    default:
      return entry
  }
}

function bareCase(item: xdr.ScSpecUdtUnionCaseV0): xdr.ScSpecUdtUnionCaseV0 {
  if (item.type === 'scSpecUdtUnionCaseVoidV0')
    return xdr.ScSpecUdtUnionCaseV0.scSpecUdtUnionCaseVoidV0(new xdr.ScSpecUdtUnionCaseVoidV0(named(item.value)))
  const { type } = item.value
  return xdr.ScSpecUdtUnionCaseV0.scSpecUdtUnionCaseTupleV0(
    new xdr.ScSpecUdtUnionCaseTupleV0({ ...named(item.value), type }),
  )
}

const named = <N>({ name }: { name: N }) => ({ doc: '', name })
