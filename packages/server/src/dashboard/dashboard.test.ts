import { Window as TestWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { purchase, visit } from '../backend/shop.fixture.ts'
import { publicUrl, secret, startWire, type TestWire } from '../wire/wire.fixture.ts'
import { startDashboard } from './dashboard.ts'
import { dashboardDocument } from './document.ts'

describe('the owner’s page', () => {
  let wire: TestWire
  let page: TestWindow
  beforeEach(async () => {
    wire = await startWire()
    page = new TestWindow({
      url: `${publicUrl}/dashboard`,
      settings: {
        disableJavaScriptFileLoading: true,
        disableCSSFileLoading: true,
        handleDisabledFileLoadingAsSuccess: true,
      },
    })
    page.document.write(dashboardDocument)
  })
  afterEach(async () => {
    await page.happyDOM.close()
    await wire.close()
  })
  const open = (hash: string) => {
    page.location.hash = hash
    return startDashboard({
      window: page as unknown as Window,
      fetch: async (input) => {
        const request = input as Request
        const body = request.method === 'POST' ? { body: await request.text() } : {}
        const { pathname, search } = new URL(request.url)
        return wire.ask(pathname + search, { method: request.method, headers: request.headers, ...body })
      },
    })
  }
  const part = (id: string) => page.document.getElementById(id) as unknown as HTMLElement
  const admin = (path: string, json: unknown) => wire.ask(`/v1/shop/admin/${path}`, { key: secret, json })
  const cells = (id: string) =>
    [...part(id).querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    )
  const sell = async (friend: string) => {
    const enrolled = await admin('participants', { customer: { id: 'amy', name: 'Amy Winters' } })
    const { code } = (await enrolled.json()) as { code: string }
    const customer = { id: 'bo', name: friend }
    await admin('events', { events: [visit({ code }), purchase({ code, customer, order: 'order-1' })] })
  }

  it('shows the numbers, the conversions and the rewards', async () => {
    await sell('Bo Larsen')
    await open(`program=shop&key=${secret}`)
    expect(part('title').textContent).toBe('Juniper Coffee')
    const numbers = [...part('numbers').querySelectorAll('div')].map((one) => one.textContent)
    expect(numbers).toEqual([
      'Visits by a link10 shares',
      'Participants1people with a link',
      'Referred customers1100% of 1',
      'Referred revenue$42100% of $42',
    ])
    expect(cells('conversions')[0]?.slice(1)).toEqual([
      'purchaseorder-1',
      'Bo Larsen',
      'Amy Winters',
      '$42',
      'Counts',
    ])
    expect(cells('rewards')[0]?.slice(1, 4)).toEqual(['Amy Wintersas the referrer', '$10 credit', 'Bo L.'])
  })

  it('takes the key out of the address, and keeps it for the tab', async () => {
    await open(`program=shop&key=${secret}`)
    expect(page.location.href).toBe(`${publicUrl}/dashboard`)
    expect(page.sessionStorage.getItem('goodword-dashboard')).toContain(secret)
    part('leave').click()
    expect([page.sessionStorage.length, part('enter').hidden, part('overview').hidden]).toEqual([
      0,
      false,
      true,
    ])
  })

  it('asks for a key, and says when it is wrong', async () => {
    await open('')
    expect([part('enter').hidden, part('overview').hidden]).toEqual([false, true])
    await open('program=shop&key=gw_sk_wrong')
    expect([part('enter').hidden, part('failure').textContent]).toEqual([
      false,
      expect.stringContaining('secret key is not one'),
    ])
  })

  it('marks a due reward as given, after asking', async () => {
    await sell('Bo Larsen')
    wire.travel(15 * 86_400_000)
    await open(`program=shop&key=${secret}`)
    const button = part('rewards').querySelector('button')!
    expect(button.textContent).toBe('Mark as given')
    button.click()
    const dialog = part('confirm') as unknown as HTMLDialogElement
    expect([dialog.open, part('confirm-title').textContent]).toEqual([
      true,
      '$10 credit for Amy Winters: given?',
    ])
    dialog.close('yes')
    await expect.poll(() => part('rewards').textContent).toContain('Given')
    expect(part('rewards').querySelector('button')).toBeNull()
  })

  it('writes what people call themselves as text', async () => {
    const name = '<img src=x onerror=alert(1)>'
    await sell(name)
    await open(`program=shop&key=${secret}`)
    expect(cells('conversions')[0]).toContain(name)
    expect(part('overview').querySelector('img')).toBeNull()
  })

  it('says what will be there when nothing is yet', async () => {
    await open(`program=shop&key=${secret}`)
    expect(part('conversions').textContent).toContain('No conversions yet')
    expect(part('rewards').textContent).toContain('No rewards yet')
  })
})
