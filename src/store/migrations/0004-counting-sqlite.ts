/**
 * SQLite counts row by row, into one row a combination: it has one writer, so nobody waits for anybody. A subject is
 * what the list can be filtered by: everything (`rule` and `category` empty), a category that flagged, a rule that hit.
 */
export const counting: readonly string[] = [
  // As they arrive: hits come after their screening, and of two rules of one category the first counts it.
  `create trigger screenings_counted after insert on screenings begin
    ${count('new', '+1', `select '' as rule, '' as category, new.confidence as confidence`)};
  end`,
  `create trigger screening_hits_counted after insert on screening_hits begin
    ${count('case_', '+1', hitsSubjects('new'), fromParent('new'))};
  end`,
  `create trigger screening_hits_uncounted after delete on screening_hits begin
    ${count('case_', '-1', hitsSubjects('old'), fromParent('old'))};
  end`,
  `create trigger screenings_recounted after update of status, verdict, origin, confidence on screenings
  when (old.status, old.verdict, old.origin, old.confidence) is not (new.status, new.verdict, new.origin, new.confidence) begin
    ${count('old', '-1', allSubjects('old'))};
    ${count('new', '+1', allSubjects('new'))};
  end`,
  // What has come to nothing is no row.
  `create trigger screening_counts_ended after update of count on screening_counts when new.count = 0 begin
    delete from screening_counts where rowid = new.rowid;
  end`,
  // Before: the hits go with their screening, and then nobody knows any more what they were counted as.
  `create trigger screenings_uncounted before delete on screenings begin
    ${count('old', '-1', allSubjects('old'))};
  end`,
]

/** Confidence in hundredths, rounded down, of three digits: exactly those from 0.29 on, and below 0.3, are 029. */
export function hundredth(confidence: string): string {
  const about = `cast(${confidence} * 100.0 as integer)`
  return `printf('%03d', ${about} + (${confidence} >= (${about} + 1) / 100.0) - (${confidence} < ${about} / 100.0))`
}

/** Adds or takes one for every subject, by day and by confidence. */
function count(row: string, sign: '+1' | '-1', subjects: string, from = ''): string {
  return `insert into screening_counts (tenant, axis, rule, category, step, status, verdict, origin, count)
    select ${row}.tenant, axis.name, subject.rule, subject.category,
      case axis.name when 'day' then substr(${row}.created_at, 1, 10)
        else ${hundredth('subject.confidence')} end,
      ${row}.status, ${row}.verdict, ${row}.origin, ${sign}
    from (${subjects}) as subject, (select 'day' as name union all select 'confidence') as axis ${from}
    where true
    on conflict (tenant, axis, rule, category, step, status, verdict, origin)
    do update set count = count + excluded.count`
}

function fromParent(hit: 'new' | 'old'): string {
  return `join screenings as case_ on case_.id = ${hit}.screening_id`
}

function hitsSubjects(hit: 'new' | 'old'): string {
  return `select ${hit}.rule as rule, ${hit}.category as category, ${hit}.confidence as confidence where ${hit}.rule <> ''
    union all
    select '', ${hit}.category, ${hit}.confidence
    where ${hit}.source = 'rule' and not exists (
      select 1 from screening_hits as other where other.screening_id = ${hit}.screening_id
        and other.category = ${hit}.category and other.source = 'rule' and other.rule <> ${hit}.rule)`
}

function allSubjects(row: 'new' | 'old'): string {
  return `select '' as rule, '' as category, ${row}.confidence as confidence
    union all select rule, category, confidence from screening_hits where screening_id = ${row}.id and rule <> ''
    union all select '', category, max(confidence) from screening_hits
      where screening_id = ${row}.id and source = 'rule' group by category`
}
