import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { tcString } from './tc-string.ts'

/** A way in which sites ask their visitors. */
export interface ConsentFramework {
  readonly name: string
  /** Its script, as its site includes it; undecided. */
  readonly script: () => string | Promise<string>
  /** What runs when the visitor allows everything. */
  readonly accept: string
  /** What runs when the visitor refuses or withdraws. */
  readonly refuse: string
}

const packages = createRequire(new URL('../../../package.json', import.meta.url))
const source = (file: string): string => readFileSync(packages.resolve(file), 'utf8')

const google = (word: string): string =>
  `{ ad_storage: '${word}', ad_user_data: '${word}', ad_personalization: '${word}', analytics_storage: '${word}' }`

const oneTrust = (groups: string): string => `
  OneTrust.isClosed = true
  window.OnetrustActiveGroups = ',${groups},'
  window.OptanonWrapper?.()
  window.dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: '${groups}'.split(',') }))`

const cookiebot = (allowed: boolean): string => `
  Object.assign(Cookiebot, { hasResponse: true, consented: ${allowed}, declined: ${!allowed} })
  Cookiebot.consent = { necessary: true, preferences: ${allowed}, statistics: ${allowed}, marketing: ${allowed}, method: 'explicit' }
  for (const name of ['CookiebotOnConsentReady', 'CookiebotOn${allowed ? 'Accept' : 'Decline'}'])
    window.dispatchEvent(new Event(name))`

const klaro = (allowed: boolean): string => `
  const manager = klaro.getManager()
  manager.changeAll(${allowed})
  manager.saveAndApplyConsents()`

/** The frameworks that `auto` knows: with their real packages where npm has them, else by their documented calls. */
export const consentFrameworks: readonly ConsentFramework[] = [
  {
    name: 'Google Consent Mode',
    script: () => `
      window.dataLayer = window.dataLayer || []
      function gtag() { dataLayer.push(arguments) }
      gtag('consent', 'default', ${google('denied')})`,
    accept: `gtag('consent', 'update', ${google('granted')})`,
    refuse: `gtag('consent', 'update', ${google('denied')})`,
  },
  {
    name: 'IAB TCF',
    script: async () => `${await bundle('./cmp-page.ts')}\nlab.tell('', true)`,
    accept: `lab.tell('${tcString([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])}', false)`,
    refuse: `lab.tell('', true); lab.tell('${tcString([])}', false)`,
  },
  {
    name: 'OneTrust',
    script: () => `
      window.OneTrust = { isClosed: false, IsAlertBoxClosed: () => OneTrust.isClosed }
      window.OnetrustActiveGroups = ',C0001,'
      window.OptanonWrapper = () => {}`,
    accept: oneTrust('C0001,C0002,C0003,C0004'),
    refuse: oneTrust('C0001'),
  },
  {
    name: 'Cookiebot',
    script: () => `
      window.Cookiebot = {
        hasResponse: false, consented: false, declined: false,
        consent: { necessary: true, preferences: false, statistics: false, marketing: false, method: null },
      }`,
    accept: cookiebot(true),
    refuse: cookiebot(false),
  },
  {
    name: 'vanilla-cookieconsent',
    script: () => `${source('vanilla-cookieconsent/dist/cookieconsent.umd.js')}
      const asked = { title: 'Cookies', acceptAllBtn: 'Yes', acceptNecessaryBtn: 'No', showPreferencesBtn: 'More' }
      CookieConsent.run({
        // It takes whoever is driven from outside for a bot.
        hideFromBots: false,
        categories: { necessary: { enabled: true, readOnly: true }, analytics: {}, marketing: {} },
        language: { default: 'en', translations: { en: { consentModal: asked, preferencesModal: { sections: [] } } } },
      })`,
    accept: `CookieConsent.acceptCategory('all')`,
    refuse: `CookieConsent.acceptCategory([])`,
  },
  {
    name: 'Klaro',
    script: () => `
      window.klaroConfig = {
        version: 1, elementID: 'klaro', lang: 'en', translations: { zz: { privacyPolicyUrl: '/privacy' } },
        services: [{ name: 'goodword', title: 'Goodword', purposes: ['marketing'], default: false, required: false }],
      }
      ${source('klaro/dist/klaro-no-css.js')}
      klaro.setup(klaroConfig)`,
    accept: klaro(true),
    refuse: klaro(false),
  },
]

/** One file with all that it imports, as one script. */
async function bundle(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url))
  const [built] = (await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'bundle' } },
  })) as Rolldown.RolldownOutput[]
  return built!.output[0].code
}
