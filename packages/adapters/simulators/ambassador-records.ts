/** An ambassador as the simulator holds them. */
export interface Advocate {
  readonly email: string
  readonly uid: string
  readonly firstName: string
  readonly lastName: string
  readonly code: string
  readonly sandbox: string
  readonly createdAt: string
}

/** What one order earned. */
export interface AmbassadorCommission {
  readonly uid: string
  readonly advocate: Advocate
  readonly friend: string
  readonly transaction: string
  readonly revenue: string
  readonly amount: string
  readonly createdAt: string
  /** As the vendor writes it: 0 pending, 1 approved, 2 denied. */
  approved: '0' | '1' | '2'
  paid: boolean
}

/** What the simulated campaign holds, and how the vendor writes it; `shape` is that of a commission. */
export function createAmbassadorRecords(campaign: string, shape: 'flat' | 'nested') {
  const advocates: Advocate[] = []
  const commissions: AmbassadorCommission[] = []

  const earnedBy = (advocate: Advocate): AmbassadorCommission[] =>
    commissions.filter((one) => one.advocate === advocate)

  function show(advocate: Advocate): object {
    const own = earnedBy(advocate)
    const sum = (isCounted: (one: AmbassadorCommission) => boolean): string =>
      own
        .filter((one) => one.approved === '1' && isCounted(one))
        .reduce((total, { amount }) => total + Number(amount), 0)
        .toFixed(2)
    const { email, uid, firstName, lastName, code, sandbox, createdAt } = advocate
    const path = sandbox === '1' ? 'sndbx/' : ''
    const link = {
      campaign_uid: campaign,
      campaign_name: 'Juniper',
      url: `https://mbsy.example/${path}${code}`,
      sandbox,
      private: '0',
      total_money_earned: sum(() => true),
      total_points_earned: '0',
    }
    return {
      first_name: firstName,
      last_name: lastName,
      email,
      uid,
      balance_money: sum(({ paid }) => !paid),
      balance_points: '0',
      money_paid: sum(({ paid }) => paid),
      points_paid: '0',
      memorable_url: `http://mbsy.example/juniper/${code}`,
      unique_referrals: String(
        new Set(own.filter((one) => one.approved !== '2').map(({ friend }) => friend)).size,
      ),
      sandbox,
      status: 'enrolled',
      groups: '',
      created_at: createdAt,
      campaign_links: [
        { ...link, campaign_uid: '9', campaign_name: 'An older one', url: `https://mbsy.example/old${code}` },
        link,
      ],
    }
  }

  function showCommission(one: AmbassadorCommission): object {
    const { uid, advocate, friend, transaction, revenue, amount, createdAt, approved, paid } = one
    const facts = {
      created_at: createdAt,
      is_approved: approved,
      is_paid: paid ? '1' : '0',
      campaign_uid: campaign,
      revenue,
    }
    if (shape === 'flat')
      return {
        commission_uid: uid,
        ...facts,
        transaction_uid: transaction,
        email: friend,
        ambassador_email: advocate.email,
        commission_amount: amount,
      }
    const referring = { email: advocate.email, uid: advocate.uid }
    return {
      uid,
      ...facts,
      transaction_uid: transaction,
      referred: { email: friend },
      referring_ambassador: referring,
      commission: amount,
    }
  }

  return { advocates, commissions, earnedBy, show, showCommission }
}
