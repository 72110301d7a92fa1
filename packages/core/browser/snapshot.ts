/** What changed of the platform between the snapshot and now. */
export interface Comparison {
  /** Names of new globals. */
  readonly added: string[]
  /** Paths of properties that are new, gone or another's. */
  readonly changed: string[]
  /** How many properties were compared. */
  readonly compared: number
}

/**
 * A script that remembers every property of every built-in object and prototype, and adds `lab.compare` to see what
 * became of them. Nothing that has a getter is read, so that looking changes nothing.
 */
export const snapshotText = `{
  const describe = (object) => new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]))
  const same = (a, b) =>
    a && b && ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'].every((part) => Object.is(a[part], b[part]))
  const objects = new Map()
  const look = (object, path) => {
    if (object === null || !['object', 'function'].includes(typeof object) || objects.has(object)) return
    const properties = describe(object)
    const again = describe(object)
    // WebKit makes some values anew whenever they are read.
    const unstable = new Set([...properties.keys()].filter((key) => !same(properties.get(key), again.get(key))))
    objects.set(object, { path, properties, unstable })
    // Functions, their prototypes, and what these inherit from; not the page's own content.
    for (const [key, own] of properties)
      if (key === 'prototype' || typeof own.value === 'function') look(own.value, path + '.' + String(key))
    look(Object.getPrototypeOf(object), path + '.__proto__')
  }
  const globals = Object.getOwnPropertyNames(window)
  const namespaces = ['Atomics', 'CSS', 'Intl', 'JSON', 'Math', 'Reflect', 'WebAssembly', 'console']
  const hosts = ['document', 'history', 'localStorage', 'location', 'navigation', 'navigator', 'performance', 'sessionStorage']
  for (const name of [...globals, ...namespaces]) {
    const own = Object.getOwnPropertyDescriptor(window, name)
    if (typeof own?.value === 'function' || namespaces.includes(name)) look(own.value, name)
  }
  for (const name of hosts) if (window[name]) look(Object.getPrototypeOf(window[name]), name)
  window.lab.compare = () => {
    const changed = []
    let compared = 0
    for (const [object, { path, properties, unstable }] of objects) {
      const now = describe(object)
      compared += properties.size
      for (const key of new Set([...properties.keys(), ...now.keys()]))
        if (!unstable.has(key) && !same(properties.get(key), now.get(key)))
          changed.push(path + '.' + String(key))
    }
    const added = Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name))
    return { added: added.sort(), changed, compared }
  }
}`
