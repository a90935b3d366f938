import type { SentMessage } from './journal.js'

const FLAGGED = [
  'LINEのIDを教えてください',
  '電話番号を送ってください。直接お支払いします',
  '銀行口座の番号を教えてください',
]
const ALLOWED = [
  'よろしくお願いいたします',
  '納品を確認しました。ありがとうございます',
  'ロゴの色を青にしてください',
]

/** Makes messages, no two alike: most would be flagged, most have a message id. */
export function buildMessages(random: () => number) {
  let count = 0
  return (tenant: string, during: string): SentMessage => {
    const token = `t${(count++).toString(36)}x${Math.floor(random() * 36 ** 6).toString(36)}`
    const texts = random() < 0.6 ? FLAGGED : ALLOWED
    const text = `${texts[Math.floor(random() * texts.length)]} ${token}`
    return { tenant, token, text, messageId: random() < 0.8 ? `m-${token}` : undefined, during }
  }
}

/** As `POST /screen` takes it. */
export function bodyOf({ text, messageId }: SentMessage): object {
  return { text, ...(messageId !== undefined && { messageId }), client: { id: `c-${text.length % 7}` } }
}
