import type { Asset } from './options.ts'

/** Files with a hash in their name never change; the others may with every release. */
const forever = 'public, max-age=31536000, immutable'
const briefly = 'public, max-age=60'

/** Answers with a file for pages of any site, or says that the browser still has it. */
export function fileResponse(request: Request, name: string, { body, type, etag }: Asset): Response {
  const headers = new Headers({
    'content-type': type,
    etag,
    'cache-control': name.startsWith('chunks/') ? forever : briefly,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  const known = (request.headers.get('if-none-match') ?? '').split(/, */)
  if (known.some((tag) => tag.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : body, { headers })
}
