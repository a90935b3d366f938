// Sums up vitest's JSON reports in one line. A file that could not even be loaded is a failure without tests.
import { readFileSync } from 'node:fs'

/**
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults
 */

/** @type {Report[]} */
const reports = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')))
let passed = 0
let failed = 0
for (const { numPassedTests, numFailedTests, testResults } of reports) {
  passed += numPassedTests
  failed += numFailedTests
  failed += testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
