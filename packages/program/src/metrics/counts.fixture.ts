import type { ProgramCounts } from './counts.ts'

const none = { count: 0, amount: 0 }

/** A month of the coffee shop, small enough to check by hand. */
export const month: ProgramCounts = {
  customers: 1000,
  offered: 800,
  participants: 250,
  sharers: 60,
  shares: 100,
  clicks: 230,
  referrals: 200,
  leads: 80,
  converted: 30,
  cost: 45_000,
  referred: { customers: 40, orders: 60, revenue: 180_000, churned: 2 },
  direct: { customers: 960, orders: 1200, revenue: 3_000_000, churned: 96 },
  delays: [3000, 1000, 2000],
  rewards: {
    pending: { count: 5, amount: 5000 },
    due: { count: 2, amount: 2000 },
    granted: { count: 23, amount: 23_000 },
    reversed: { count: 1, amount: 1000 },
    'owed-back': { count: 1, amount: 700 },
  },
  channels: [
    { channel: 'email', shares: 60, clicks: 90, referrals: 80, converted: 8, revenue: 48_000 },
    { channel: 'whatsapp', shares: 40, clicks: 140, referrals: 120, converted: 22, revenue: 132_000 },
  ],
  incentives: [
    {
      incentive: 'credit',
      rewards: {
        pending: { count: 5, amount: 5000 },
        due: none,
        granted: { count: 15, amount: 15_000 },
        reversed: { count: 4, amount: 4000 },
        'owed-back': { count: 1, amount: 1000 },
      },
      revenue: 90_000,
    },
  ],
  targets: [{ target: 100, value: 30, start: 0, end: 1000, now: 250 }],
}
