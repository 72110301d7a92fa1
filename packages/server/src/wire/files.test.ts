import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { folderAssets } from '../serve/assets.ts'
import { fileResponse } from './files.ts'
import { startWire, told, type TestWire } from './wire.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'goodword-files-'))
let wire: TestWire
beforeAll(async () => {
  mkdirSync(join(folder, 'public', 'chunks'), { recursive: true })
  writeFileSync(join(folder, 'public', 'goodword.js'), 'hello()')
  writeFileSync(join(folder, 'public', 'chunks', 'dialog-1a2b.js'), 'dialog()')
  writeFileSync(join(folder, 'secret.js'), 'secret()')
  wire = await startWire({
    assets: folderAssets(join(folder, 'public')),
    fallback: (request) => answerShop(request),
  })
})
afterAll(async () => {
  await wire.close()
  rmSync(folder, { recursive: true })
})

const answerShop = (request: Request): Response | undefined =>
  new URL(request.url).pathname === '/shop.js' ? new Response('shop') : undefined

it('serves the script to pages of any site, for a short time', async () => {
  const response = await wire.ask('/goodword.js')
  expect(await response.text()).toBe('hello()')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=60',
  })
})

it('serves chunks for ever', async () => {
  const response = await wire.ask('/chunks/dialog-1a2b.js')
  expect(response.headers.get('cache-control')).toContain('immutable')
})

it('sends what the build has packed to whoever takes it, under a name of its own', async () => {
  const file = join(folder, 'public', 'chunks', 'packed-1a2b.js')
  writeFileSync(file, 'packed()')
  writeFileSync(`${file}.br`, brotliCompressSync('packed()'))
  // What `fetch` unpacks by itself says nothing: the bytes are looked at as they come.
  const ask = async (accepted: string, known = '') => {
    const headers = { 'accept-encoding': accepted, 'if-none-match': known }
    const request = new Request('http://localhost/chunks/packed-1a2b.js', { headers })
    const asset = (await folderAssets(join(folder, 'public'))('chunks/packed-1a2b.js'))!
    return fileResponse(request, 'chunks/packed-1a2b.js', asset)
  }
  const packed = await ask('gzip, deflate, br, zstd')
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(packed.headers.get('vary')).toBe('accept-encoding')
  expect(brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe('packed()')
  for (const accepted of ['', 'gzip', 'br;q=0', 'br;q=0.000', 'brx']) {
    const plain = await ask(accepted)
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(plain.headers.get('vary')).toBe('accept-encoding')
    expect(await plain.text()).toBe('packed()')
    expect(plain.headers.get('etag')).not.toBe(packed.headers.get('etag'))
  }
  expect((await ask('br;q=0.5')).headers.get('content-encoding')).toBe('br')
  expect((await ask('br', packed.headers.get('etag')!)).status).toBe(304)
  expect((await ask('gzip', packed.headers.get('etag')!)).status).toBe(200)
  expect(await (await wire.ask('/chunks/packed-1a2b.js')).text()).toBe('packed()')
})

it('does not send what was packed before the file changed', async () => {
  const file = join(folder, 'public', 'chunks', 'stale-1a2b.js')
  writeFileSync(`${file}.br`, brotliCompressSync('stale()'))
  utimesSync(`${file}.br`, 1, 1)
  writeFileSync(file, 'fresh()')
  const asset = await folderAssets(join(folder, 'public'))('chunks/stale-1a2b.js')
  expect(asset?.brotli).toBeUndefined()
})

it('says that a browser still has it, until the file changes', async () => {
  const etag = (await wire.ask('/goodword.js')).headers.get('etag')!
  const again = () => wire.ask('/goodword.js', { headers: { 'if-none-match': `"other", W/${etag}` } })
  expect((await again()).status).toBe(304)
  writeFileSync(join(folder, 'public', 'goodword.js'), 'hello(again)')
  expect(await (await again()).text()).toBe('hello(again)')
})

it('serves nothing beside its folder', async () => {
  for (const path of [
    '/../secret.js',
    '/chunks/../../secret.js',
    '/chunks/..%2f..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/chunks/',
    '/nothing.js',
  ])
    expect([path, await told(await wire.ask(path))]).toEqual([path, '404 not-found'])
})

it('leaves what it does not know to the site around it', async () => {
  expect(await (await wire.ask('/shop.js')).text()).toBe('shop')
})
