import { httpBackend } from '@goodword/adapters/http'
import type { GoodwordError } from '@goodword/program'
import { describe, expect, it } from 'vitest'
import { openShop, problem, tokenFor, type TestShop } from '../testing.ts'
import { createInvitation, type Invitation } from './invitation.ts'

interface Reader {
  readonly invitation: Invitation
  readonly errors: string[]
  token: string | undefined
  isOnline: boolean
  locale: string
}

function reader(shop: TestShop, token?: string, locale = 'en'): Reader {
  const errors: string[] = []
  const backend = httpBackend({
    url: 'https://refer.example',
    program: 'shop',
    fetch: shop.fetch,
    token: () => state.token,
  })
  const invitation = createInvitation({
    connect: async () => backend,
    token: () => state.token,
    locale: () => state.locale,
    isOnline: () => state.isOnline,
    onError: (error: GoodwordError) => errors.push(error.code),
  })
  const state: Reader = { invitation, errors, token, isOnline: true, locale }
  return state
}

const amy = tokenFor({ sub: 'amy', name: 'Amy Winter' })

describe('a signed reader', () => {
  it('is enrolled, and sees rewards and friends', async () => {
    const shop = openShop()
    const { code } = await shop.backend.enrol({ id: 'amy', name: 'Amy Winter' })
    await shop.order(code, 'Bo Larsen', 2)
    const { invitation } = reader(shop, amy)
    await invitation.refresh()
    expect(invitation.participant.value).toMatchObject({ code, name: 'Amy Winter' })
    expect(invitation.referrals.value?.items).toMatchObject([{ friend: 'Bo L.', state: 'converted' }])
    expect(invitation.rewards.value?.items).toMatchObject([{ state: 'pending', friend: 'Bo L.' }])
    expect(invitation.participant.value?.milestones).toMatchObject([{ have: 1, at: 3 }])
  })

  it('is enrolled while the offer is on its way, and told once when neither can be had', async () => {
    const shop = openShop()
    const asked: string[] = []
    let answer = (): void => {}
    const isAnswered = new Promise<void>((resolve) => (answer = resolve))
    const backend = httpBackend({
      url: 'https://refer.example',
      program: 'shop',
      async fetch(input, init) {
        asked.push(new URL(new Request(input).url).pathname)
        await isAnswered
        return shop.fetch(input, init)
      },
      token: () => amy,
    })
    const errors: string[] = []
    const invitation = createInvitation({
      connect: async () => backend,
      token: () => amy,
      locale: () => 'en',
      isOnline: () => true,
      onError: ({ code }) => errors.push(code),
    })
    const done = invitation.refresh()
    await expect.poll(() => asked.toSorted()).toEqual(['/v1/shop', '/v1/shop/participants'])
    shop.next.push(problem('program-unknown'), problem('program-unknown'))
    answer()
    await done
    expect(errors).toEqual(['program-unknown'])
    await invitation.refresh()
    expect(invitation.participant.value?.name).toBe('Amy Winter')
  })

  it('keeps the link when the rest fails, and is told', async () => {
    const shop = openShop()
    const { invitation, errors } = reader(shop, amy)
    await invitation.refresh()
    const { link } = invitation.participant.value!
    shop.next.push(problem('internal'))
    await invitation.refresh()
    expect(invitation.participant.value?.link).toBe(link)
    expect(invitation.trouble.value).toBe('unreachable')
    expect(errors).toEqual(['internal'])
    await invitation.refresh()
    expect(invitation.trouble.value).toBeUndefined()
  })

  it('is told that the sign-in has run out, and goes on with a new token', async () => {
    const shop = openShop()
    const state = reader(shop, amy)
    await state.invitation.prepare()
    shop.next.push(problem('token-expired'))
    await state.invitation.refresh()
    expect(state.invitation.trouble.value).toBe('expired')
    state.token = tokenFor({ sub: 'amy', name: 'Amy Winter' })
    await state.invitation.refresh()
    expect(state.invitation.trouble.value).toBeUndefined()
    expect(state.invitation.participant.value?.name).toBe('Amy Winter')
  })

  it('who is somebody else now sees nothing of who was there before', async () => {
    const shop = openShop()
    const { code } = await shop.backend.enrol({ id: 'amy' })
    await shop.order(code, 'Bo Larsen', 2)
    const state = reader(shop, amy)
    await state.invitation.refresh()
    state.token = tokenFor({ sub: 'zoe' })
    const refreshed = state.invitation.refresh()
    expect(state.invitation.participant.value).toBeUndefined()
    expect(state.invitation.rewards.value).toBeUndefined()
    await refreshed
    expect(state.invitation.referrals.value?.items).toEqual([])
  })

  it('never gets an answer that was meant for who was there before', async () => {
    const shop = openShop()
    const state = reader(shop, amy)
    const late = state.invitation.refresh()
    state.token = undefined
    await state.invitation.refresh()
    await late
    expect(state.invitation.participant.value).toBeUndefined()
    expect(state.invitation.isSignedIn.value).toBe(false)
    expect(state.invitation.isBusy.value).toBe(false)
  })
})

describe('a reader whom nobody has signed', () => {
  it('sees the offer, gives an e-mail, and gets a link and nothing else', async () => {
    const shop = openShop()
    const { invitation } = reader(shop)
    await invitation.refresh()
    expect(invitation.view.value?.copy.title).toBe('Give $10, get $10')
    await invitation.join('zoe@example.com')
    expect(Object.keys(invitation.participant.value!).sort()).toEqual(['code', 'link'])
    await invitation.refresh()
    expect(invitation.participant.value?.link).toContain('https://shop.example/')
    expect(shop.requests).not.toContain('GET /v1/shop/me/rewards')
  })

  it('is asked to look at an e-mail that the server refuses', async () => {
    const shop = openShop()
    const { invitation } = reader(shop)
    await invitation.refresh()
    shop.next.push(problem('customer-invalid'))
    await invitation.join('zoe@')
    expect(invitation.trouble.value).toBe('email')
    await invitation.join('zoe@example.com')
    expect(invitation.trouble.value).toBeUndefined()
  })
})

describe('the program', () => {
  it('is fetched once, and the words are in the language of the offer', async () => {
    const shop = openShop()
    const { invitation } = reader(shop, undefined, 'de-AT')
    await Promise.all([invitation.prepare(), invitation.prepare(), invitation.refresh()])
    expect(shop.requests).toEqual(['GET /v1/shop'])
    expect(invitation.view.value?.locale).toBe('de')
    expect(invitation.words.value.copied).toBe('Kopiert')
    expect(invitation.locale()).toBe('de-AT')
  })

  it('speaks the offer’s language where the reader’s is not offered', async () => {
    const { invitation } = reader(openShop(), undefined, 'fr-CA')
    await invitation.refresh()
    expect(invitation.words.value.copied).toBe('Copied')
    expect(invitation.locale()).toBe('en')
  })

  it('comes in the language that the page has turned to meanwhile', async () => {
    const turning = reader(openShop(), undefined, 'en')
    const shown = turning.invitation.prepare()
    turning.locale = 'de'
    await shown
    expect(turning.invitation.view.value?.locale).toBe('de')
    expect(turning.invitation.words.value.copied).toBe('Kopiert')
  })

  it('is fetched again after it could not be, without a word before anybody asked', async () => {
    const shop = openShop()
    const { invitation, errors } = reader(shop)
    shop.next.push(problem('program-unknown'))
    await invitation.prepare()
    expect(invitation.trouble.value).toBeUndefined()
    expect(errors).toEqual([])
    await invitation.refresh()
    expect(invitation.view.value?.id).toBe('shop')
  })

  it('that nobody knows is not blamed on the connection', async () => {
    const shop = openShop()
    const state = reader(shop)
    shop.next.push(problem('program-unknown'))
    await state.invitation.refresh()
    expect(state.invitation.trouble.value).toBe('unavailable')
    state.isOnline = false
    shop.next.push(problem('program-unknown'))
    await state.invitation.refresh()
    expect(state.invitation.trouble.value).toBe('offline')
  })
})
