// Sums up vitest's JSON reports in one line. A file that could not even be loaded is a failure without tests.
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2).map(file => JSON.parse(readFileSync(file, 'utf8')))
const sum = number => reports.reduce((total, report) => total + number(report), 0)
const passed = sum(report => report.numPassedTests)
const unloaded = sum(report => report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length)
const failed = sum(report => report.numFailedTests) + unloaded
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
