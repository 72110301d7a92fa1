/**
 * What the owner's systems can hear of, and what `data` holds then. A participant, friend or referrer is
 * `{ id, customer? }`: our key, and the owner's own id; `email` is added for webhooks that include it.
 */
export const messageTypes = {
  'reward.pending':
    'Earned, and on hold or under review: reward, incentive, participant, to, state, give, money?, at, due?, reason, friend?.',
  'reward.due': 'To be given now; as reward.pending.',
  'reward.granted': 'Given; as reward.pending.',
  'reward.reversed': 'Taken back before it was given, or not owed any more; as reward.pending.',
  'reward.owed_back': 'Refunded after it was given; money is what is owed back; as reward.pending.',
  'referral.converted': 'A friend’s order counts: referrer, friend, at.',
  'participant.enrolled': 'Somebody can refer: participant, code.',
  'review.opened': 'Something waits for a person’s decision: review, rule, and what it is about.',
  'webhook.disabled': 'A webhook was switched off: webhook, host, reason. By mail to the owner only.',
  'webhook.test': 'What the test of a webhook sends: webhook.',
} as const

/** The type of a message. */
export type MessageType = keyof typeof messageTypes

/** The types that a webhook can ask for. */
export const webhookTypes = (Object.keys(messageTypes) as readonly MessageType[]).filter(
  (type) => type !== 'webhook.disabled' && type !== 'webhook.test',
)
