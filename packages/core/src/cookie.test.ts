import { expect, it } from 'vitest'
import { createCookieJar } from './cookie.ts'

/** A browser's cookies, with the public suffix list of this test: `example` and `co.uk`. */
function fakeDocument(url: string) {
  const jar = new Map<string, string>()
  const written: string[] = []
  const location = new URL(url)
  const isRefused = (domain: string) =>
    ['example', 'uk', 'co.uk'].includes(domain) || !`.${location.hostname}`.endsWith(`.${domain}`)
  const document = {
    location,
    get cookie() {
      return [...jar.values()].join('; ')
    },
    set cookie(text: string) {
      written.push(text)
      const [pair = '', ...attributes] = text.split('; ')
      const domain = attributes.find((one) => one.startsWith('Domain='))?.slice(7)
      if (domain && isRefused(domain)) return
      const key = `${domain}|${pair.split('=')[0]}`
      if (attributes.includes('Max-Age=-1')) jar.delete(key)
      else jar.set(key, pair)
    },
  }
  return { document: document as unknown as Document, jar, written }
}

it.each([
  ['https://shop.example/', 'shop.example'],
  ['https://www.shop.example/', 'shop.example'],
  ['https://a.b.shop.co.uk/', 'shop.co.uk'],
  ['http://localhost:4321/', 'localhost'],
])('keeps the cookie of %s on the widest domain, %s', (url, domain) => {
  const { document, jar } = fakeDocument(url)
  expect(createCookieJar(document, 'goodword', 90).set('goodword=v_1')).toBe(true)
  expect([...jar.keys()]).toEqual([`${domain}|goodword`])
})

it('is Lax, for the whole site, for its days, and Secure on https only', () => {
  const secure = fakeDocument('https://shop.example/')
  createCookieJar(secure.document, 'goodword', 90).set('goodword=v_1')
  expect(secure.written.at(-1)).toBe(
    'goodword=v_1; Path=/; Max-Age=7776000; SameSite=Lax; Domain=shop.example; Secure',
  )
  const plain = fakeDocument('http://shop.example/')
  createCookieJar(plain.document, 'goodword', 90).set('goodword=v_1')
  expect(plain.written.join()).not.toContain('Secure')
})

it('replaces a twin on another domain, and erases all of them', () => {
  const { document, jar } = fakeDocument('https://www.shop.example/')
  document.cookie = 'goodword=v_old; Path=/'
  document.cookie = 'cart=1; Path=/'
  const cookies = createCookieJar(document, 'goodword', 90)
  cookies.set('goodword=v_new')
  expect(document.cookie).toBe('cart=1; goodword=v_new')
  cookies.remove()
  expect([...jar.values()]).toEqual(['cart=1'])
})

it('uses the domain that the owner wants, or else the widest', () => {
  const { document, jar } = fakeDocument('https://www.shop.example/')
  createCookieJar(document, 'goodword', 90, 'www.shop.example').set('goodword=v_1')
  expect([...jar.keys()]).toEqual(['www.shop.example|goodword'])
  createCookieJar(document, 'goodword', 90, 'other.example').set('goodword=v_2')
  expect([...jar.values()]).toEqual(['goodword=v_2'])
  expect(jar.get('shop.example|goodword')).toBe('goodword=v_2')
})

it('says when the browser keeps none', () => {
  const location = new URL('data:text/html,x')
  const sandboxed = Object.defineProperty({ location }, 'cookie', {
    get() {
      throw new DOMException('sandboxed', 'SecurityError')
    },
  })
  const cookies = createCookieJar(sandboxed as unknown as Document, 'goodword', 90)
  expect(cookies.set('goodword=v_1')).toBe(false)
  expect(cookies.get()).toBe('')
})
