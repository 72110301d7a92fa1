import { expect, it } from 'vitest'
import { isPublicAddress } from './target-address.ts'
import { parseTarget } from './target.ts'

const refusedHosts = [
  // This machine, in every way to write it.
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'localhost.localdomain',
  'ip6-localhost',
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '0',
  '0.0.0.0',
  '0.0.0.0.',
  '00',
  '1',
  '127.0.0.1.',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[0000::1]',
  // Private, shared, link-local, and the clouds' metadata.
  '10.0.0.1',
  '10.255.255.255',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '169.254.169.254',
  '169.254.0.1',
  '0xa9fea9fe',
  '2852039166',
  '0251.0376.0251.0376',
  'metadata.google.internal',
  'metadata',
  'kubernetes.default.svc.cluster.local',
  'db.internal',
  'nas.local',
  'router.lan',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  // Multicast, broadcast, reserved, documentation, benchmarks.
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.2.1',
  '198.51.100.1',
  '203.0.113.1',
  '198.18.0.1',
  '192.0.0.1',
  '192.88.99.1',
  '[ff02::1]',
  '[2001:db8::1]',
  '[100::1]',
  // IPv4 in other clothes.
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:169.254.169.254]',
  '[::ffff:8.8.8.8]',
  '[::127.0.0.1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::1]',
  '[2001:0:4136:e378:8000:63bf:3fff:fdd2]',
  '[::ffff:0:127.0.0.1]',
  '[5f00::1]',
  '[2001:20::1]',
]

const refused = [
  ...refusedHosts.map((host) => `https://${host}/`),
  'http://shop.example/',
  'ftp://shop.example/',
  'file:///etc/passwd',
  'gopher://shop.example/_x',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https://user:pass@shop.example/',
  'https://user@shop.example/',
  'https://@@127.0.0.1/',
  'https://shop.example:22/',
  'https://shop.example:25/',
  'https://shop.example:6379/',
  'https://shop.example:5432/',
  'https://shop.example:11211/',
  'https://shop.example:2375/',
  'https://shop.example:0/',
  'https://shop.example:99999/',
  '',
  'shop.example',
  '//shop.example/',
  'https://',
  'https:///x',
  'https://shop.example/\r\nX: 1',
  ' https://shop.example/',
  'https://shop.example\\@127.0.0.1:x/',
  'https://[::1%25eth0]/',
  `https://shop.example/${'a'.repeat(2100)}`,
]

it(`refuses ${refused.length} addresses that a server should not be made to call`, () => {
  const passed = refused.filter((url) => {
    try {
      parseTarget(url)
      return true
    } catch (error) {
      return (error as { code?: string }).code !== 'target-refused'
    }
  })
  expect(passed).toEqual([])
  expect(refused.length).toBeGreaterThanOrEqual(60)
})

it('takes public ones', () => {
  for (const url of [
    'https://api.shop.example/goodword?x=1',
    'https://api.shop.example:8443/',
    'https://xn--bcher-kva.example/',
    'https://bücher.example/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://localhost.example.com/',
    'https://internal.example/',
  ])
    expect(parseTarget(url).protocol).toBe('https:')
})

it('takes http and private networks only where each is allowed', () => {
  const refusal = expect.objectContaining({ code: 'target-refused' })
  expect(parseTarget('http://api.shop.example/', { http: true }).host).toBe('api.shop.example')
  expect(() => parseTarget('http://127.0.0.1:9000/', { http: true })).toThrow(refusal)
  expect(() => parseTarget('http://127.0.0.1:9000/', { private: true })).toThrow(refusal)
  expect(parseTarget('http://127.0.0.1:9000/', { http: true, private: true }).port).toBe('9000')
  expect(() => parseTarget('ftp://127.0.0.1/', { http: true, private: true })).toThrow(refusal)
})

it('says what is wrong without the password', () => {
  expect(() => parseTarget('https://amy:hunter2@shop.example/?key=s3cret')).toThrow(
    /^(?!.*(hunter2|s3cret)).*has a name or password in it\. Use a public one/,
  )
})

it('knows what a name may lead to', () => {
  const bad = [
    '',
    'x',
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    '::ffff:10.0.0.1',
    'fe80::1%eth0',
    'fd00::1',
    '64:ff9b::a00:1',
  ]
  expect(bad.filter(isPublicAddress)).toEqual([])
  expect(['1.1.1.1', '2a00:1450:4001::1'].filter(isPublicAddress)).toHaveLength(2)
})
