/** JSON-RPC as bare as possible: what is tested is what the wire carries. */
export interface Answer {
  status: number
  headers: Headers
  text: string
}

export const post = async (url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

interface RpcAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at is checked by the test
  result?: any
  error?: { code: number; message: string; data?: unknown }
}

export const ask = async (url: string, method: string, params?: unknown): Promise<RpcAnswer> => {
  const { text } = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  return JSON.parse(text)
}

/** The result of a call that must succeed. */
export const askResult = async (url: string, method: string, params?: unknown) => {
  const { result, error } = await ask(url, method, params)
  if (error) throw new Error(`${method}: ${error.code} ${error.message}`)
  return result
}

/** A control of the local network. */
export const control = async (url: string, method: string, path: string, body?: unknown) => {
  const response = await fetch(new URL(`/control/${path}`, url), {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}
