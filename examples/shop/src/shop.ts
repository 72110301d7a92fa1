import { Hono, type Context } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { readFileSync } from 'node:fs'
import { customers, products, type ShopCustomer } from './catalogue.ts'
import { homePage, thanksPage, type Reader } from './pages.ts'
import type { Referrals } from './referrals.ts'

export interface ShopOptions {
  readonly referrals: Referrals
  /** Signs a customer's identity for the widget. */
  readonly signIdentity: (customer: ShopCustomer) => Promise<string>
  /** Signs the shop's own session cookies. */
  readonly sessionSecret: string
}

/** The shop's own pages, as a fetch handler: sign in, look, buy. */
export function createShop({ referrals, signIdentity, sessionSecret }: ShopOptions): Hono {
  const shop = new Hono()
  const css = readFileSync(new URL('shop.css', import.meta.url), 'utf8')

  const remember = (c: Context, name: string, value: string) =>
    setSignedCookie(c, name, value, sessionSecret, { path: '/', httpOnly: true, sameSite: 'Lax' })
  const recall = async (c: Context, name: string) =>
    (await getSignedCookie(c, sessionSecret, name)) || undefined
  const signedIn = async (c: Context) => findById(customers, await recall(c, 'shop_session'))
  const readerOf = async (customer: ShopCustomer | undefined): Promise<Reader> => ({
    customer,
    token: customer && (await signIdentity(customer)),
    coupon: customer && (await referrals.coupon(customer)),
  })

  shop.use(
    csrf(),
    secureHeaders({
      // As strict as a shop can be: no inline script, no eval, no HTML made of strings.
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
      },
    }),
  )
  shop.get('/shop.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }))
  shop.get('/', async (c) => c.html(homePage(await readerOf(await signedIn(c)))))

  // Signing in for the first time is making an account, and the shop's server says so.
  shop.post('/session', async (c) => {
    const customer = findById(customers, (await c.req.parseBody())['customer'])
    await remember(c, 'shop_session', customer?.id ?? '')
    if (customer) await referrals.signedUp(customer, c.req.header('cookie'))
    return c.redirect('/', 303)
  })

  shop.post('/buy', async (c) => {
    const customer = await signedIn(c)
    const product = findById(products, (await c.req.parseBody())['product'])
    if (!customer || !product) return c.redirect('/', 303)
    const coupon = await referrals.coupon(customer)
    const order = `JC-${crypto.randomUUID().slice(0, 8).toUpperCase()}`
    const paid = product.price - (coupon?.amount ?? 0)
    await referrals.bought(customer, order, paid, c.req.header('cookie'))
    if (coupon) await referrals.used(coupon)
    await remember(c, 'shop_order', JSON.stringify({ product: product.id, order, paid }))
    return c.redirect('/thanks', 303)
  })

  shop.get('/thanks', async (c) => {
    const last = JSON.parse((await recall(c, 'shop_order')) ?? '{}') as {
      product?: string
      order: string
      paid: number
    }
    const product = findById(products, last.product)
    if (!product) return c.redirect('/', 303)
    return c.html(thanksPage(await readerOf(await signedIn(c)), product, last.order, last.paid))
  })
  return shop
}

function findById<T extends { readonly id: string }>(list: readonly T[], id: unknown): T | undefined {
  return list.find((item) => item.id === id)
}
