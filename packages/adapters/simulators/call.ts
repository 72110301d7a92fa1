/** One request as a simulator sees it. */
export interface Call {
  readonly method: string
  /** Below the vendor's base, without a slash at the end. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** The JSON body, or the fields of a form; otherwise `undefined`. */
  readonly body: unknown
}

/** Reads a request; a body that is not JSON, or does not say that it is, is `undefined`. */
export async function readCall(
  request: Request,
  base: string,
  takes: 'JSON' | 'JSON and forms' = 'JSON',
): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url)
  const type = request.headers.get('content-type') ?? ''
  const isJson = type.startsWith('application/json')
  const isForm = takes !== 'JSON' && type.startsWith('application/x-www-form-urlencoded')
  const text = request.method === 'GET' ? '' : await request.text()
  return {
    method: request.method,
    path: decodeURIComponent(pathname).replace(base, '').replace(/\/$/, ''),
    query: Object.fromEntries(searchParams),
    body: isForm ? Object.fromEntries(new URLSearchParams(text)) : isJson && text ? parse(text) : undefined,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The first field that is not among `known`, and must not be: a simulator takes nothing that it does not understand. */
export function oddField(value: unknown, known: readonly string[]): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'the body, which is no object'
  return Object.keys(value).find((name) => !known.includes(name))
}

/** A JSON answer. */
export function answer(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers })
}
