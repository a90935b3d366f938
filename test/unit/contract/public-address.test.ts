import { describe, expect, test } from 'vitest'
import { isPublicAddress, mayBePublic } from '../../../src/contract/public-address.js'

describe('an address is public', () => {
  test.each([
    ['8.8.8.8', true],
    ['2001:4860:4860::8888', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.0.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['198.18.0.1', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['fec0::1', false],
    ['::ffff:8.8.8.8', false],
    ['::127.0.0.1', false],
    ['::7f00:1', false],
    ['::5efe:7f00:1', false],
    ['64:ff9b::7f00:1', false],
    ['64:ff9b:1::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001::1', false],
    ['ff02::1', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected)
  })
})

describe('a host may be public', () => {
  test.each([
    ['platform.example', true],
    ['localhost.example', true],
    ['localhost', false],
    ['LOCALHOST.', false],
    ['a.localhost', false],
    ['8.8.8.8', true],
    ['127.1', false],
    ['0x7f000001', false],
    ['２１３０７０６４３３', false],
    ['[::127.0.0.1]', false],
    ['[2606:4700::1111]', true],
  ])('%s: %s', (host, expected) => {
    expect(mayBePublic(new URL(`https://${host}:8443/hook`))).toBe(expected)
  })
})
