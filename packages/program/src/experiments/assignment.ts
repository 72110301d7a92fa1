import { hash } from './hash.ts'

/** One of the ways of an experiment. */
export interface Arm {
  readonly id: string
  /** Its share among all weights. */
  readonly weight: number
}

/**
 * The variant that a unit (a visitor’s or a person’s key) gets, always the same one, whatever the order of the list.
 *
 * Each variant draws a number by hash and the best draw for its weight wins (weighted rendezvous hashing: Thaler and
 * Ravishankar 1998), so a variant that is taken out or whose weight changes moves no more units than it must. Units are
 * spread anew for every experiment’s id. Who takes part at all is the caller’s to ask, see `inSegment` and `isRunning`.
 */
export function assignVariant<A extends Arm>(
  experiment: { readonly id: string; readonly variants: readonly A[] },
  unit: string,
): A {
  let [chosen, best] = [experiment.variants[0]!, Infinity]
  for (const variant of experiment.variants) {
    const drawn = (hash(`${experiment.id}/${variant.id}/${unit}`) + 0.5) / 2 ** 32
    const score = -Math.log(drawn) / variant.weight
    if (score < best || (score === best && score < Infinity && variant.id < chosen.id))
      [chosen, best] = [variant, score]
  }
  return chosen
}
