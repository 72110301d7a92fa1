/** What a backend may or may not be able to do; whoever shows it hides, emulates or explains the rest. */
export const capabilities = {
  programInfo: 'The backend itself knows its program; otherwise a program file stands beside it.',
  'enrol.withoutEmail': 'A customer can be known by the owner’s id alone.',
  'enrol.withCode':
    'Gives a customer the code that they had elsewhere, so that their old links keep working.',
  'enrol.attributes': 'Keeps what a signed identity says of a customer, for segments.',
  'lookup.byCustomer': 'Finds a participant by the owner’s customer id.',
  'lookup.byCode': 'Finds a participant by their code.',
  'lookup.readOnly': 'Looking for somebody never enrols them.',
  visits:
    'Keeps the visits and shares that are sent; otherwise the vendor’s own redirect or script counts them.',
  'events.remembered': 'Says `duplicate` of any event that it had before, whoever sends it again.',
  attribution: 'Binds friends by visitor, customer and window; otherwise by the code on the order alone.',
  'conversion.direct': 'Keeps orders that nobody brought.',
  'conversion.repeat': 'Counts every order of a friend; otherwise a friend counts once.',
  'conversion.idempotent':
    'Takes an order once, for ever, in whatever process; otherwise one in doubt is `held`.',
  'conversion.unconfirmed': 'Keeps a browser’s word of an order until the server confirms it.',
  'conversion.requiresFriend': 'Needs the friend’s e-mail on the order, and makes the friend a participant.',
  refunds: 'Takes an order back.',
  'refunds.partial': 'Takes a part of an order back.',
  'refunds.early': 'Takes a refund that arrives before its order.',
  stats: 'Counts a participant’s friends and rewards.',
  'stats.held': 'Counts friends and rewards whose order is still on hold.',
  'stats.refunds': 'Counts a friend no more whose orders all came back.',
  'stats.clicks': 'Counts the visits that a link brought.',
  'stats.shares': 'Counts how often a participant shared.',
  milestones: 'Tells how far a participant is towards a milestone.',
  referrals: 'Lists a participant’s friends.',
  rewards: 'Lists a participant’s rewards.',
  'rewards.byProgram': 'Decides rewards by the program file; otherwise by what the vendor’s dashboard says.',
  'rewards.all': 'Lists all rewards, for the owner.',
  'rewards.approve': 'Approves a reward that waits for it.',
  'rewards.fulfil': 'Marks a reward as given.',
  leaderboard: 'Ranks participants by friends.',
  invites: 'Sends invitations by e-mail.',
  'codes.choose': 'Lets a participant choose a code of their own.',
  summary: 'Sums up the program, for the owner.',
  draws: 'Holds draws, and tells of them.',
  'webhooks.verified': 'Understands what the vendor sends, and knows it from what others send.',
} as const

export type Capability = keyof typeof capabilities
