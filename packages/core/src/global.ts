import type { Tracker, TrackerCall } from './contract.ts'

declare global {
  interface Window {
    /** What the script tag leaves: `(window.goodword ||= []).push([…])` works before and after it has loaded. */
    goodword?: Tracker | TrackerCall[]
  }
}
