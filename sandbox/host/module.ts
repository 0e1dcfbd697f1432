/** The compiled host module. Compiling takes tens of milliseconds, so it happens once per thread and path. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const compiled = new Map<string, WebAssembly.Module>()

/** Where the checked-in module is. */
export const hostModulePath = (): string => fileURLToPath(new URL('host.wasm', import.meta.url))

/**
 * The module at `path`, compiled at the first call. A compiled module can be given to a worker as it is (workerData).
 * @throws Error when there is no such file or it is not WebAssembly
 */
export const compileHost = (path = hostModulePath()): WebAssembly.Module => {
  const known = compiled.get(path)
  if (known !== undefined) return known
  const module = compileFile(path)
  compiled.set(path, module)
  return module
}

const compileFile = (path: string): WebAssembly.Module => {
  try {
    return new WebAssembly.Module(readFileSync(path))
  } catch (cause) {
    throw new Error(`the host module ${path} cannot be loaded; build it with sandbox/host/build.sh`, { cause })
  }
}
