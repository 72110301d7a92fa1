import { binomial, poisson } from './draw.ts'
import type { Random } from './random.ts'
import { poissonChances, split } from './split.ts'

/**
 * Customers who are still there, counted by the friends that they have brought: `cohort[3]` is how many brought three.
 * The last place, `top`, holds everybody with that many or more, for whom no incentive looks at the number any more.
 */
export type Cohort = number[]

/** The chances of one month, the same for every customer. */
export interface MonthChances {
  /** Mean of a customer's shares in the month. */
  readonly shares: number
  /** Mean of the friends that come of one share, and whose order stands. */
  readonly friendsPerShare: number
  /** Friends that there are to bring, at most. */
  readonly atMost: number
}

/** Somebody who had `from` friends has `to` now: so many `people` at once. */
export type Brought = (from: number, to: number, people: number) => void

/**
 * Lets everybody share for a month, and moves them up by the friends they bring. Exact: customers are alike but for
 * their friends, so that dividing each place of the cohort at random is the same as asking them one by one.
 */
export function bringFriends(
  cohort: Cohort,
  top: number,
  chances: MonthChances,
  random: Random,
  brought: Brought,
): { readonly shares: number; readonly friends: number } {
  const shareChances = poissonChances(chances.shares)
  const friendChances: (readonly number[])[] = []
  let [shares, friends] = [0, 0]
  const move = (from: number, to: number, people: number): void => {
    const place = Math.min(to, top)
    while (cohort.length <= place) cohort.push(0)
    cohort[from]! -= people
    cohort[place]! += people
  }
  // Downwards, so that nobody who has moved up is asked again.
  for (let from = cohort.length - 1; from >= 0; from--) {
    const people = cohort[from]!
    if (people === 0) continue
    if (from === top) {
      const shared = poisson(people * chances.shares, random)
      shares += shared
      friends += Math.min(chances.atMost - friends, poisson(shared * chances.friendsPerShare, random))
      continue
    }
    split(people, shareChances, random, (times, sharers) => {
      if (times === 0) return
      shares += times * sharers
      friendChances[times] ??= poissonChances(times * chances.friendsPerShare)
      split(sharers, friendChances[times], random, (more, people) => {
        const lucky = more === 0 ? 0 : Math.min(people, Math.floor((chances.atMost - friends) / more))
        if (lucky === 0) return
        friends += more * lucky
        move(from, from + more, lucky)
        brought(from, from + more, lucky)
      })
    })
  }
  return { shares, friends }
}

/** Lets each customer leave with the chance `leaves`. */
export function churn(cohort: Cohort, leaves: number, random: Random): void {
  for (const [place, people] of cohort.entries()) cohort[place] = people - binomial(people, leaves, random)
}

/** How many there are. */
export const sizeOf = (cohort: Cohort): number => cohort.reduce((sum, people) => sum + people, 0)
