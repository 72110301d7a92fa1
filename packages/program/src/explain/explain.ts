import { explainSegment } from '../audience/explain-segment.ts'
import { channelFacts } from '../messages/channels.ts'
import { explainExperiment, explainMoment, explainSilence, explainTarget } from './ask.ts'
import { explainFraud } from './fraud.ts'
import { explainIncentive } from './incentive.ts'
import { and, plural } from './phrases.ts'
import { explainWarnings } from './warnings.ts'
import type { ConversionRule, Program } from '../schema/program.ts'

/** What a program does, in plain English sentences. In them Amy refers, and Bo is the friend that she brings. */
export function explainProgram(program: Program): string[] {
  const { name, url, currency, attribution, conversions, incentives, copy, segments } = program
  const { touch, days } = attribution
  return [
    `${name} rewards people who bring friends. Say Amy brings Bo: her link leads to ${url}.`,
    `Bo counts as Amy’s friend if hers was the ${touch} link that he followed in the ${plural(days, 'day')} before his first order.`,
    ...incentives.map((incentive) => explainIncentive(incentive, program)),
    ...segments.map(explainSegment),
    ...conversions.map(explainTrust),
    ...explainFraud(program.fraud),
    ...program.moments.map(explainMoment),
    ...explainSilence(program.moments),
    ...program.experiments.map(explainExperiment),
    ...program.targets.map((target) => explainTarget(target, program)),
    ...explainWarnings(program),
    `Amy can share by ${and(program.channels.map((channel) => channelFacts(channel)?.name ?? channel))}.`,
    ...(hasCalendar(program) ? [`Days and months begin and end as in ${program.timeZone}.`] : []),
    `Amounts are in ${currency}. The texts are there in ${and(Object.keys(copy).map(languageName))}.`,
  ]
}

function explainTrust({ name, value, trust }: ConversionRule): string {
  const what = value ? `${name} and its amount` : name
  return trust === 'server'
    ? `Your server reports the ${what}; a browser’s report waits for it.`
    : `The browser reports the ${what}, and is believed.`
}

/** Whether anything in it depends on where a day begins. */
const hasCalendar = ({ incentives, seasons, experiments, targets }: Program): boolean =>
  seasons.length > 0 ||
  targets.length > 0 ||
  experiments.some(({ from, to }) => from ?? to) ||
  incentives.some(({ when, limit }) => 'period' in when || limit?.perParticipant?.per)

const languageName = (tag: string): string => new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag
