/** A member as the simulator holds them. */
export interface RockMember {
  readonly id: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly externalIdentifier: string
  readonly referralCode: string
  readonly createDt: string
  views: number
  shares: number
}

/** A referral, and whose it is. */
export interface RockReferral {
  readonly id: string
  readonly member: RockMember
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly externalIdentifier: string
  readonly createDate: string
  amount: number
  status: RockStatus
}

/** As the vendor spells them. */
export type RockStatus = 'Pending' | 'Qualified' | 'Approved' | 'Denied'

/** What a referral earned. */
export interface RockReward {
  readonly id: string
  readonly referral: RockReferral
  readonly amount: number
  readonly createDate: string
  status: 'Pending' | 'Issued'
  issueDate: string | null
  note: string
}

/** What the simulated program holds, and how the vendor writes it. */
export function createRockRecords(program: string, now: () => number) {
  const members: RockMember[] = []
  const referrals: RockReferral[] = []
  const rewards: RockReward[] = []

  const stamp = (): string => new Date(now()).toISOString().slice(0, 19)
  const guid = (kind: string, place: number): string =>
    `${kind}0000000-0000-4000-8000-${String(place).padStart(12, '0')}`

  function showMember(member: RockMember): object {
    const { id, email, firstName, lastName, externalIdentifier, referralCode, createDt, views, shares } =
      member
    const own = referrals.filter((one) => one.member === member)
    const count = (status: RockStatus): number => own.filter((one) => one.status === status).length
    const earned = rewards.filter(({ referral }) => referral.member === member)
    const sum = (status: RockReward['status']): number =>
      earned.filter((one) => one.status === status).reduce((total, { amount }) => total + amount, 0)
    return {
      id,
      displayName: `${firstName} ${lastName}`.trim(),
      firstName,
      lastName,
      email,
      externalIdentifier,
      programId: program,
      programName: 'Juniper',
      programTitle: 'Juniper Coffee',
      referralUrl: `https://juniper.referralrock.example/l/${referralCode}/`,
      referralCode,
      memberUrl: `https://juniper.referralrock.example/m/${id}`,
      status: 'Active',
      disabledFlag: false,
      emailShares: 0,
      socialShares: shares,
      views,
      referrals: own.length,
      referralsPending: count('Pending'),
      referralsQualified: count('Qualified'),
      referralsApproved: count('Approved'),
      referralsApprovedAmount: 0,
      rewards: earned.length,
      rewardsPendingAmount: sum('Pending'),
      rewardsIssuedAmount: sum('Issued'),
      rewardAmountTotal: sum('Pending') + sum('Issued'),
      lastShare: null,
      createDt,
      lastActiveDate: null,
      payoutInfo: null,
    }
  }

  function showReferral({ member, ...referral }: RockReferral): object {
    return {
      ...referral,
      displayName: `${referral.firstName} ${referral.lastName}`.trim(),
      fullName: `${referral.firstName} ${referral.lastName}`.trim(),
      phoneNumber: '',
      amountFormatted: `$${referral.amount}`,
      updateDate: referral.createDate,
      approvedDate: referral.status === 'Approved' ? referral.createDate : null,
      qualifiedDate: null,
      referringMemberId: member.id,
      referringMemberName: member.firstName,
      memberEmail: member.email,
      memberReferralCode: member.referralCode,
      memberExternalIdentifier: member.externalIdentifier,
      programId: program,
      programName: 'Juniper',
      programTitle: 'Juniper Coffee',
      source: 'API',
      note: '',
      publicNote: '',
    }
  }

  function showReward({ referral, note: _note, ...reward }: RockReward): object {
    const { member } = referral
    return {
      ...reward,
      memberId: member.id,
      programId: program,
      programName: 'Juniper',
      currencyCode: 'USD',
      type: 'Cash',
      description: '$25 for a friend',
      payoutId: 'p1',
      payoutDescription: 'Gift card',
      paymentType: '',
      paymentCode: '',
      eligibilityDate: reward.createDate,
      updateDate: reward.createDate,
      recipientId: member.id,
      recipientName: member.firstName,
      recipientEmailAddress: member.email,
      referralId: referral.id,
      referralDisplayName: `${referral.firstName} ${referral.lastName}`.trim(),
      programRewardRuleId: 'rule1',
      transactionID: '',
      source: 'Rule',
      externalIdentifier: '',
    }
  }

  function reward(referral: RockReferral): void {
    if (referral.status !== 'Approved' || rewards.some((one) => one.referral === referral)) return
    const facts = { id: guid('c', rewards.length + 1), amount: 25, createDate: stamp() }
    rewards.push({ ...facts, referral, status: 'Pending', issueDate: null, note: '' })
  }

  return { members, referrals, rewards, stamp, guid, showMember, showReferral, showReward, reward }
}

/** The vendor's spelling of a status, however it was written. */
export function readStatus(value: unknown): RockStatus | undefined {
  const known: readonly RockStatus[] = ['Pending', 'Qualified', 'Approved', 'Denied']
  return known.find((status) => status.toLowerCase() === String(value).toLowerCase())
}
