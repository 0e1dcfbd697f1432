import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { compileHost } from '../../../sandbox/host/module.ts'

test('a worker runs the host from the module that this thread compiled', async () => {
  const worker = new Worker(new URL('./support/worker.ts', import.meta.url), {
    workerData: compileHost(),
    resourceLimits: { stackSizeMb: 16 },
  })
  const [message] = await once(worker, 'message')
  expect(message).toEqual({ version: 29, costs: 4 + 86 * 20 })
  await worker.terminate()
})
