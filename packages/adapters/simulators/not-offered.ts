// What each vendor does not offer, and what happens instead: for the tests, and for the table in the README.
import type { Capability } from '../src/capabilities.ts'
import type { faultyVendors } from './faulty-vendors.ts'

/** Why a capability is missing and what happens instead, as sentences. */
export type NotOffered = Readonly<Partial<Record<Capability, string>>>

/** Every adapter, as `faultyVendors` has them. */
export type AdapterName = keyof typeof faultyVendors

/** What none of the vendors offers. */
const nobody = {
  'enrol.withCode': 'The vendor makes the codes. One that is brought along is passed over.',
  'enrol.attributes': 'The vendor keeps none of ours. They are passed over.',
  'enrol.withoutEmail':
    'People are known by e-mail. Without one: `customer-invalid`, unless the vendor knows the customer’s id.',
  'events.remembered':
    'This process remembers the last 10,000 events; an order is known by its own id for ever.',
  attribution:
    'The code on the order says who brought it; a later order may lack it where the vendor knows the friend.',
  'conversion.direct': 'Orders that nobody brought are `accepted` as `not-referred`, and not sent on.',
  'conversion.unconfirmed': 'A browser’s word of an order is `held`, and not sent on.',
  'refunds.early': 'A refund before its order is `order-unknown`. Send it again when the order is there.',
  milestones: 'What is reached is among the rewards, or in the vendor’s dashboard.',
  'rewards.byProgram':
    'The vendor’s dashboard decides what is given for what; the program file has the words.',
  summary: 'No call for it is known. Look in the vendor’s dashboard.',
  draws: 'There are none.',
  'codes.choose': 'The vendor makes the codes.',
} satisfies NotOffered

const nobodyInvites = { invites: 'No call for it is known. Customers share their link themselves.' } as const
const nobodySees = {
  visits: 'The vendor’s own redirect or script counts them; sent here they are `not-kept`.',
} as const
const friendOnce = {
  'conversion.repeat': 'A friend counts once; further orders are `friend-known`.',
} as const
const wholeOrders = {
  'refunds.partial': 'Whole orders only; a part is `refund-partial`. Change it in the dashboard.',
} as const
const noFriendNeeded = { 'conversion.requiresFriend': 'An order needs no e-mail of the friend.' } as const
const heldCount = { 'stats.held': 'A friend counts when the vendor counts the order.' } as const
const fewStats = {
  'stats.clicks': 'Under no name that is documented; 0 is shown.',
  'stats.shares': 'Under no name that is documented; 0 is shown.',
} as const
const byFile = { programInfo: 'No call for it is known. The program file says it.' } as const
const noCustomerId = {
  'lookup.byCustomer': 'People are found by e-mail. The signed identity needs `email`.',
} as const
const paidThere = { 'rewards.fulfil': 'The vendor pays in its own payouts.' } as const

const growsurf = {
  ...nobody,
  ...nobodySees,
  ...noCustomerId,
  ...heldCount,
  invites: 'Switched on by `inviteSubject` in code; its mails need a verified domain.',
} satisfies NotOffered

/** By adapter; the capabilities of an adapter that is made with a webhook secret and nothing optional besides. */
export const notOffered: Readonly<Record<AdapterName, NotOffered>> = {
  'growsurf-referral': {
    ...growsurf,
    ...friendOnce,
    'refunds.partial': 'A referral is whole: a part that comes back is `not-kept`.',
  },
  'growsurf-affiliate': {
    ...growsurf,
    'stats.refunds': 'Not documented.',
    rewards: 'Commissions are no rewards, and their shape is not documented. See the dashboard.',
    'rewards.all': 'As `rewards`.',
    'rewards.approve': 'As `rewards`.',
    'rewards.fulfil': 'As `rewards`.',
  },
  referralcandy: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...noCustomerId,
    ...byFile,
    ...heldCount,
    ...friendOnce,
    ...fewStats,
    'lookup.byCode': 'No call for it is known. Links are followed without a look.',
    'lookup.readOnly': 'Only signing up tells somebody’s link, so looking for somebody enrols them.',
    'refunds.partial': 'A referral is whole: a part that comes back is `not-kept`.',
    'rewards.approve': 'Its dashboard reviews referrals.',
    leaderboard: 'No call for it is known.',
  },
  referralhero: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...noCustomerId,
    ...friendOnce,
    ...fewStats,
    'stats.refunds': 'It takes no refunds by its API.',
    refunds: 'No call for it is known: `refund-unsupported`. Take the order back in its dashboard.',
    'refunds.partial': 'As `refunds`.',
    'refunds.early': 'As `refunds`.',
    'rewards.approve': 'Bonuses unlock by themselves.',
    'rewards.fulfil': 'Rewards are sent in its dashboard.',
  },
  referralrock: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...friendOnce,
    ...wholeOrders,
    ...noFriendNeeded,
    'rewards.approve': 'That a referral’s status can be set is not documented. Approve it in the dashboard.',
  },
  ambassador: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...wholeOrders,
    ...heldCount,
    ...fewStats,
    ...paidThere,
    'conversion.requiresFriend': 'The friend’s e-mail is needed, and makes no ambassador of them.',
    'stats.refunds': 'Whether the friend of a denied commission still counts is not documented.',
  },
  firstpromoter: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...byFile,
    ...heldCount,
    ...noFriendNeeded,
    ...paidThere,
    'stats.refunds': 'Not documented.',
    'stats.shares': 'There is no place for it; 0 is shown.',
  },
  tapfiliate: {
    ...nobody,
    ...nobodyInvites,
    ...noCustomerId,
    ...heldCount,
    ...noFriendNeeded,
    ...wholeOrders,
    ...paidThere,
    'lookup.byCode': 'No call for it is documented. Links are followed without a look.',
    'stats.clicks': 'They are listed, and not counted; 0 is shown.',
    'stats.shares': 'There is no place for it; 0 is shown.',
    leaderboard: 'No call for it is known.',
    'webhooks.verified': 'Nothing vouches for its webhooks: none is taken.',
  },
  dub: {
    ...nobody,
    ...nobodySees,
    ...nobodyInvites,
    ...byFile,
    ...heldCount,
    ...noFriendNeeded,
    ...wholeOrders,
    ...paidThere,
    attribution:
      'The click on the order (`dub_id`) says who brought it; a later order of the customer needs none.',
    'stats.refunds': 'Not documented.',
    'stats.shares': 'There is no place for it; 0 is shown.',
    'rewards.approve': 'Commissions ripen by themselves.',
  },
}
