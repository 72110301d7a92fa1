import { conformanceProgram } from '@goodword/adapters/conformance'
import { parseProgram, type Program } from '@goodword/program'

/** A shop whose rewards rest on what everybody does: segments, limits in total, a rank and a draw. */
export const fair: Program = parseProgram({
  ...conformanceProgram,
  id: 'fair',
  segments: [{ id: 'pro', where: { type: 'equals', attribute: 'plan', value: 'pro' } }],
  incentives: [
    {
      id: 'budget',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: { percent: 10 } },
      limit: { perParticipant: { count: 4 }, total: { money: 1000 } },
    },
    {
      id: 'few',
      when: { type: 'first', conversion: 'signup' },
      to: 'friend',
      give: { type: 'product', name: 'a mug' },
      limit: { total: { count: 2 } },
    },
    {
      id: 'third',
      when: { type: 'milestone', conversion: 'purchase', count: 'friends', at: 2 },
      to: 'referrer',
      give: { type: 'cash', amount: 700 },
      limit: { total: { money: 1000 } },
    },
    {
      id: 'pro-only',
      when: { type: 'each', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'credit', amount: 300 },
      segment: 'pro',
    },
    {
      id: 'ticket',
      when: { type: 'first', conversion: 'purchase' },
      to: 'referrer',
      give: { type: 'entry', draw: 'raffle', entries: 2 },
    },
    {
      id: 'race',
      when: { type: 'rank', conversion: 'purchase', by: 'money', period: 'month', places: 2 },
      to: 'referrer',
      give: { type: 'credit', amount: 5000 },
    },
    {
      id: 'raffle',
      when: { type: 'draw', conversion: 'signup', period: 'month', winners: 1 },
      to: 'referrer',
      give: { type: 'product', name: 'a trip' },
    },
  ],
  copy: { en: { ...conformanceProgram.copy['en']!, rewards: {} } },
})
