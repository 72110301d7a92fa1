import { evaluate } from './evaluate.ts'
import { codes } from './ledger.fixture.ts'
import type { LedgerRow } from './ledger.ts'
import { parseProgram } from '../check/parse.ts'
import type { Evaluation } from './reward.ts'
import type { Program, ProgramInput } from '../schema/program.ts'
import { shop } from '../shop.fixture.ts'

type IncentiveInput = ProgramInput['incentives'][number]

/** Each purchase of a friend: what most incentives here are earned by. */
export const eachPurchase = { type: 'each', conversion: 'purchase' } as const
/** 10.00 in the shop's currency. */
export const ten = { type: 'credit', amount: 1000 } as const

/** The shop with one incentive, `it`, for the referrer: each purchase earns ten, unless `parts` say otherwise. */
export const shopWith = (parts: Partial<IncentiveInput> = {}, more: Partial<ProgramInput> = {}): Program =>
  parseProgram({
    ...shop,
    ...more,
    incentives: [
      { id: 'it', when: eachPurchase, to: 'referrer', give: ten, ...parts },
      ...(more.incentives ?? []),
    ],
    copy: { en: { ...shop.copy.en, rewards: {} } },
  })

/** What such a program decides of rows, in which AMY is Amy's code and CY is Cy's. */
export const decideWith = (program: Program, rows: readonly LedgerRow[], now: number): Evaluation =>
  evaluate(program, { codes, rows }, now)

/** `o1 due 1000` for each reward of `it`, by the order or the threshold that earned it. */
export const told = (program: Program, rows: readonly LedgerRow[], now: number): string[] =>
  decideWith(program, rows, now)
    .rewards.filter(({ incentive }) => incentive === 'it')
    .map(({ occurrence, state, reason, amount }) =>
      [
        occurrence.replace('order:purchase:', ''),
        reason.code === 'limited' ? 'limited' : state,
        ...(amount === undefined ? [] : [amount]),
      ].join(' '),
    )
