const stages = (flag: number, review: number) => {
  const held = { flag, review, block: 0.9 }
  return { pre_contract: held, contracted: held, delivered: held }
}

/** What the operation on the risk budget answers, by operation id. */
export const budgetExamples: Readonly<Record<string, unknown>> = {
  getMissBudget: {
    from: '2026-10-21T00:00:00.000Z',
    to: '2026-11-21T00:00:00.000Z',
    maxMissRate: 0.001,
    sample: {
      judged: 412_000,
      passed: 371_500,
      flagged: 40_500,
      decided: 40_310,
      undecided: 190,
      drawn: 7_430,
      audited: 7_402,
      auditRate: 0.02,
    },
    now: {
      thresholds: { mlm: stages(0.35, 0.55) },
      passedShare: 0.9017,
      missRate: 0.000244,
      upper: 0.000767,
    },
    proposal: {
      thresholds: { mlm: stages(0.398, 0.55) },
      passedShare: 0.9064,
      missRate: 0.000459,
      upper: 0.000991,
    },
    reason: null,
    byCategory: [
      {
        category: 'mlm',
        now: { missRate: 0, upper: 0.000365 },
        proposal: { missRate: 0.000012, upper: 0.000378 },
      },
    ],
  },
}
