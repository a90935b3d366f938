/** From one answer to the next question, for those who follow the document. */
export const links: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  listScreenings: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/items/0/id' },
      description: '一覧の id で全体を開く',
    },
  },
  appeal: {
    decide: {
      operationId: 'decideAppeal',
      parameters: { id: '$response.body#/id' },
      description: 'この申し立てに答える',
    },
  },
  screen: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/id' },
      description: '要確認になった件を開く',
    },
  },
  getScreening: {
    review: {
      operationId: 'reviewScreening',
      parameters: { id: '$response.body#/id' },
      description: 'この件を判定する',
    },
    client: {
      operationId: 'getClient',
      parameters: { id: '$response.body#/clientId' },
      description: 'この依頼者のこれまでを見る',
    },
  },
  report: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/screeningId' },
      description: '通報された件を開く',
    },
  },
}
