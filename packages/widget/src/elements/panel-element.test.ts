import { parseProgram } from '@goodword/program'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '../leaderboard/leaderboard-panel.tsx'
import '../nps/nps-panel.tsx'
import { heard, inside, openPage, textOf } from '../panel/testing.ts'
import '../progress/progress-panel.tsx'
import { openShop, problem, shopProgram, tokenFor } from '../testing.ts'

const page = openPage()
afterEach(page.clear)

const signedIn = `token="${tokenFor({ sub: 'amy', name: 'Amy Winter' })}"`
/** Amy with as many friends, whose orders are no longer to be returned. */
async function bring(id: string, name: string, friends: readonly string[]): Promise<void> {
  const { code } = await page.shop.backend.enrol({ id, name })
  for (const friend of friends) await page.shop.order(code, friend, 20)
}

describe('every element', () => {
  it('fetches nothing, and shows the size of what comes, until it is in the page', async () => {
    await customElements.whenDefined('goodword-progress')
    const { shop } = page
    let answer = (): void => {}
    const asked = new Promise<void>((resolve) => (answer = resolve))
    page.shop = { ...shop, fetch: (...given) => asked.then(() => shop.fetch(...given)) }
    const element = document.createElement('goodword-progress')
    expect(shop.requests).toEqual([])
    document.body.append(element)
    await expect.poll(() => element.shadowRoot!.querySelector('.bone')).not.toBeNull()
    answer()
    await expect.poll(() => textOf(element)).toContain('Give $10, get $10')
    expect(inside(element, '.panel').getAttribute('aria-busy')).toBe('false')
  })

  it('says what went wrong, tells the page, and goes on when asked to', async () => {
    page.shop.next.push(problem('program-unknown'))
    const told = heard('goodword:error')
    const element = page.place('<goodword-leaderboard></goodword-leaderboard>')
    expect((await told).detail.code).toBe('program-unknown')
    await expect.poll(() => textOf(element)).toContain('does not work right now')
    inside(element, '.trouble button').click()
    await expect.poll(() => textOf(element)).toContain('Nobody is on the list yet')
    expect(textOf(element)).not.toContain('does not work right now')
  })

  it('says to the developer which setting is missing', async () => {
    const told = heard('goodword:error')
    page.place('<goodword-nps program=""></goodword-nps>')
    expect((await told).detail).toMatchObject({
      code: 'widget-setup',
      message: '<goodword-nps> has no program. Set it, or give it a tracker.',
    })
  })

  it('asks for program and participant once, however many elements there are', async () => {
    const [progress, leaderboard] = page.placeAll(
      `<goodword-progress ${signedIn}></goodword-progress><goodword-leaderboard ${signedIn}></goodword-leaderboard>`,
    )
    await expect.poll(() => textOf(progress!)).toContain('No friends yet')
    await expect.poll(() => textOf(leaderboard!)).toContain('Nobody is on the list')
    const { requests } = page.shop
    const times = (what: string): number => requests.filter((request) => request === what).length
    expect([times('GET /v1/shop'), times('POST /v1/shop/participants')]).toEqual([1, 1])
    // What only one of them shows is not fetched for the other.
    expect(times('GET /v1/shop/me/rewards')).toBe(1)
  })

  it('says what the owner would rather have it say', async () => {
    const element = page.place('<goodword-leaderboard></goodword-leaderboard>')
    element.words = { en: { leaders: 'Our best friends' }, de: { leaders: 'Beste Freunde' } }
    await expect.poll(() => textOf(element)).toContain('Our best friends')
  })

  it('turns to another language with the page', async () => {
    const element = page.place(`<goodword-progress ${signedIn}></goodword-progress>`)
    await expect.poll(() => textOf(element)).toContain('Your friends')
    document.documentElement.lang = 'de'
    await expect.poll(() => textOf(element)).toContain('10 $ schenken, 10 $ bekommen')
    await expect.poll(() => textOf(element)).toContain('Deine Freunde')
    expect(textOf(element)).not.toContain('Your')
  })

  it('takes words of the owner’s own that come late', async () => {
    const element = page.place(`<goodword-progress ${signedIn}></goodword-progress>`)
    await expect.poll(() => textOf(element)).toContain('Your friends')
    element.words = { en: { yourFriends: 'Your crew' } }
    await expect.poll(() => textOf(element)).toContain('Your crew')
  })

  it('follows an identity that comes late, and forgets it when it goes', async () => {
    const element = page.place('<goodword-progress></goodword-progress>')
    await expect.poll(() => textOf(element)).toContain('Sign in to see')
    page.tracker.identify(tokenFor({ sub: 'amy', name: 'Amy Winter' }))
    await expect.poll(() => textOf(element)).toContain('No friends yet')
    page.tracker.identify()
    await expect.poll(() => textOf(element)).toContain('Sign in to see')
  })

  it('is there again after it was moved', async () => {
    const element = page.place('<goodword-leaderboard></goodword-leaderboard>')
    await expect.poll(() => textOf(element)).toContain('Nobody is on the list')
    element.remove()
    document.body.append(element)
    await expect.poll(() => textOf(element)).toContain('Nobody is on the list')
    expect(element.shadowRoot!.querySelectorAll('.panel')).toHaveLength(1)
  })

  it('shows the offer where a backend ranks nobody, and does not ask for a ranking', async () => {
    const { shop } = page
    const view = { ...(await shop.backend.program()), supports: ['referrals', 'rewards'] }
    shop.next.push(Response.json(view))
    const element = page.place('<goodword-leaderboard></goodword-leaderboard>')
    await expect.poll(() => textOf(element)).toBe('Give $10, get $10Invite friends')
    expect(shop.requests).toEqual(['GET /v1/shop'])
  })

  it('shows the variant that its reader is drawn into, and reports that once', async () => {
    // As at an earlier visit.
    localStorage.setItem('goodword-variants:shop', '{"title":"warm"}')
    const variants = [{ id: 'plain' }, { id: 'warm', copy: { en: { title: 'For a friend' } } }]
    const experiment = { id: 'title', control: 'plain', variants }
    page.shop = openShop(parseProgram({ ...shopProgram, experiments: [experiment] }))
    const recorded = vi.spyOn(page.tracker, 'record')
    const [progress, leaderboard] = page.placeAll(
      '<goodword-progress></goodword-progress><goodword-leaderboard></goodword-leaderboard>',
    )
    await expect.poll(() => textOf(progress!)).toContain('For a friend')
    await expect.poll(() => textOf(leaderboard!)).toContain('Nobody is on the list')
    await expect
      .poll(() => recorded.mock.calls)
      .toEqual([[{ type: 'exposure', experiment: 'title', variant: 'warm' }]])
  })

  it('shows hostile names as text, whoever made them up', async () => {
    const attack = '<img src=x onerror=alert(1)>"</style><script>alert(2)</script>'
    await bring('zoe', attack, ['Bo A'])
    const element = page.place(
      `<goodword-leaderboard token="${tokenFor({ sub: 'zoe', name: attack })}"></goodword-leaderboard>`,
    )
    element.words = { en: { leaders: attack, you: attack } }
    await expect.poll(() => textOf(element)).toContain(attack)
    await expect.poll(() => element.shadowRoot!.querySelector('.mine')?.textContent).toContain('<img')
    expect(element.shadowRoot!.querySelector('img, script, [onerror]')).toBeNull()
  })

  it('is shown and brought into view when a moment asks for it', () => {
    const element = page.place('<goodword-nps hidden></goodword-nps>')
    expect([element.ask(), element.hidden]).toEqual([true, false])
  })
})

it('shows the next goal as near as it is, however far the last one', async () => {
  const [, first] = shopProgram.incentives
  const far = { ...first!, id: 'machine', when: { ...first!.when, at: 100 } }
  page.shop = openShop(parseProgram({ ...shopProgram, incentives: [...shopProgram.incentives, far] }))
  await bring('amy', 'Amy Winter', ['Bo', 'Cy'])
  const element = page.place(`<goodword-progress ${signedIn}></goodword-progress>`)
  await expect.poll(() => textOf(element)).toContain('1 more friend to a free bag of coffee')
  // Two of three friends, on the first of two parts.
  const at = parseFloat(inside(element, '.bar').style.getPropertyValue('--at'))
  expect(at).toBeCloseTo((2 / 3) * 50)
})

it('folds what is long, so that what is below it is found', async () => {
  await bring(
    'amy',
    'Amy Winter',
    Array.from({ length: 9 }, (_, index) => `Friend${index}`),
  )
  const element = page.place(`<goodword-progress ${signedIn}></goodword-progress>`)
  await expect.poll(() => textOf(element)).toContain('Your friends')
  const friends = inside(element, '[part=friends]')
  expect(friends.querySelectorAll(':scope > ul > li')).toHaveLength(5)
  expect(inside(element, '[part=friends] summary').textContent).toBe('More (4)')
  expect(friends.querySelectorAll('details li')).toHaveLength(4)
})

it('shows milestones, rewards and friends of whoever is signed in', async () => {
  await bring('amy', 'Amy Winter', ['Bo Larsen'])
  const element = page.place(`<goodword-progress ${signedIn}></goodword-progress>`)
  await expect.poll(() => textOf(element)).toContain('2 more friends to a free bag of coffee')
  await expect.poll(() => textOf(element)).toContain('Bo L.')
  await expect.poll(() => textOf(element)).toContain('$10 credit')
})

describe('the leaderboard', () => {
  it('marks one’s own place', async () => {
    await bring('zoe', 'Zoe Adler', ['Bo A', 'Bo B'])
    await bring('amy', 'Amy Winter', ['Chi A'])
    const element = page.place(`<goodword-leaderboard ${signedIn}></goodword-leaderboard>`)
    await expect
      .poll(() => element.shadowRoot!.querySelector('.mine')?.textContent)
      .toBe('2Amy W. (You)1 friend')
    expect(element.shadowRoot!.querySelectorAll('.mine, [aria-current=true]')).toHaveLength(1)
  })

  it('is as long as its limit', async () => {
    await bring('zoe', 'Zoe Adler', ['Bo A', 'Bo B'])
    await bring('amy', 'Amy Winter', ['Chi A'])
    const element = page.place('<goodword-leaderboard limit="1"></goodword-leaderboard>')
    await expect.poll(() => element.shadowRoot!.querySelectorAll('li')).toHaveLength(1)
  })
})
