/**
 * Which fields of a list's items a query asks for, so that what they lead to is read with them: items then resolve
 * without a statement, and without a promise each.
 */
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'

/** Documents are parsed once and kept, so that this is worked out once for each place in a query. */
const known = new WeakMap<FieldNode, ReadonlySet<string>>()

/** Names of the fields under `nodes` and `edges.node` of a connection, in fragments too; `@skip` is not looked at. */
export const fieldsOfItems = (info: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>): ReadonlySet<string> => {
  const place = info.fieldNodes[0]!
  const remembered = known.get(place)
  if (remembered && info.fieldNodes.length === 1) return remembered
  const found = new Set<string>()
  for (const [name, field] of info.fieldNodes.flatMap((node) => fieldsIn(node.selectionSet, info))) {
    const items = name === 'edges' ? under(field, 'node', info) : name === 'nodes' ? [field] : []
    for (const item of items) for (const [selected] of fieldsIn(item.selectionSet, info)) found.add(selected)
  }
  known.set(place, found)
  return found
}

const under = (field: FieldNode, name: string, info: Pick<GraphQLResolveInfo, 'fragments'>): FieldNode[] =>
  fieldsIn(field.selectionSet, info).flatMap(([selected, node]) => (selected === name ? [node] : []))

const fieldsIn = (
  set: SelectionSetNode | undefined,
  info: Pick<GraphQLResolveInfo, 'fragments'>,
): [string, FieldNode][] =>
  (set?.selections ?? []).flatMap((selection): [string, FieldNode][] => {
    if (selection.kind === 'Field') return [[selection.name.value, selection]]
    const inner = selection.kind === 'InlineFragment' ? selection : info.fragments[selection.name.value]
    return fieldsIn(inner?.selectionSet, info)
  })
