import type { JSX } from 'preact'
import type { ExtraProps } from '../dialog/extra.ts'
import { Friends } from '../standing/friends.tsx'
import { HowItWorks } from '../standing/how-it-works.tsx'
import { Proof } from '../standing/proof.tsx'
import { Rewards } from '../standing/rewards.tsx'

/** What stands below the fold of the dialog: rewards, friends, and how it works. */
export function Content({ model, words }: ExtraProps): JSX.Element {
  return (
    <>
      <Rewards model={model} words={words} />
      <Friends model={model} words={words} />
      <Proof model={model} />
      <HowItWorks model={model} words={words} />
    </>
  )
}
