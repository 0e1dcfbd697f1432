import { type FieldNode, type FragmentDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { fieldsOfItems } from '../../../api/graphql/look-ahead.ts'

const fieldsOf = (text: string): string[] => {
  const { definitions } = parse(text)
  const [operation, ...fragments] = definitions as [
    { selectionSet: { selections: FieldNode[] } },
    ...FragmentDefinitionNode[],
  ]
  const info = {
    fieldNodes: operation.selectionSet.selections,
    fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
  }
  return [...fieldsOfItems(info)].sort()
}

test.each([
  ['{ list { nodes { a b { c } } } }', ['a', 'b']],
  ['{ list { edges { cursor node { a } } pageInfo { hasNextPage } } }', ['a']],
  ['{ list { nodes { alias: a } edges { node { b } } } }', ['a', 'b']],
  ['{ list { ...L } } fragment L on List { nodes { ...N } } fragment N on Node { a ... on Node { b } }', ['a', 'b']],
  ['{ list { totalCount } }', []],
  ['{ list { nodes { a } } list { nodes { b } } }', ['a', 'b']],
])('%s asks its items for %s', (text, fields) => {
  expect(fieldsOf(text)).toEqual(fields)
})
