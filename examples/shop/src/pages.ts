import { formatMoney } from '@goodword/program/money'
import { html, raw } from 'hono/html'
import { customers, products, type Product, type ShopCustomer } from './catalogue.ts'
import type { Coupon } from './referrals.ts'

type Html = ReturnType<typeof html>

/** What every page knows of the reader. */
export interface Reader {
  readonly customer: ShopCustomer | undefined
  /** The signed identity for the widget, when somebody is signed in. */
  readonly token: string | undefined
  readonly coupon: Coupon | undefined
}

const dollars = (amount: number): string => formatMoney({ amount, currency: 'USD' }, 'en')

export function homePage(reader: Reader): Html {
  return layout(
    reader,
    html`
      <section class="hero">
        <h1>Coffee worth talking about</h1>
        <p>Roasted on Tuesdays, at your door by Friday.</p>
        ${invitation(reader)}
      </section>
      ${
        reader.coupon
          ? html`<p class="offer" role="status">
              Welcome, ${firstName(reader.customer)}.
              <strong>${dollars(reader.coupon.amount)} off</strong> your first order is applied at checkout.
            </p>`
          : ''
      }
      <ul class="products">
        ${products.map((product) => productCard(product, reader))}
      </ul>
      ${journey()}
    `,
  )
}

export function thanksPage(reader: Reader, product: Product, order: string, paid: number): Html {
  return layout(
    reader,
    html`
      <section class="thanks">
        <h1>Thank you, ${firstName(reader.customer)}</h1>
        <p>${product.name} is on its way.</p>
        <dl>
          <dt>Order</dt>
          <dd>${order}</dd>
          <dt>Paid</dt>
          <dd>
            ${dollars(paid)}${
              paid < product.price
                ? html` <span class="saved">${dollars(product.price - paid)} off</span>`
                : ''
            }
          </dd>
        </dl>
        ${invitation(reader)}
        <p><a href="/">Back to the shop</a></p>
      </section>
    `,
  )
}

function layout(reader: Reader, main: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Juniper Coffee</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop.css" />
        <script async src="/goodword.js" data-program="shop"></script>
      </head>
      <body>
        <header>
          <a class="brand" href="/">Juniper<span>Coffee</span></a>
          ${account(reader.customer)}
        </header>
        <main>${main}</main>
      </body>
    </html>`
}

function invitation({ customer, token }: Reader): Html {
  if (!customer) return html`<p class="hint">Sign in above, then invite your friends.</p>`
  return html`<goodword-invite token="${token ?? ''}"></goodword-invite>`
}

function account(customer: ShopCustomer | undefined): Html {
  const button = (value: string, label: string): Html =>
    html`<button name="customer" value="${value}">${label}</button>`
  return html`<form class="account" method="post" action="/session">
    ${
      customer
        ? html`<span>Signed in as <strong>${customer.name}</strong></span
            >${button('', 'Sign out')}`
        : html`<span>Sign in as</span>${customers.map(({ id, name }) => button(id, name.split(' ')[0]!))}`
    }
  </form>`
}

function productCard(product: Product, { customer, coupon }: Reader): Html {
  const price = product.price - (coupon?.amount ?? 0)
  return html`<li>
    ${bag(product.colour)}
    <h2>${product.name}</h2>
    <p>${product.notes}</p>
    <form method="post" action="/buy">
      <span class="price">${coupon ? html`<s>${dollars(product.price)}</s> ` : ''}${dollars(price)}</span>
      <button name="product" value="${product.id}" ${customer ? '' : raw('disabled title="Sign in first"')}>
        Buy
      </button>
    </form>
  </li>`
}

function bag(colour: string): Html {
  return html`<svg viewBox="0 0 120 140" aria-hidden="true">
    <path d="M28 34h64l8 92a8 8 0 0 1-8 8H28a8 8 0 0 1-8-8z" fill="${colour}" />
    <path d="M28 34l6-22h52l6 22z" fill="${colour}" opacity=".75" />
    <rect x="34" y="62" width="52" height="44" rx="4" fill="#fff" opacity=".92" />
    <ellipse cx="60" cy="84" rx="11" ry="14" fill="${colour}" transform="rotate(24 60 84)" />
    <path d="M56 71c6 8 2 18 8 26" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" />
  </svg>`
}

function journey(): Html {
  return html`<aside class="journey" aria-label="Try the whole journey">
    <h2>Try the whole journey</h2>
    <ol>
      <li>Sign in as Amy, click <em>Invite friends</em>, copy the link.</li>
      <li>Open the link in a private window, sign in as Bo and buy something.</li>
      <li>Back here, reload and open <em>Invite friends</em>: the reward is there.</li>
      <li>
        See what the owner sees on the <a href="/dashboard">owner’s page</a>; its key was printed at the
        start.
      </li>
    </ol>
  </aside>`
}

function firstName(customer: ShopCustomer | undefined): string {
  return customer?.name.split(' ')[0] ?? 'friend'
}
