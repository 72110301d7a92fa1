import type { Customer } from '@goodword/program'

/**
 * Whom a signed identity names. Read without checking the signature, which only the server can: good for showing a name,
 * never for trusting one. `undefined` for what is no token.
 */
export function readIdentity(token: string): Customer | undefined {
  try {
    const payload = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))
    const { sub: id, email, name } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
    const claims = Object.entries({ id, email, name }).filter(([, text]) => text && typeof text === 'string')
    const customer: Customer = Object.fromEntries(claims)
    return customer.id || customer.email ? customer : undefined
  } catch {
    return undefined
  }
}
