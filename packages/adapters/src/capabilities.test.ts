import { describe, expect, it } from 'vitest'
import { faultyVendors } from '../simulators/faulty-vendors.ts'
import { notOffered, type AdapterName } from '../simulators/not-offered.ts'
import { capabilities, type Capability } from './capabilities.ts'

describe.each(Object.keys(faultyVendors) as AdapterName[])('the capabilities of %s', (name) => {
  const { connect } = faultyVendors[name].simulate(Date.now)
  const { supports } = connect('http://127.0.0.1:9', { timeout: 1, retryDelay: 1, now: Date.now })

  it('are all offered, or missing for a reason', () => {
    const missing = (Object.keys(capabilities) as Capability[]).filter((one) => !supports.has(one))
    expect(Object.keys(notOffered[name]).toSorted()).toEqual(missing.toSorted())
  })
})
