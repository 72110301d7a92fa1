import { GoodwordError } from '@goodword/program/errors'
import type { Credentials } from './session.ts'

/**
 * Exchanges a link's token, or a secret key, for a session, so that the tab keeps no key; where the server has no
 * sessions, the key stays what it is. Rejects with the server's own code, or with `network`.
 */
export async function beginSession(
  url: string,
  { program, key }: Credentials,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<Credentials> {
  const headers = { authorization: `Bearer ${key}` }
  const path = `/v1/${encodeURIComponent(program)}/admin/sessions`
  let response: Response
  try {
    response = await fetch(new Request(url + path, { method: 'POST', headers }))
  } catch (cause) {
    throw new GoodwordError('network', `The server at ${url} could not be reached. Try again.`, { cause })
  }
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>
  const { token, code, detail } = answer
  if (response.ok && typeof token === 'string') return { program, key: token }
  if (code === 'unsupported' || code === 'not-found') return { program, key }
  const why = typeof detail === 'string' ? detail : `The server answered ${response.status}. Try again.`
  throw new GoodwordError(typeof code === 'string' ? code : 'answer-invalid', why)
}
