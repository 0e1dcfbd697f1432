/**
 * What soroban-sdk >= 28 leaves to the build system ("spec shaking", version 2): of the entries in `contractspecv0` only
 * functions and those the code really uses stay. A used type leaves a marker in the data section: "SpEcV1" and the first
 * 8 bytes of the sha256 of the entry's XDR. Types that only storage uses carry markers too; they are no interface and go.
 */
import { createHash } from 'node:crypto'
import { contract, type xdr } from '@stellar/stellar-sdk'
import { customSection, readSections, writeModule } from './sections.ts'

const SPEC = 'contractspecv0'
const DATA_SECTION = 11

/** The same module with only the interface in its spec section. */
export function shakeSpec(wasm: Uint8Array): Uint8Array {
  const sections = readSections(wasm)
  const data = sections.find((section) => section.id === DATA_SECTION)?.body ?? new Uint8Array()
  const markers = Buffer.from(data).toString('latin1')
  const out = sections.map((section) => {
    if (section.name !== SPEC) return section.raw
    const kept = interfaceEntries(new contract.Spec(Buffer.from(section.content!)).entries, markers)
    return customSection(SPEC, Buffer.concat(kept.map((entry) => entry.toXdr())))
  })
  return writeModule(out)
}

function interfaceEntries(entries: xdr.ScSpecEntry[], markers: string): xdr.ScSpecEntry[] {
  const unique = [...new Map(entries.map((entry) => [latin1(entry.toXdr()), entry])).values()]
  const used = unique.filter((entry) => entry.type === 'scSpecEntryFunctionV0' || markers.includes(marker(entry)))
  const names = reachableNames(used)
  return used.filter((entry) => isRoot(entry) || names.has(entry.value.name.toString()))
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

function marker(entry: xdr.ScSpecEntry): string {
  return `SpEcV1${latin1(createHash('sha256').update(entry.toXdr()).digest().subarray(0, 8))}`
}
