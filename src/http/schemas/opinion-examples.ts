const id = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'
const period = { from: '2026-10-21T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' }
const compared = {
  both: 41,
  onlyFirst: 3,
  onlySecond: 2,
  neither: 14,
  agreement: { value: 0.917, low: 0.819, high: 0.964 },
  kappa: { value: 0.791, low: 0.546, high: 0.909 },
}
const item = {
  id,
  status: 'confirmed',
  categories: ['off_platform_contact'],
  addedAt: '2026-11-20T04:00:00.000Z',
  addedBy: '管理者',
  note: '研修で扱った例',
  results: 0,
}

/** What operations on second opinions and golden items answer, by operation id. */
export const opinionExamples: Readonly<Record<string, unknown>> = {
  getAgreement: {
    ...period,
    opinions: 60,
    identical: { value: 0.867, low: 0.758, high: 0.931 },
    all: compared,
    categories: [{ category: 'off_platform_contact', ...compared }],
    disagreements: [
      {
        id,
        at: '2026-11-19T05:00:00.000Z',
        first: { decision: 'confirmed', categories: ['off_platform_contact'], by: '佐藤' },
        second: { decision: 'dismissed', categories: [], by: '鈴木' },
      },
    ],
  },
  markGolden: item,
  listGolden: { items: [{ ...item, results: 3 }], nextCursor: null },
  getGoldenStats: {
    ...period,
    moderators: [
      {
        moderator: '佐藤',
        count: 20,
        right: 18,
        share: { value: 0.9, low: 0.699, high: 0.972 },
        categories: [
          {
            category: 'off_platform_contact',
            count: 12,
            right: 11,
            share: { value: 0.917, low: 0.646, high: 0.985 },
          },
        ],
      },
    ],
  },
}
