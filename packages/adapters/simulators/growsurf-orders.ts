// What a simulated GrowSurf does with sales and with rewards.
import { refuse } from './growsurf-bodies.ts'
import { identifierNames, type GrowsurfSettings, type GrowsurfState } from './growsurf-state.ts'

export type Body = Record<string, unknown>

/** The sales of an affiliate program. */
export function createTransactions(state: GrowsurfState, type: GrowsurfSettings['type']) {
  function identify(participant: string, body: Body) {
    const given = Object.entries(body).filter(
      ([name, value]) => (identifierNames as readonly string[]).includes(name) && typeof value === 'string',
    ) as [string, string][]
    const found = state.transactions.find(
      (one) =>
        one.participant === participant && given.some(([name, value]) => one.identifiers[name] === value),
    )
    return { given: Object.fromEntries(given), found }
  }

  function add(participant: string, body: Body): Response {
    if (type !== 'AFFILIATE') return refuse(400, 'BAD_REQUEST', 'Not an affiliate program.')
    const { given, found } = identify(participant, body)
    const { grossAmount, currency } = body
    if (Object.keys(given).length === 0 || typeof currency !== 'string' || !Number.isInteger(grossAmount))
      return refuse(400, 'BAD_REQUEST', 'currency, grossAmount and an identifier are needed.')
    if (found) {
      const duplicateFields = Object.keys(given)
      return Response.json({
        success: false,
        duplicate: true,
        duplicateFields,
        matchingCommissionIds: ['com_1'],
        commissionsCreated: 1,
        message: 'Duplicate transaction.',
      })
    }
    state.sell(state.find(participant)!)
    const firstSale = !state.transactions.some((one) => one.participant === participant)
    state.transactions.push({
      participant,
      identifiers: given,
      grossAmount: grossAmount as number,
      refunded: 0,
    })
    return Response.json({ success: true, duplicate: false, firstSale, message: 'Transaction recorded.' })
  }

  function refund(participant: string, body: Body): Response {
    const { found } = identify(participant, body)
    if (!found || !['REFUND', 'CHARGEBACK'].includes(String(body['amendmentType'])))
      return refuse(404, 'NOT_FOUND', 'Transaction not found.')
    found.refunded = Math.min(
      found.grossAmount,
      found.refunded + Number(body['amountRefunded'] ?? found.grossAmount),
    )
    return Response.json({ success: true })
  }

  return { add, refund }
}

/** Approves a reward, gives it, or takes it away. */
export function changeReward(
  state: GrowsurfState,
  now: () => number,
  { method, id, what, body }: { method: string; id: string; what: string | undefined; body: Body },
): Response {
  const reward = state.participants.flatMap(({ rewards }) => rewards).find((one) => one.id === id)
  if (!reward) return refuse(404, 'NOT_FOUND', 'Reward not found.')
  if (method === 'DELETE' && what === undefined) reward.status = 'CANCELLED'
  else if (method !== 'POST' || (what !== 'approve' && what !== 'fulfill'))
    return refuse(404, 'NOT_FOUND', 'No such route.')
  else if (what === 'approve' || reward.approved) {
    reward.approved = true
    reward.approvedAt ??= now()
    if (what === 'fulfill' || body['fulfill'] === true) {
      reward.status = 'FULFILLED'
      reward.fulfilledAt ??= now()
    }
  } else return refuse(400, 'BAD_REQUEST', 'The reward is not approved.')
  return Response.json({ success: true })
}
