/** A worker that loads the host from a module compiled elsewhere and reports what it runs. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadHost } from '../../../../sandbox/host/host.ts'

const host = loadHost({ wasm: workerData, snapshot: () => undefined })
parentPort!.postMessage({ version: host.version(), costs: host.defaultCostParams().cpu.length })
