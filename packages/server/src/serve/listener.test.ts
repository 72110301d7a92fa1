import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, type Listener, type ListenerLimits } from './listener.ts'

describe('a listener', () => {
  const open: Listener[] = []
  afterEach(async () => void (await Promise.all(open.splice(0).map((listener) => listener.close()))))
  const start = async (
    fetch: (request: Request) => Promise<Response> = async (request) => new Response(await request.text()),
    limits: Partial<ListenerLimits> = {},
  ) => {
    const quick = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 100 }
    const listener = await listen(fetch, 0, '127.0.0.1', { ...quick, ...limits })
    open.push(listener)
    return listener.port
  }

  /** Says this, and resolves with all that is answered until the other side hangs up. */
  const say = (port: number, text: string, more: { every: number; text: string } = { every: 0, text: '' }) =>
    new Promise<string>((resolve, reject) => {
      let answer = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      const timer = more.every > 0 ? setInterval(() => socket.write(more.text), more.every) : undefined
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.on('error', (error: Error & { code?: string }) =>
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
      )
      socket.on('close', () => {
        clearInterval(timer)
        resolve(answer)
      })
    })

  it('hangs up on headers that come letter by letter', async () => {
    const began = performance.now()
    const answer = await say(await start(), 'GET / HTTP/1.1\r\nHost: x\r\n', { every: 50, text: 'x' })
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  it('hangs up on a body that comes letter by letter', async () => {
    const began = performance.now()
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'
    const answer = await say(await start(), head, { every: 50, text: 'x' })
    expect(answer).toMatch(/^(HTTP\/1\.1 (408|400) |$)/)
    expect(performance.now() - began).toBeLessThan(3000)
  })

  it('refuses headers that are too large, and goes on', async () => {
    const port = await start()
    const huge = `GET / HTTP/1.1\r\nHost: x\r\nX-Huge: ${'x'.repeat(20_000)}\r\n\r\n`
    expect(await say(port, huge)).toMatch(/^HTTP\/1\.1 431 /)
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  })

  it('dates its answers, and keeps connections for over a minute', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${await start()}/`)
    expect(Math.abs(Date.parse(headers.get('date')!) - Date.now())).toBeLessThan(5000)
    expect(headers.get('keep-alive')).toBe('timeout=65')
  })
})
