// The vendors of affiliate programs with more people than a few pages hold. For tests only; not published.
import { dub } from '../src/dub/index.ts'
import { firstpromoter } from '../src/firstpromoter/index.ts'
import { tapfiliate } from '../src/tapfiliate/index.ts'
import { amy, type Crowd } from './crowd.ts'
import { vendorProgram as program } from './orders.ts'
import { simulatedVendors } from './vendors.ts'

/** By vendor; see `crowds`. */
export const affiliateCrowds = {
  firstpromoter(now) {
    const { simulator, settings } = simulatedVendors.firstpromoter(now)
    const { apiKey, accountId, promoters, commissions } = simulator
    const at = (place: number): string => new Date(now() - 9e7 + place * 1000).toISOString()
    const add = (email: string): void => {
      const place = promoters.length + 1
      const facts = { id: place, email, cust_id: null, ref_token: `fp${place}x`, joined_at: at(place) }
      promoters.push({ ...facts, profile: { first_name: 'Bo' } })
    }
    const bring = (promoter: (typeof promoters)[number]): void => {
      const place = commissions.length + 1
      const lead = { id: place, email: `friend-${place}@example.com`, uid: null, promoter }
      const facts = { id: place, event_id: `order-${place}`, sale_amount: 4200, created_at: at(place) }
      commissions.push({ ...facts, lead, status: 'approved', is_paid: false })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) =>
        firstpromoter({ ...options, apiKey, accountId, url: `${url}/api/v2`, program }),
      addFriend: () => bring(promoters[0]!),
      addPerson(friends) {
        add(`person-${promoters.length}@example.com`)
        for (let index = 0; index < friends; index++) bring(promoters.at(-1)!)
      },
      counts: () => ({
        friends: commissions.filter(({ lead }) => lead.promoter === promoters[0]).length,
        rewards: commissions.length,
      }),
      emails: () => promoters.map(({ email }) => email),
      pages: [100, 100, 100],
    }
  },
  tapfiliate(now) {
    const { simulator, settings } = simulatedVendors.tapfiliate(now)
    const { apiKey, program: programId, affiliates, conversions } = simulator
    const at = (place: number): string =>
      new Date(now() - 9e7 + place * 1000).toISOString().replace(/\.\d+Z$/, '+00:00')
    const add = (email: string): void => {
      const place = affiliates.length + 1
      const facts = { id: `af${place}`, email, firstname: 'Bo', lastname: '-', created_at: at(place) }
      affiliates.push({ ...facts, code: `nw${place}` })
    }
    const bring = (affiliate: (typeof affiliates)[number]): void => {
      const place = conversions.length + 1
      const facts = { id: `cv${place}`, external_id: `order-${place}`, amount: 42, created_at: at(place) }
      const earned = { affiliate, commission: { id: `co${place}`, approved: true } }
      conversions.push({ ...facts, ...earned, meta_data: { goodword_friend: `friend-${place}` } })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) => tapfiliate({ ...options, apiKey, programId, url: `${url}/1.6`, program }),
      addFriend: () => bring(affiliates[0]!),
      addPerson(friends) {
        add(`person-${affiliates.length}@example.com`)
        for (let index = 0; index < friends; index++) bring(affiliates.at(-1)!)
      },
      counts: () => ({
        friends: conversions.filter(({ affiliate }) => affiliate === affiliates[0]).length,
        rewards: conversions.length,
      }),
      emails: () => affiliates.map(({ email }) => email),
      pages: [25, 25, 25],
    }
  },
  dub(now) {
    const { simulator, settings } = simulatedVendors.dub(now)
    const { apiKey, domain, partners, commissions } = simulator
    const at = (place: number): string => new Date(now() - 9e7 + place * 1000).toISOString()
    const add = (email: string): void => {
      const place = partners.length + 1
      const facts = { id: `pn${place}`, email, name: 'Bo', key: `dub${place}`, createdAt: at(place) }
      partners.push({ ...facts, tenantId: null, clicks: 0 })
    }
    const bring = (partner: (typeof partners)[number]): void => {
      const place = commissions.length + 1
      const customer = { id: `cus${place}`, externalId: `friend-${place}`, name: 'Bo' }
      const facts = { id: `cm${place}`, invoiceId: `order-${place}`, amount: 4200, createdAt: at(place) }
      commissions.push({ ...facts, customer, partner, status: 'processed' })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) => dub({ ...options, apiKey, domain, url, program }),
      addFriend: () => bring(partners[0]!),
      addPerson(friends) {
        add(`person-${partners.length}@example.com`)
        for (let index = 0; index < friends; index++) bring(partners.at(-1)!)
      },
      counts: () => ({
        friends: commissions.filter(({ partner }) => partner === partners[0]).length,
        rewards: commissions.length,
      }),
      emails: () => partners.map(({ email }) => email),
      pages: [100, 100, 100],
    }
  },
} satisfies Readonly<Record<string, (now: () => number) => Crowd>>
