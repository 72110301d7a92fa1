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

  it('takes the way in out of the address, and keeps a session for the tab, never a key', async () => {
    const { token } = await wire.sessions.issue('shop', 'link')
    for (const way of [`session=${token}`, `key=${secret}`]) {
      await open(`program=shop&${way}`)
      expect(page.location.href).toBe(`${publicUrl}/dashboard`)
      const kept = page.sessionStorage.getItem('goodword-dashboard') ?? ''
      expect(kept).toContain('"gw_os_')
      for (const given of [token, secret]) expect(kept).not.toContain(given)
      expect(part('title').textContent).toBe('Juniper Coffee')
    }
    part('leave').click()
    expect([page.sessionStorage.length, part('enter').hidden, part('overview').hidden]).toEqual([
      0,
      false,
      true,
    ])
  })

  it('goes on after a reload, and asks again when the session has ended', async () => {
    await open(`program=shop&key=${secret}`)
    wire.travel(11 * 3_600_000)
    await open('')
    expect(part('overview').hidden).toBe(false)
    wire.travel(2 * 3_600_000)
    await open('')
    expect([part('enter').hidden, part('failure').textContent]).toEqual([
      false,
      expect.stringContaining('goodword keys link'),
    ])
  })

  it('asks for a key, and says when it is wrong', async () => {
    await open('')
    expect([part('enter').hidden, part('overview').hidden]).toEqual([false, true])
    await open('program=shop&key=gw_sk_wrong')
    expect([part('enter').hidden, part('failure').textContent]).toEqual([
      false,
      expect.stringContaining('secret key is not a live one'),
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

  it('shows what is to be reviewed, takes a decision, and takes it back', async () => {
    await sell('Bo Larsen')
    await open(`program=shop&key=${secret}`)
    expect(part('reviews').hidden).toBe(true)
    const enrolled = await admin('participants', {
      customer: { id: 'cy', email: 'cy@gmail.com', name: 'Cy' },
    })
    const { code } = (await enrolled.json()) as { code: string }
    const customer = { id: 'di', email: 'c.y+di@gmail.com', name: '<b>Di</b>' }
    await admin('events', { events: [purchase({ code, customer, order: 'order-2' })] })
    await open('')
    expect(part('reviews').hidden).toBe(false)
    const text = () => part('review-list').textContent
    expect(text()).toBe(
      '$42 · purchase · order-2<b>Di</b>, brought by CyThe friend’s e-mail leads to the referrer’s own mailbox.Waits for youearns nothing beforeRejectApprove',
    )
    const press = (label: string) =>
      [...part('review-list').querySelectorAll('button')].find((one) => one.textContent === label)!.click()
    press('Approve')
    await expect.poll(text).toContain('Approved')
    await expect.poll(() => page.document.activeElement?.textContent).toBe('Undo')
    press('Undo')
    await expect.poll(text).toContain('Waits for you')
    press('Reject')
    await expect.poll(text).toContain('Rejected')
    await expect
      .poll(() => cells('rewards').find((row) => row[1]?.startsWith('Cy'))?.[4])
      .toContain('Taken back')
    await open('')
    expect(part('reviews').hidden).toBe(true)
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
