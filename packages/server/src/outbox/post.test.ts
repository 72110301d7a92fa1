import { execFile } from 'node:child_process'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { certificate } from './certificate.fixture.ts'
import { startPeer, type Peer } from './peer.fixture.ts'
import { post, type ResolvedAddress } from './post.ts'

let peer: Peer
beforeEach(async () => void (peer = await startPeer()))
afterEach(() => peer.close())

const at = (address: string): ResolvedAddress => ({ address, family: address.includes(':') ? 6 : 4 })
const portOf = (url: string): string => new URL(url).port
const http = { http: true }
const local = { http: true, private: true }

describe('a name', () => {
  it('that leads into a private network is refused, whichever of its addresses does', async () => {
    const named = `http://hook.example:${portOf(peer.url)}/`
    const answers = [
      ['127.0.0.1'],
      ['::1'],
      ['93.184.216.34', '127.0.0.1'],
      ['::ffff:127.0.0.1'],
      ['169.254.169.254'],
    ]
    for (const addresses of answers) {
      const answer = await post(named, '{}', {}, { policy: http, resolve: async () => addresses.map(at) })
      expect(answer.error).toMatch(/The name "hook\.example" leads to .* of no public network/)
    }
    expect((await post(named, '{}', {}, { policy: http, resolve: async () => [] })).error).toMatch(
      /no address/,
    )
    expect(peer.arrivals).toEqual([])
  })

  it('is asked for once, and the connection goes to the address that was checked', async () => {
    const named = `http://hook.example:${portOf(peer.url)}/`
    let asked = 0
    // The second answer would be another: nobody asks for it.
    const resolve = async () => [at(asked++ === 0 ? '127.0.0.1' : '192.0.2.1')]
    expect(await post(named, '{}', {}, { policy: local, resolve })).toMatchObject({ status: 204 })
    expect([asked, peer.arrivals[0]?.headers['host']]).toEqual([1, new URL(named).host])
  })

  it('that is an address is checked without a resolver', async () => {
    const resolve = () => Promise.reject(new Error('asked'))
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost'])
      expect(
        (await post(`http://${host}:${portOf(peer.url)}/`, '{}', {}, { policy: http, resolve })).error,
      ).toMatch(/is an address of no public network|host of a local network/)
    expect(peer.arrivals).toEqual([])
  })
})

it('goes around proxies that the environment names', async () => {
  const proxy = await startPeer()
  const { origin } = new URL(proxy.url)
  const script = `import { post } from ${JSON.stringify(new URL('post.ts', import.meta.url).href)}
    console.log(JSON.stringify(await post(${JSON.stringify(peer.url)}, '{}', {}, { policy: { http: true, private: true } })))`
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: origin, http_proxy: origin }
  const node = ['--conditions=source', '--input-type=module', '--eval', script]
  const { stdout } = await promisify(execFile)(process.execPath, node, { env, cwd: import.meta.dirname })
  expect(JSON.parse(stdout)).toMatchObject({ status: 204 })
  expect([peer.arrivals.length, proxy.arrivals.length]).toEqual([1, 0])
  await proxy.close()
}, 30_000)

it('does not follow a redirect into a private network, nor anywhere', async () => {
  const other = await startPeer()
  for (const code of [301, 302, 303, 307, 308]) {
    peer.answer = (response) => void response.writeHead(code, { location: other.url }).end()
    expect(await post(peer.url, '{}', {}, { policy: local })).toMatchObject({ status: code })
  }
  expect(other.arrivals).toEqual([])
  await other.close()
})

it('trusts no certificate that is unknown, or of another name', async () => {
  const server = createServer(certificate, (_, response) => void response.end('ok'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const options = { policy: { private: true }, resolve: async () => [at('127.0.0.1')], ca: certificate.cert }
  const { ca: _, ...withoutCa } = options
  expect(await post(`https://hook.example:${port}/`, '{}', {}, options)).toMatchObject({
    status: 200,
    text: 'ok',
  })
  expect((await post(`https://hook.example:${port}/`, '{}', {}, withoutCa)).error).toMatch(/self-signed/)
  expect((await post(`https://other.example:${port}/`, '{}', {}, options)).error).toMatch(/altnames/)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

it('ends after its time, also while the answer trickles in', async () => {
  peer.answer = (response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  }
  const start = performance.now()
  const answer = await post(peer.url, '{}', {}, { policy: local, timeout: 200 })
  expect(performance.now() - start).toBeLessThan(1500)
  // Its status had arrived.
  expect(answer).toMatchObject({ status: 200 })
})
