import { conformanceProgram } from '@goodword/adapters/conformance'
import { parseProgram } from '@goodword/program'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readArrival } from '../../../core/src/capture.ts'
import { simulatedVendors, startVendor, type VendorName } from '../../../adapters/simulators/vendors.ts'
import { serve } from '../serve.ts'
import { runCommand } from './main.ts'
import { openVendor } from './open-vendor.ts'

const program = parseProgram(conformanceProgram)
const folder = mkdtempSync(join(tmpdir(), 'goodword-links-'))
const file = join(folder, 'program.json')
beforeAll(() => writeFileSync(file, JSON.stringify(conformanceProgram)))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a friend's address has who follows an old link, by vendor; Dub's and Rock's hosts redirect. */
const arrivals: Readonly<Record<Exclude<VendorName, 'referralcandy'>, (code: string) => readonly string[]>> =
  {
    growsurf: (code) => [`?grsf=${code}`],
    referralhero: (code) => [`?mwr=${code}`],
    referralrock: (code) => [`?REFERRALCODE=${code}&RR_WCID=0-0&RR_WCID_TTL=120`],
    ambassador: (code) => [`?mbsy=${code}&campaignid=25`],
    firstpromoter: (code) =>
      ['fpr', 'via', 'ref', 'fp_ref', 'deal', '_from', '_by', '_go'].map((name) => `?${name}=${code}`),
    tapfiliate: (code) => [`?ref=${code}`],
    dub: (code) => [`?via=${code}&dub_id=click_1`, `?dub_id=click_1&via=${code}`],
  }

it.concurrent.each(Object.keys(arrivals) as (keyof typeof arrivals)[])(
  'knows after the move from %s who brought a friend by an old link',
  async (name) => {
    const vendor = await startVendor(name)
    const data = join(folder, name)
    const env = { GOODWORD_DATA: data, ...vendor.settings }
    const { backend } = await openVendor(name, program, { env, complain: () => {} })
    const { code } = await backend.enrol({ id: 'amy', email: 'amy@example.com', name: 'Amy Winters' })
    let told = ''
    const print = (text: string): void => void (told += text)
    expect([await runCommand(['import', name, file], { env, print, complain: () => {} }), told]).toEqual([
      0,
      told,
    ])
    await vendor.close()
    const params = /data-param="([^"]+)"/.exec(told)![1]!.split(' ')
    const keys = { conformance: { secrets: ['gw_sk_0123456789abcdef0123'] } }
    const server = await serve({ programs: [program], port: 0, data, env: {}, keys, limits: false })
    for (const search of arrivals[name](code)) {
      const [arrival] = readArrival({ search, hash: '' }, params) ?? []
      const link = await fetch(`${server.url}/r/conformance/${arrival?.code}`, { redirect: 'manual' })
      expect([search, link.headers.get('location')?.toLowerCase()]).toEqual([
        search,
        `https://shop.example/?via=${code}`.toLowerCase(),
      ])
      const found = await server.backend('conformance')!.participant({ code: arrival!.code })
      expect([search, found?.name]).toEqual([search, 'Amy Winters'])
    }
    await server.close()
  },
)

it('has every vendor’s parameters but ReferralCandy’s, whose referrer id may be another than the code', () => {
  expect([...Object.keys(arrivals), 'referralcandy'].toSorted()).toEqual(
    Object.keys(simulatedVendors).toSorted(),
  )
})
