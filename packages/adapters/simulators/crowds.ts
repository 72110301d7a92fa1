// Vendors with more people than a few pages hold, put into their simulators at once. For tests only; not published.
import { ambassador } from '../src/ambassador/index.ts'
import { growsurf } from '../src/growsurf/index.ts'
import { referralcandy } from '../src/referralcandy/index.ts'
import { referralhero } from '../src/referralhero/index.ts'
import { referralrock } from '../src/referralrock/index.ts'
import { affiliateCrowds } from './affiliate-crowds.ts'
import { amy, type Crowd } from './crowd.ts'
import { vendorProgram as program } from './orders.ts'
import { simulatedVendors, type VendorName } from './vendors.ts'

/** By vendor; times and names run on, so that no two items are alike. */
export const crowds: Readonly<Record<VendorName, (now: () => number) => Crowd>> = {
  growsurf(now) {
    const { simulator, settings } = simulatedVendors.growsurf(now)
    const { key: apiKey, campaign, state } = simulator
    const { participant } = state.add(amy, { firstName: 'Amy' })
    const bring = (referredBy: string): void => {
      const email = `friend-${state.participants.length}@example.com`
      state.trigger(state.add(email, { firstName: 'Bo', referredBy }).participant, 0)
    }
    return {
      simulator,
      settings,
      connect: (url, options) => growsurf({ ...options, url: `${url}/v2`, apiKey, campaign, program }),
      friendsJoin: true,
      addFriend: () => bring(participant.id),
      addPerson(friends) {
        const { id } = state.add(`person-${state.participants.length}@example.com`, {}).participant
        for (let index = 0; index < friends; index++) bring(id)
      },
      counts: () => ({
        friends: participant.rewards.length,
        rewards: state.participants.reduce((sum, { rewards }) => sum + rewards.length, 0),
      }),
      emails: () => state.participants.map(({ email }) => email),
      pages: [100, 100, 100],
    }
  },
  referralcandy(now) {
    const { simulator, settings } = simulatedVendors.referralcandy(now)
    const { accessId, secretKey, contacts, referrals } = simulator
    const add = (email: string): void => {
      const id = contacts.length + 1
      contacts.push({ id, email, first: 'Bo', last: '', code: `RC${id}X`, signedUp: true })
    }
    const bring = (referring_email: string): void => {
      const count = contacts.length
      const referral_email = `friend-${count}@example.com`
      add(referral_email)
      // Several in one second, and none of them under an id of ours: as a shop's own orders are.
      const referral_timestamp = Math.floor(now() / 1000) - 30 * 86_400 + Math.floor(count / 3)
      const external_reference_id = undefined
      referrals.push({ referral_email, referral_timestamp, referring_email, external_reference_id })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) =>
        referralcandy({ ...options, url: `${url}/api/v2`, accessId, secretKey, program }),
      friendsJoin: true,
      addFriend: () => bring(amy),
      addPerson(friends) {
        const email = `person-${contacts.length}@example.com`
        add(email)
        for (let index = 0; index < friends; index++) bring(email)
      },
      // Each was counted long ago.
      counts: () => ({
        friends: referrals.filter((one) => one.referring_email === amy).length,
        rewards: referrals.length,
      }),
      emails: () => contacts.map(({ email }) => email),
      pages: [100, 10_000, 50],
    }
  },
  referralhero(now) {
    const { simulator, settings } = simulatedVendors.referralhero(now)
    const { token, list: campaign, subscribers, rewards } = simulator
    const add = (email: string, referrer: string | undefined): void => {
      const place = subscribers.length + 1
      const createdAt = Math.floor(now() / 1000) - 90_000 + place
      const id = `sub_${String(place).padStart(8, '0')}`
      const facts = { id, email, referrer, createdAt, name: 'Bo', code: `c${place}`, host: program.url }
      subscribers.push({ ...facts, verified: true, extra: {}, status: 'confirmed' })
    }
    add(amy, undefined)
    const { id: subscriber } = subscribers[0]!
    const bring = (by: string): void => {
      add(`friend-${subscribers.length}@example.com`, by)
      const { createdAt } = subscribers.at(-1)!
      rewards.push({ id: rewards.length + 1, name: 'Mug', subscriber: by, status: 'unlocked', createdAt })
    }
    return {
      simulator,
      settings,
      connect: (url, options) => referralhero({ ...options, url: `${url}/api/v2`, token, campaign, program }),
      friendsJoin: true,
      addFriend: () => bring(subscriber),
      addPerson(friends) {
        add(`person-${subscribers.length}@example.com`, undefined)
        const { id } = subscribers.at(-1)!
        for (let index = 0; index < friends; index++) bring(id)
      },
      counts: () => ({
        friends: rewards.filter((one) => one.subscriber === subscriber).length,
        rewards: rewards.length,
      }),
      emails: () => subscribers.map(({ email }) => email),
      pages: [50, 50, 50],
    }
  },
  referralrock(now) {
    const { simulator, settings } = simulatedVendors.referralrock(now)
    const { publicKey, privateKey, program: programId, members, referrals, rewards } = simulator
    const at = (place: number): string => new Date(now() - 9e7 + place * 1000).toISOString().slice(0, 19)
    const add = (email: string) => {
      const place = members.length + 1
      const facts = { email, firstName: 'Bo', lastName: '', externalIdentifier: '', views: 0, shares: 0 }
      members.push({ ...facts, id: `a${place}`, referralCode: `ROCK${place}`, createDt: at(place) })
    }
    const bring = (member: (typeof members)[number]): void => {
      const place = referrals.length + 1
      const createDate = at(place)
      const who = { email: `friend-${place}@example.com`, firstName: 'Bo', lastName: '' }
      const facts = { id: `b${place}`, externalIdentifier: `order-${place}`, createDate, amount: 42 }
      const referral = { ...who, ...facts, member, status: 'Approved' as const }
      referrals.push(referral)
      const waiting = { status: 'Pending', issueDate: null, note: '' } as const
      rewards.push({ id: `c${place}`, referral, amount: 25, createDate, ...waiting })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) => referralrock({ ...options, publicKey, privateKey, programId, url, program }),
      addFriend: () => bring(members[0]!),
      addPerson(friends) {
        add(`person-${members.length}@example.com`)
        for (let index = 0; index < friends; index++) bring(members.at(-1)!)
      },
      counts: () => ({
        friends: referrals.filter(({ member }) => member === members[0]).length,
        rewards: rewards.length,
      }),
      emails: () => members.map(({ email }) => email),
      pages: [200, 200, 200],
    }
  },
  ambassador(now) {
    const { simulator, settings } = simulatedVendors.ambassador(now)
    const { username, token, campaign, advocates, commissions } = simulator
    const at = (place: number): string => new Date(now() - 9e7 + place * 1000).toISOString().slice(0, 19)
    const add = (email: string): void => {
      const place = advocates.length + 1
      const facts = { email, uid: `u${place}`, firstName: 'Bo', lastName: '', code: `Mb${place}` }
      advocates.push({ ...facts, sandbox: '0', createdAt: at(place) })
    }
    const bring = (advocate: (typeof advocates)[number]): void => {
      const place = commissions.length + 1
      const facts = {
        uid: String(place),
        friend: `friend-${place}@example.com`,
        transaction: `order-${place}`,
      }
      const money = { revenue: '42.00', amount: '10.00', approved: '1', paid: false } as const
      commissions.push({ ...facts, ...money, advocate, createdAt: at(place) })
    }
    add(amy)
    return {
      simulator,
      settings,
      connect: (url, options) =>
        ambassador({ ...options, username, token, campaign, url: `${url}/api/v2`, program }),
      addFriend: () => bring(advocates[0]!),
      addPerson(friends) {
        add(`person-${advocates.length}@example.com`)
        for (let index = 0; index < friends; index++) bring(advocates.at(-1)!)
      },
      counts: () => ({
        friends: commissions.filter(({ advocate }) => advocate === advocates[0]).length,
        rewards: commissions.length,
      }),
      emails: () => advocates.map(({ email }) => email),
      pages: [100, 100, 100],
    }
  },
  ...affiliateCrowds,
}
