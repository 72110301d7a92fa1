/** What is known of a code: `undefined` for one that is nobody's. */
export interface Inviter {
  /** As it is kept and reported. */
  readonly code: string
  /** First name, only where program and referrer let it be told. */
  readonly name?: string
}

/** Asks whose code it is. A typed one is understood in any case, with or without hyphens. Rejects when nobody answers. */
export async function findInviter(
  { api, program }: { readonly api: string; readonly program: string },
  code: string,
  { fetch }: Pick<typeof globalThis, 'fetch'>,
): Promise<Inviter | undefined> {
  const response = await fetch(`${api.replace(/\/+$/, '')}/v1/${encodeURIComponent(program)}/codes/check`, {
    method: 'POST',
    // A string goes as text/plain, which needs no CORS preflight.
    body: JSON.stringify({ code }),
    // Safari 15 has none.
    signal: AbortSignal.timeout?.(8000) ?? null,
  })
  // A type error, so that it counts as not reached.
  if (!response.ok) throw new TypeError(`The code could not be checked: status ${response.status}.`)
  const found = (await response.json()) as { valid: boolean; code?: string; name?: string }
  if (!found.valid || !found.code) return undefined
  return { code: found.code, ...(found.name && { name: found.name }) }
}
