import { afterEach, expect, test } from 'vitest'
import { postJson } from '../../../sandbox/demo/post.ts'
import { ATTACKS, type HostileServer, patienceWith, serveHostile, withinMemory } from '../../support/hostile-http.ts'

const open: HostileServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

/** JSON all the same. */
const HARMLESS: Record<string, unknown> = { 'JSON null': null, 'JSON list': [] }

test.each(ATTACKS)('a control that attacks (%s) is an Error in bounded memory', async (attack) => {
  const hostile = await serveHostile(attack)
  open.push(hostile)
  const answer = withinMemory(() => postJson(hostile.url, {}, patienceWith(attack)))
  if (attack in HARMLESS) expect(await answer).toEqual(HARMLESS[attack])
  else await expect(answer).rejects.toThrow(Error)
})
