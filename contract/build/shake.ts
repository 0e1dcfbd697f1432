/**
 * What soroban-sdk >= 28 leaves to the build system ("spec shaking"): of the entries in `contractspecv0` only the interface
 * stays: functions, errors, events, and the types these mention. Types that only storage uses go. The SDK's own way, by
 * markers in the data section, would lose the events: ours are published by one shared function (src/events.rs).
 */
import { contract, type xdr } from '@stellar/stellar-sdk'
import { customSection, readSections, writeModule } from './sections.ts'

const SPEC = 'contractspecv0'

/** The same module with only the interface in its spec section. */
export function shakeSpec(wasm: Uint8Array): Uint8Array {
  const out = readSections(wasm).map((section) => {
    if (section.name !== SPEC) return section.raw
    const kept = reachableEntries(new contract.Spec(Buffer.from(section.content!)).entries)
    return customSection(SPEC, Buffer.concat(kept.map((entry) => entry.toXdr())))
  })
  return writeModule(out)
}

/** Functions, events and errors, and the types they mention. */
export function reachableEntries(entries: xdr.ScSpecEntry[]): xdr.ScSpecEntry[] {
  const unique = [...new Map(entries.map((entry) => [latin1(entry.toXdr()), entry])).values()]
  const names = reachableNames(unique)
  return unique.filter((entry) => isRoot(entry) || names.has(entry.value.name.toString()))
}

const isRoot = (entry: xdr.ScSpecEntry) =>
  ['scSpecEntryFunctionV0', 'scSpecEntryEventV0', 'scSpecEntryUdtErrorEnumV0'].includes(entry.type)

/** Names of the types that functions and events mention, directly or through other types. */
function reachableNames(entries: xdr.ScSpecEntry[]): Set<string> {
  const names = new Set<string>()
  const visit = (entry: xdr.ScSpecEntry) => {
    for (const [, name] of JSON.stringify(entry).matchAll(/"udt":\{"name":"(\w+)"\}/g)) {
      if (names.has(name!)) continue
      names.add(name!)
      entries.filter((other) => other.value.name.toString() === name).forEach(visit)
    }
  }
  entries.filter(isRoot).forEach(visit)
  return names
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
