/** A value as GraphQL's JSON scalar carries it; integers above 32 bits are decimal strings. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
