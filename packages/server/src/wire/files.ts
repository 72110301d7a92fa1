import type { Asset } from './options.ts'

/** Files with a hash in their name never change; the others may with every release. */
const forever = 'public, max-age=31536000, immutable'
const briefly = 'public, max-age=60'

/** Answers with a file for pages of any site, or says that the browser still has it. */
export function fileResponse(request: Request, name: string, asset: Asset): Response {
  const packed = takesBrotli(request) ? asset.brotli : undefined
  // What is packed is another representation, and has another name.
  const etag = packed ? asset.etag.replace(/"$/, '-br"') : asset.etag
  const headers = new Headers({
    'content-type': asset.type,
    etag,
    'cache-control': name.startsWith('chunks/') ? forever : briefly,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  if (asset.brotli) headers.set('vary', 'accept-encoding')
  if (packed) headers.set('content-encoding', 'br')
  const known = (request.headers.get('if-none-match') ?? '').split(/, */)
  if (known.some((tag) => tag.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers })
  return new Response(request.method === 'HEAD' ? null : (packed ?? asset.body), { headers })
}

/** Whether the client says so, and not that it would rather not: `br;q=0`. */
function takesBrotli(request: Request): boolean {
  const accepted = request.headers.get('accept-encoding') ?? ''
  return accepted.split(',').some((one) => /^\s*br\s*(;\s*q=(1|0\.0*[1-9])[\d.]*\s*)?$/i.test(one))
}
