/** Campaign bonuses: what a subscriber gets, and for how many confirmed referrals. */
export const heroBonuses = [{ title: 'Mug', description: 'A mug for your first friend', referrals: 1 }]

/** A subscriber as the simulator holds them. */
export interface HeroSubscriber {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly code: string
  readonly host: string
  readonly createdAt: number
  readonly referrer: string | undefined
  verified: boolean
  extra: Readonly<Record<string, string>>
  status: 'confirmed' | 'custom_event_pending' | 'pending'
}

/** One conversion or purchase that was counted. */
export interface HeroConversion {
  readonly email: string
  readonly value: number
  readonly transaction: string | undefined
}

/** What a subscriber unlocked. */
export interface HeroReward {
  readonly id: number
  readonly name: string
  readonly subscriber: string
  readonly status: 'unlocked' | 'sent'
  readonly createdAt: number
}

/** What the simulated campaign holds, and how the vendor writes it. */
export function createHeroRecords(casing: 'snake' | 'camel', now: () => number) {
  const subscribers: HeroSubscriber[] = []
  /** What was counted: the vendor is not known to refuse a transaction that it has. */
  const conversions: HeroConversion[] = []
  const transactions: HeroConversion[] = []
  const rewards: HeroReward[] = []

  const seconds = (): number => Math.floor(now() / 1000)
  const find = (key: unknown): HeroSubscriber | undefined =>
    subscribers.find(
      ({ id, email, code }) => key === id || key === code || email === String(key).toLowerCase(),
    )
  const broughtBy = (id: string, status?: HeroSubscriber['status']): HeroSubscriber[] =>
    subscribers.filter((friend) => friend.referrer === id && (!status || friend.status === status))

  function show(subscriber: HeroSubscriber, response?: string): object {
    const { id, email, name, code, host, createdAt, referrer, verified, status, extra } = subscriber
    const by = find(referrer)
    const count = broughtBy(id, 'confirmed').length
    const counts = new Map<string, number>()
    for (const one of subscribers)
      if (one.referrer !== undefined && one.status === 'confirmed')
        counts.set(one.referrer, (counts.get(one.referrer) ?? 0) + 1)
    const above = [...counts.values()].filter((other) => other > count)
    return {
      id,
      email,
      name,
      phone_number: null,
      extra_field: extra['extra_field'] ?? null,
      extra_field_2: extra['extra_field_2'] ?? null,
      option_field: extra['option_field'] ?? null,
      conversion_amount: conversions
        .filter((one) => one.email === email)
        .reduce((sum, one) => sum + one.value, 0),
      code,
      position: above.length + 1,
      referred: Boolean(by),
      referred_by: by ? { id: by.id, name: by.name, email: by.email, people_referred: 1, points: 0 } : null,
      people_referred: count,
      promoted: false,
      promoted_at: null,
      verified,
      verified_at: verified ? createdAt : null,
      points: count * 10,
      risk_level: 0,
      host,
      source: '',
      device: '',
      status,
      referral_link: `${host}?mwr=${code}`,
      universal_link: `https://referralhero.example/${code}`,
      created_at: createdAt,
      last_updated_at: seconds(),
      ...(response && { response }),
    }
  }

  function showReward({ id, name, subscriber, status, createdAt }: HeroReward, withOwner: boolean): object {
    const owner = find(subscriber)
    const facts = {
      id,
      name,
      status,
      image_url: null,
      value: 0,
      coupon_code: 'MUG',
      coupon_group: null,
      referral: null,
      referrals: 1,
      referrals_type: 'confirmed',
      signup_type: 'all',
      recurring_count: null,
      created_at: createdAt,
      unlocked_date: createdAt,
      sent_date: status === 'sent' ? createdAt : null,
      ...(withOwner && { subscriber_id: subscriber, subscriber_email: owner?.email }),
    }
    if (casing === 'snake') return facts
    const camel = (key: string): string => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    return Object.fromEntries(Object.entries(facts).map(([key, value]) => [camel(key), value]))
  }

  function reward({ referrer }: HeroSubscriber): void {
    for (const { title, referrals } of heroBonuses) {
      if (referrer === undefined || broughtBy(referrer, 'confirmed').length !== referrals) continue
      rewards.push({
        id: rewards.length + 1,
        name: title,
        subscriber: referrer,
        status: 'unlocked',
        createdAt: seconds(),
      })
    }
  }

  return {
    subscribers,
    conversions,
    transactions,
    rewards,
    seconds,
    find,
    broughtBy,
    show,
    showReward,
    reward,
  }
}
