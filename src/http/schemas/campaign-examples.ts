const screeningId = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'
const campaign = {
  id: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA',
  size: 14,
  senders: 9,
  categories: ['off_platform_contact'],
  status: 'open',
  pending: 14,
  firstSeen: '2026-11-19T08:00:00.000Z',
  lastSeen: '2026-11-20T02:15:00.000Z',
}

/** What operations on campaigns answer, by operation id. */
export const campaignExamples: Readonly<Record<string, unknown>> = {
  listCampaigns: {
    items: [{ ...campaign, core: { screeningId, text: '●●●●●●●●LINE●●●●●●●' } }],
    nextCursor: null,
  },
  getCampaign: {
    ...campaign,
    core: { screeningId, text: 'ご応募への返事はLINEでお願いします。', varies: [{ start: 0, end: 3 }] },
    byStatus: { pending: 14, confirmed: 0, dismissed: 0, passed: 0 },
    topSenders: [{ clientId: 'client-1', messages: 4 }],
    identifiers: [{ type: 'line_id', value: 'abc_123', messages: 12, senders: 9 }],
    timeline: [{ day: '2026-11-19', messages: 14 }],
    review: null,
    members: {
      items: [
        { screeningId, clientId: 'client-1', createdAt: '2026-11-20T02:15:00.000Z', status: 'pending' },
      ],
      nextCursor: null,
    },
  },
  reviewCampaign: { decided: 14 },
  reopenCampaign: { reopened: 14 },
}
