import type { RulesetId } from '../../src/contract/judgement.js'
import type { ReaderMode } from '../../src/contract/screener.js'
import { categoryTable, groupTable, innocentTable, percent, reliabilityTable } from './figure-tables.js'
import type { Figures } from './figures.js'
import { markdown, plain, type Table } from './table.js'

const GROUPS = ['part', 'file', 'length', 'style'] as const

/** All figures, for a terminal. */
export function renderFigures(figures: Figures): string {
  const { violating } = figures
  const share = (part: number): string =>
    `${part} of ${violating.count} (${percent(part / Math.max(1, violating.count))})`
  return `${[
    `${figures.messages} messages; in brackets 95% intervals, families resampled`,
    plain(categoryTable(figures)),
    `macro F1 ${figures.macroF1.toFixed(3)}`,
    plain(innocentTable(figures)),
    `labelled texts flagged ${share(violating.flagged)}, held ${share(violating.held)}`,
    ...groupTables(figures).map(plain),
    plain(reliabilityTable(figures)),
    calibration(figures),
    ...unknownLabels(figures),
  ].join('\n\n')}\n`
}

/** What was measured, and how. */
export interface Measured {
  readonly figures: Figures
  /** Names of the files and how many texts each holds. */
  readonly files: readonly { readonly name: string; readonly texts: number }[]
  readonly ruleset: RulesetId
  readonly reader: ReaderMode
}

/** The figures for a document, with what they were measured on. */
export function figuresDocument({ figures, files, ruleset, reader }: Measured): string {
  const sources = files.map(({ name, texts }) => `\`${name}\` (${texts})`).join(', ')
  return [
    `Measured on ${sources} with ruleset ${ruleset.version}, \`${ruleset.hash.slice(0, 12)}\`, READER=${reader}. In brackets 95% intervals (500 rounds, families resampled).`,
    markdown(categoryTable(figures)),
    markdown(innocentTable(figures)),
    ...groupTables(figures).map(markdown),
    `${calibration(figures)}.`,
    ...unknownLabels(figures).map(line => `${line}.`),
  ].join('\n\n')
}

const groupTables = (figures: Figures): Table[] => GROUPS.flatMap(by => groupTable(figures, by) ?? [])

const calibration = ({ calibrationError, flagCalibrationError }: Figures): string =>
  `Calibration error ${calibrationError.toFixed(3)} over all scores, ${flagCalibrationError.toFixed(3)} over flags`

function unknownLabels({ unknownLabels }: Figures): string[] {
  if (unknownLabels.length === 0) return []
  const labels = unknownLabels.map(({ label, count }) => `${label} (${count})`)
  return [`Not measured, since no category bears the label: ${labels.join(', ')}`]
}
