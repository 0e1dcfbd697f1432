/** Which row stands behind each type of the schema, so that types can name one another without importing one another. */

/** Type name in GraphQL → what its resolvers get as parent. */
// biome-ignore lint/complexity/noBannedTypes: grows with the nouns
export type Rows = {}
