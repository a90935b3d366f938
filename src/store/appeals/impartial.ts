import { type SqlBool, sql } from 'kysely'

/**
 * Of `screenings`: cases that somebody else decided, and of which somebody else had answered an appeal when the one that
 * waits now came. Also who has taken a decision back has decided, and who has given a second opinion, or is
 * about to.
 */
export function impartial(actor: string) {
  return sql<SqlBool>`(
    (screenings.decided_by is null or screenings.decided_by <> ${actor})
    and not exists (select 1 from appeals as own where own.screening_id = screenings.id and own.contests_of = ${actor})
    and not exists (select 1 from appeals as own
      inner join appeals as waiting on waiting.screening_id = own.screening_id and waiting.status = 'open'
      where own.screening_id = screenings.id and own.decided_by = ${actor} and own.decided_at < waiting.created_at)
    and not exists (select 1 from events where events.screening_id = screenings.id
      and events.actor = ${actor} and events.type in ('confirmed', 'dismissed'))
    and not exists (select 1 from blind_looks as look where look.screening_id = screenings.id and look.actor = ${actor})
  )`
}
