import { GoodwordError } from '@goodword/program'

/** Bytes of the largest body: 500 events of half a kilobyte. */
export const largestBody = 262_144

/** Reads a request's body as a JSON object, whatever its content type. Rejects with `body-invalid` or `body-too-large`. */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>>> {
  refuseEncoded(request)
  const text = await readText(request)
  if (isDeep(text)) throw invalid(`it is nested more than ${deepest} deep`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid(`it is no JSON (${cause instanceof Error ? cause.message.slice(0, 120) : 'unreadable'})`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>
  throw invalid('it is no object')
}

/** Unpacked, a small body could be any size. */
function refuseEncoded(request: Request): void {
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding.trim().toLowerCase() === 'identity') return
  throw new GoodwordError(
    'encoding-unsupported',
    `The body is encoded (${encoding.slice(0, 40)}), and only plain JSON is taken. Send it without Content-Encoding.`,
  )
}

/** What walks through a value later does so by calling itself; no sender of ours nests more than four deep. */
const deepest = 32

/** Counts brackets outside of strings; whether the rest is JSON, the parser says. */
function isDeep(text: string): boolean {
  let depth = 0
  let isText = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (isText) {
      if (code === 92) index++
      else if (code === 34) isText = false
    } else if (code === 34) isText = true
    else if (code === 123 || code === 91) {
      if (++depth > deepest) return true
    } else if (code === 125 || code === 93) depth--
  }
  return false
}

/** An error that says what is wrong with a body. */
export const invalid = (why: string, remedy = 'Send a JSON object: { … }.'): GoodwordError =>
  new GoodwordError('body-invalid', `The body cannot be used: ${why}. ${remedy}`)

/**
 * A length that a header tells is one that HTTP keeps to: then the body comes at once, without a stream. Else it is
 * counted while it comes.
 */
async function readText(request: Request): Promise<string> {
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > largestBody) throw tooLarge()
  try {
    const bytes = announced !== null ? await request.arrayBuffer() : await readCounting(request)
    if (bytes.byteLength > largestBody) throw tooLarge()
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw error instanceof GoodwordError ? error : invalid('it is no UTF-8, or it ended early')
  }
}

async function readCounting({ body }: Request): Promise<Uint8Array> {
  const bytes = new Uint8Array(largestBody)
  if (!body) return bytes.subarray(0, 0)
  const reader = body.getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return bytes.subarray(0, size)
      if (size + value.byteLength > largestBody) throw tooLarge()
      bytes.set(value, size)
      size += value.byteLength
    }
  } catch (error) {
    void reader.cancel().catch(() => undefined)
    throw error
  }
}

const tooLarge = (): GoodwordError =>
  new GoodwordError('body-too-large', `The body is over ${largestBody} bytes. Send fewer events at once.`)
