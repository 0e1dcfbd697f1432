/** Which way a list runs. */
import { builder } from './builder.ts'

export const SortDirection = builder.enumType('SortDirection', {
  description: 'Which way a list runs.',
  values: {
    ASC: { description: 'Smallest, earliest first.' },
    DESC: { description: 'Largest, latest first.' },
  } as const,
})
