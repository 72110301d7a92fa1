import type { ConversionLine, Reward } from '@goodword/adapters'
import { element, type Column } from './element.ts'
import {
  describeConversion,
  describeGift,
  describeMoney,
  describeReward,
  formatDay,
  type StateWords,
} from './words.ts'

/** The conversions’ columns. */
export const conversionColumns: readonly Column<ConversionLine>[] = [
  { label: 'When', cell: (document, { at }) => [day(document, at)] },
  {
    label: 'What',
    cell: (document, { name, order }) => [span(document, name, element(document, 'small', { text: order }))],
  },
  { label: 'Who', cell: (document, { friend }) => known(document, friend, 'unknown') },
  { label: 'Brought by', cell: (document, { referrer }) => known(document, referrer, 'nobody') },
  { label: 'Amount', isNumber: true, cell: (document, { money }) => text(document, describeMoney(money)) },
  { label: 'State', cell: (document, { state }) => [stateOf(document, describeConversion(state))] },
]

/** The rewards' columns; `give` asks for a due one to be marked as given. */
export function rewardColumns(give: (reward: Reward) => void): readonly Column<Reward>[] {
  return [
    { label: 'Earned', cell: (document, { at }) => (at === undefined ? [] : [day(document, at)]) },
    {
      label: 'Who',
      cell: (document, { participant, to }) => {
        const known = participant?.name ?? participant?.email ?? 'Somebody without a name'
        const side = to === 'friend' ? 'as the friend' : 'as the referrer'
        return [span(document, known, element(document, 'small', { text: side }))]
      },
    },
    { label: 'Reward', cell: (document, reward) => text(document, describeGift(reward)) },
    { label: 'For', cell: (document, { friend }) => text(document, friend) },
    { label: 'State', cell: (document, reward) => [stateOf(document, describeReward(reward))] },
    {
      label: 'To do',
      cell: (document, reward) => {
        if (reward.state !== 'due') return []
        const button = element(document, 'button', { text: 'Mark as given', attributes: { type: 'button' } })
        button.addEventListener('click', () => give(reward))
        return [button]
      },
    },
  ]
}

const text = (document: Document, value: string | undefined): Node[] =>
  value ? [document.createTextNode(value)] : []

/** A name, or in small what to say where there is none. */
const known = (document: Document, name: string | undefined, otherwise: string): Node[] =>
  name ? text(document, name) : [element(document, 'small', { text: otherwise })]

const day = (document: Document, at: number): Node =>
  element(document, 'time', { text: formatDay(at), attributes: { datetime: new Date(at).toISOString() } })

const span = (document: Document, value: string, ...rest: Node[]): Node =>
  element(document, 'span', { children: [document.createTextNode(value), ...rest] })

const stateOf = (document: Document, { word, tone, note }: StateWords): Node =>
  element(document, 'span', {
    children: [
      element(document, 'span', { class: `state ${tone}`, text: word }),
      note ? element(document, 'small', { text: note }) : undefined,
    ],
  })
