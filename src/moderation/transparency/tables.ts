import type { Figures } from '../../store/transparency/figures.js'
import { accuracyTable, agreementTable } from './accuracy.js'
import {
  appealsTable,
  campaignsTable,
  decisionsByMonth,
  decisionTimes,
  reportsByCategory,
  reportsByMonth,
  responseTimes,
  timeDistribution,
} from './handling.js'
import { automationTable, judgedTable, measuresByCategory, measuresByMonth } from './measures.js'
import type { Naming } from './naming.js'
import { suppress } from './suppress.js'
import type { Table } from './table.js'

/** All tables of a report; counts from 1 to below `least` are hidden (1: none). */
export function tablesOf(figures: Figures, naming: Naming, least: number): readonly Table[] {
  const tables = TABLES.map(build => build(figures, naming))
  return least > 1 ? tables.map(table => suppress(table, least)) : tables
}

const TABLES = [
  judgedTable,
  measuresByMonth,
  measuresByCategory,
  automationTable,
  accuracyTable,
  responseTimes,
  timeDistribution,
  decisionTimes,
  decisionsByMonth,
  reportsByMonth,
  reportsByCategory,
  appealsTable,
  agreementTable,
  campaignsTable,
] as const
