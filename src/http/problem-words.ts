import type { ProblemCode } from './problems.js'

interface Words {
  /** An occurrence: the `detail` of an example. */
  readonly example: string
  readonly means: string
  readonly remedy: string
}

/** What a person who meets a problem is told, on its page under `/problems/` and in the OpenAPI document. */
export const problemWords: Readonly<Record<ProblemCode, Words>> = {
  validation_failed: {
    example: 'One field of the body does not fit.',
    means: '項目の値が仕様に合いません。合わない項目と、求める値は errors にあります。',
    remedy:
      'errors の pointer が指す項目を直して送り直してください。そのままの送り直しは、また同じ答えになります。',
  },
  malformed_json: {
    example: 'The body is not valid JSON.',
    means: '本文を JSON として読めません（UTF-8 でない、同じキーが二度ある場合も）。',
    remedy: 'UTF-8 の JSON にして送り直してください。',
  },
  malformed_request: {
    example: 'The request could not be read.',
    means: 'HTTP の要求として読めません。',
    remedy: 'URL・ヘッダー・本文の長さを確かめてください。',
  },
  sign_in_lost: {
    example: 'This sign-in was not begun here, or too long ago.',
    means: 'ログインがこのブラウザーで始められていないか、始めてから時間がたちすぎました。',
    remedy: 'ログインをはじめからやり直してください。',
  },
  sign_in_denied: {
    example: 'The provider let nobody sign in.',
    means: 'ID プロバイダーがログインを認めませんでした。',
    remedy: 'ID プロバイダーの管理者に確かめてください。',
  },
  sign_in_unavailable: {
    example: 'The provider of identities does not answer.',
    means: 'ID プロバイダーが応答しません。',
    remedy: 'しばらく待ってからやり直してください。',
  },
  closing: {
    example: 'This instance is being closed: send to another one.',
    means: 'このインスタンスは終了しようとしています。',
    remedy: 'ほかのインスタンスへ送り直してください。ロードバランサーは /readyz の 503 で切り替わります。',
  },
  name_taken: {
    example: 'Another key that works has this name.',
    means: '有効な鍵に同じ名前のものがあります。',
    remedy: '別の名前を付けるか、その鍵を無効にしてください。',
  },
  unauthenticated: {
    example: 'Send a valid key: Authorization: Bearer sek_…',
    means: '鍵がない、正しくない、または取り消されています。',
    remedy:
      'ヘッダー Authorization: Bearer に有効な鍵を入れてください。鍵は管理者が npm run keys で作ります。',
  },
  forbidden: {
    example: 'This operation is for keys of the role moderator or admin.',
    means: 'その鍵や人の役割では、この操作はできません。',
    remedy: 'detail にある役割の鍵を使ってください。',
  },
  own_header_needed: {
    example: 'Send X-Requested-With: sekisho-console with a session.',
    means: 'ログインした人の操作に、ほかのページからではないことを示すヘッダーがありません。',
    remedy: 'ヘッダー X-Requested-With: sekisho-console を付けてください。',
  },
  not_permitted: {
    example: 'Nobody has given this person a role here.',
    means: 'ログインした人に、このサービスでの役割がありません。',
    remedy: '管理者に、役割を割り当ててもらってください。',
  },
  keys_needed: {
    example: 'There is no key yet, so only this machine is answered.',
    means: '鍵がまだ一つもないあいだは、このマシンのページと名前からの要求にだけ答えます。',
    remedy: 'npm run keys -- create で鍵を作ってください。',
  },
  not_found: {
    example: 'There is no such screening.',
    means: 'その ID やパスのものがないか、ほかのテナントのものです。',
    remedy: 'ID とパスを確かめてください。消去されたものは戻りません。',
  },
  model_not_found: {
    example: 'There is no such model.',
    means: 'POST /v1/moderations に、知らない model が送られました。',
    remedy: 'model を省くか、omni-moderation-latest を送ってください。',
  },
  method_not_allowed: {
    example: 'This path takes GET, HEAD only.',
    means: 'そのパスでは使えないメソッドです。',
    remedy: '使えるメソッドはヘッダー Allow にあります。',
  },
  request_timeout: {
    example: 'The body was not sent in time.',
    means: '要求が時間内に届きませんでした（REQUEST_TIMEOUT_MS、IDLE_TIMEOUT_MS）。',
    remedy: '送り直してください。続くときは、あいだの回線や中継を確かめてください。',
  },
  message_conflict: {
    example: 'The same messageId was sent before with another text.',
    means: '同じ messageId や Idempotency-Key で、前と違う内容が送られました。違う項目は errors にあります。',
    remedy: '別のメッセージなら別の ID で、同じメッセージなら前と同じ内容で送ってください。',
  },
  already_decided: {
    example: 'The screening is decided already.',
    means: 'その件（または一斉送信）は、もう判定されています。',
    remedy: '判定を変えるには、先に未確認へ戻してください（reopen）。',
  },
  not_decided: {
    example: 'The screening is not decided.',
    means: 'その件はまだ判定されていません。',
    remedy: '判定してからやり直してください。',
  },
  claimed_by_other: {
    example: 'Somebody else works on this screening.',
    means: 'ほかの担当者がその件を見ています。',
    remedy: '担当の期限を待つか、次の件へ進んでください（POST /screenings/next）。',
  },
  not_flagged: {
    example: 'This message is not in the list.',
    means: '「問題なし」の知らせが、要確認になっていないメッセージについて届きました。',
    remedy: 'messageId を確かめてください。',
  },
  appeal_repeated: {
    example: 'This side has objected already.',
    means: '同じ側からの異議は、もう申し立てられています。',
    remedy: '前の申し立ての答えをお待ちください。',
  },
  nothing_to_appeal: {
    example: 'There is nothing that this side could object to.',
    means: 'その側に不利な扱いがないため、異議の対象がありません。',
    remedy: '件の判定と from を確かめてください。',
  },
  appeal_late: {
    example: 'The time to object is over.',
    means: '異議を申し立てられる期間（APPEAL_DAYS）を過ぎています。',
    remedy: '期間の扱いは、プラットフォームの窓口に確かめてください。',
  },
  appeal_answered: {
    example: 'The appeal is answered already.',
    means: 'その異議には、もう答えが出ています。',
    remedy: '件を開き直して、いまの状態を確かめてください。',
  },
  appeal_open: {
    example: 'An appeal waits for its answer.',
    means: '答えを待つ異議があるあいだは、その操作はできません。',
    remedy: '先に異議に答えてください（POST /appeals/{id}/decide）。',
  },
  decided_before: {
    example: 'Whoever decided the case does not answer its appeals.',
    means: 'その件を前に判定した人は、異議に答えられません。',
    remedy: 'ほかの担当者が答えてください。',
  },
  not_dead: {
    example: 'No dead delivery has this id.',
    means: '送り直せるのは、再送を尽くした通知（dead）だけです。',
    remedy: 'GET /webhooks/deliveries?status=dead で確かめてください。',
  },
  lists_full: {
    example: 'The lists hold 100000 entries already.',
    means: 'リストの登録が上限に達しています。',
    remedy: '使わない登録を消してください。期限（expiresAt）を付けると自動で外れます。',
  },
  endpoints_full: {
    example: 'There are 10 endpoints already: remove one of them first.',
    means: '通知先が上限（10 件）に達しています。',
    remedy: '使わない通知先を DELETE /webhooks/endpoints/{name} で取り除いてください。',
  },
  erased: {
    example: 'The message of this messageId was erased. It is neither judged nor kept again.',
    means: 'その messageId のメッセージは消去されました。判定も保存もしません。',
    remedy: '送り直さないでください。',
  },
  payload_too_large: {
    example: 'The body is larger than this operation reads.',
    means: '本文が大きすぎるか、まとめて送る件数が 1 分の上限を超えています。',
    remedy: '分けて送るか、POST /screen/stream を使ってください。',
  },
  uri_too_long: {
    example: 'An id in the path has more than 200 characters.',
    means: 'パスの ID が長すぎます。',
    remedy: 'ID は 200 文字までです。',
  },
  unsupported_media_type: {
    example: 'Send the body with Content-Type: application/json.',
    means: 'Content-Type が違うか、UTF-8 以外の文字コードです。',
    remedy: 'detail にある Content-Type で、UTF-8 で送ってください。',
  },
  ruleset_refused: {
    example: 'The dictionary has an error: the one before stays in force.',
    means: '辞書に誤りがあるため、読み直せませんでした。直前の辞書を使い続けています。',
    remedy: 'errors と npm run rules の出力で、誤りを直してください。',
  },
  too_many_requests: {
    example: 'Only 6000 messages a minute. Try again in 12 seconds.',
    means: '1 分あたりの件数（RATE_LIMIT_MAX など）を超えました。',
    remedy: 'ヘッダー Retry-After の秒数のあとに送り直してください。',
  },
  headers_too_large: {
    example: 'The header fields of the request are too large.',
    means: 'ヘッダーが大きすぎます。',
    remedy: '余分なヘッダーや Cookie を減らしてください。',
  },
  internal_error: {
    example: 'Nothing is wrong with the request. The log has the details under the request id.',
    means: 'サービス側の誤りです。送られた内容に問題はありません。',
    remedy: 'requestId を添えて、運用の担当者に知らせてください。',
  },
  overloaded: {
    example: 'There is too much to do at the moment. Try again in a second.',
    means: '混みすぎているため、受け付けませんでした。何も判定・保存していません。',
    remedy: 'ヘッダー Retry-After の秒数のあとに、間隔をずらして送り直してください。',
  },
  store_unavailable: {
    example: 'The store is busy or does not answer: the result could not be read or kept. Try again later.',
    means: '保存先が応答しないため、結果を読み書きできませんでした。',
    remedy: '同じ messageId または Idempotency-Key で送り直してください。二重には保存されません。',
  },
}
