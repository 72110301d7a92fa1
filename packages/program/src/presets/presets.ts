import type { ProgramInput } from '../schema/program.ts'
import { airbnb } from './airbnb.ts'
import { docusign } from './docusign.ts'
import { dropbox } from './dropbox.ts'
import { hubspot } from './hubspot.ts'
import { intercom } from './intercom.ts'
import { saasMilestones } from './saas-milestones.ts'
import { saasRevenue } from './saas-revenue.ts'
import { salesforce } from './salesforce.ts'
import { smallShop } from './small-shop.ts'
import { tesla } from './tesla.ts'
import { uber } from './uber.ts'
import { zendesk } from './zendesk.ts'
import { zoom } from './zoom.ts'

/**
 * The programs that everybody knows, each complete and valid. Take one, and write your own id, name, address and words
 * over it: `defineProgram({ ...presets.smallShop, id: 'juniper', name: 'Juniper Coffee', url: 'https://…' })`.
 */
export const presets = {
  smallShop,
  dropbox,
  airbnb,
  uber,
  tesla,
  intercom,
  zendesk,
  hubspot,
  salesforce,
  zoom,
  docusign,
  saasMilestones,
  saasRevenue,
} as const satisfies Record<string, ProgramInput>
