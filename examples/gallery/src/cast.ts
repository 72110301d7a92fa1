import type { ReferralBackend } from '@goodword/adapters'

const day = 86_400_000

/** Who refers in the gallery, and how many friends each brought. */
const referrers: Readonly<Record<string, number>> = {
  'Zoe Adler': 9,
  'Kim Tan': 7,
  'Ravi Shah': 6,
  'Mona Khalil': 4,
  'Jonas Lindqvist-Bergström': 4,
  'Amy Winter': 2,
  'Ola Nowak': 1,
}
const friends = [
  'Bo Larsen',
  'Chiara Conti',
  'Diego Ruiz',
  'Emi Sato',
  'Finn Berg',
  'Gus Park',
  'Hana Levi',
  'Ines Costa',
  'Jack Hill',
]

/** Plays what happened before the pictures are taken; the last of a referrer's orders can still be returned. */
export async function playCast(backend: ReferralBackend, now: number): Promise<void> {
  for (const [name, count] of Object.entries(referrers)) {
    const id = idOf(name)
    const { code } = await backend.enrol({ id, name, email: `${id}@example.com` })
    for (const [index, friend] of friends.slice(0, count).entries()) {
      const who = `${id}-${idOf(friend)}`
      const at = now - (index === 0 ? 3 : 20 + index) * day
      const visitor = `v_${who}`
      await backend.record([
        { id: `visit-${who}`, type: 'visit', at: at - day, code, visitor, url: 'https://shop.example/' },
      ])
      await backend.record(
        [
          {
            id: `order-${who}`,
            type: 'conversion',
            name: 'purchase',
            order: who,
            at,
            amount: 4200,
            currency: 'USD',
            visitor,
            customer: { id: who, name: friend },
          },
        ],
        { source: 'server' },
      )
    }
  }
}

/** `amy` of `Amy Winter`. */
export const idOf = (name: string): string => name.split(' ')[0]!.toLowerCase()
