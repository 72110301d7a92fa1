import assert from 'node:assert/strict'
import { drawWinners, entriesDigest } from '@goodword/program'
import type { Reward } from '../backend.ts'
import type { ConformanceCase, Scene } from './scene.ts'

const told = (rewards: readonly Reward[], incentive: string): string[] =>
  rewards
    .filter((reward) => reward.incentive === incentive)
    .map(({ state, reason, money }) =>
      [state, reason.code === 'limited' && reason.by, money?.amount].filter(Boolean).join(' '),
    )
    .toSorted()

/** Days from now to a day after the end of the calendar month, which is within the grace of what it decides. */
function toNextMonth({ now }: Scene): number {
  const date = new Date(now())
  return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 2) - now()) / 86_400_000
}

/** What is handed out to everybody together. Each case has a program to itself. */
export const sharingOut: readonly ConformanceCase[] = [
  {
    title: 'rewards whoever the site says is in the segment, from then on and no longer',
    needs: ['rewards.byProgram', 'rewards', 'enrol.attributes'],
    async run({ backend, server, purchase, customer, rewards }) {
      const amy = customer('Amy')
      const { code } = await backend.enrol(amy)
      await server(purchase({ code, customer: customer() }))
      const see = async () => told(await rewards({ customer: amy.id }), 'pro-only')
      assert.deepEqual(await see(), [])
      await backend.enrol(amy, { attributes: { plan: 'pro', since: '2020-01-01' } })
      assert.deepEqual(await see(), ['due 300'])
      await backend.enrol(amy)
      assert.deepEqual(await see(), ['due 300'])
      await backend.enrol(amy, { attributes: { plan: 'free' } })
      assert.deepEqual(await see(), [])
      await backend.enrol(amy, { attributes: { plan: 'pro' } })
      assert.deepEqual(await see(), ['due 300'])
    },
  },
  {
    title: 'gives out no more than a limit in total has, and a place that falls free to the next in line',
    needs: ['rewards.byProgram', 'rewards', 'refunds'],
    async run({ backend, server, purchase, refund, customer, rewards, tick, now }) {
      const { code } = await backend.enrol(customer('Amy'))
      const friends = [customer('Bo'), customer('Cy'), customer('Di')]
      const orders = friends.map((friend, index) =>
        purchase({ code, customer: friend, at: now() - 9 + index }),
      )
      for (const order of orders) await server(order)
      for (const friend of friends) await backend.enrol(friend)
      await tick()
      const see = async () => {
        const all = friends.map(async ({ id }) => told(await rewards({ customer: id }), 'first-two'))
        return (await Promise.all(all)).flat()
      }
      assert.deepEqual(await see(), ['due', 'due', 'reversed total'])
      await server(refund({ order: orders[0]!.order }))
      await tick()
      assert.deepEqual(await see(), ['reversed', 'due', 'due'])
    },
  },
  {
    title: 'cuts the last reward of a budget to fit',
    needs: ['rewards.byProgram', 'rewards'],
    async run({ backend, server, purchase, customer, rewards, tick, now }) {
      const people = [customer('Amy'), customer('Cy'), customer('Ed')]
      for (const [index, person] of people.entries()) {
        const { code } = await backend.enrol(person)
        await server(purchase({ code, customer: customer(), at: now() - 9 + index }))
      }
      await tick()
      const all = people.map(async ({ id }) => told(await rewards({ customer: id }), 'budget'))
      assert.deepEqual((await Promise.all(all)).flat(), ['due 1000', 'due 500', 'reversed total 1000'])
    },
  },
  {
    title: 'decides a rank once, after its period and a grace, whatever arrives later',
    needs: ['rewards.byProgram', 'rewards', 'clock'],
    async run(scene) {
      const { backend, server, purchase, customer, rewards, tick, travel, now } = scene
      const people = [customer('Amy'), customer('Cy')]
      const codes = await Promise.all(people.map(async (person) => (await backend.enrol(person)).code))
      const at = now()
      await server(purchase({ code: codes[0]!, customer: customer(), at, amount: 3000 }))
      await server(purchase({ code: codes[1]!, customer: customer(), at, amount: 5000 }))
      const see = async () => {
        await tick()
        const all = people.map(async ({ id }) => told(await rewards({ customer: id }), 'race'))
        return Promise.all(all)
      }
      assert.deepEqual(await see(), [[], []])
      travel(toNextMonth(scene))
      assert.deepEqual(await see(), [[], []])
      travel(4)
      assert.deepEqual(await see(), [[], ['due']])
      await server(purchase({ code: codes[0]!, customer: customer(), at, amount: 9000 }))
      assert.deepEqual(await see(), [[], ['due']])
    },
  },
  {
    title: 'draws one winner of all who take part, and draws no second one',
    needs: ['rewards.byProgram', 'rewards', 'clock'],
    async run(scene) {
      const { backend, browser, signup, customer, rewards, tick, travel } = scene
      const people = [customer('Amy'), customer('Cy'), customer('Ed')]
      for (const person of people) {
        const { code } = await backend.enrol(person)
        await browser(signup({ code, customer: customer() }))
      }
      const see = async () => {
        await tick()
        const all = people.map(async ({ id }) => told(await rewards({ customer: id }), 'raffle'))
        return Promise.all(all)
      }
      assert.deepEqual((await see()).flat(), [])
      const [before] = (await backend.draws?.()) ?? []
      assert.equal(before?.drawn, undefined)
      travel(toNextMonth(scene) + 4)
      const won = await see()
      assert.deepEqual(won.flat(), ['due'])
      travel(1)
      assert.deepEqual(await see(), won)
      if (!backend.draws) return
      const held = (await backend.draws()).find(({ drawn }) => drawn)
      assert.equal(held?.commitment, before?.commitment)
      assert.equal(held?.drawn?.winners.length, 1)
      if (!held?.drawn || !backend.drawEntries) return
      const { incentive, period, drawn } = held
      const first = await backend.drawEntries(incentive, period, { limit: 2 })
      const rest = await backend.drawEntries(incentive, period, { limit: 2, cursor: first.next ?? '' })
      const entries = [...first.items, ...rest.items]
      assert.deepEqual([entries.length, first.items.length, rest.next], [3, 2, undefined])
      assert.equal(entriesDigest(entries), drawn.digest)
      const winners = entries.filter(({ place }) => place === 1).map(({ participant }) => participant)
      assert.deepEqual(drawWinners(drawn.seed, entries, 1), winners)
    },
  },
]
