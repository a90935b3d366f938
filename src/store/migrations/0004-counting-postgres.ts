/**
 * PostgreSQL counts statement by statement, into rows that are only ever added: writers never wait for each other's
 * counts, as they would for one row that all of them update. `foldCounts` adds the rows up, in the background. Changes
 * of a case come one by one and are counted one by one. The same subjects as on SQLite.
 */
export const counting: readonly string[] = [
  trigger(
    'screenings_counted',
    'after insert on screenings referencing new table as added for each statement',
    [
      count(
        `select tenant, created_at, status, verdict, origin, '' as rule, '' as category, confidence from added`,
        '+',
      ),
    ],
  ),
  trigger(
    'screening_hits_counted',
    'after insert on screening_hits referencing new table as added for each statement',
    [count(hitsSubjects('added', '= count(*)'), '+')],
  ),
  trigger(
    'screening_hits_uncounted',
    'after delete on screening_hits referencing old table as gone for each statement',
    [count(hitsSubjects('gone', '= 0'), '-')],
  ),
  trigger(
    'screenings_recounted',
    `after update of status, verdict, origin, confidence on screenings for each row
    when ((old.status, old.verdict, old.origin, old.confidence) is distinct from (new.status, new.verdict, new.origin, new.confidence))`,
    [count(allSubjects('old'), '-'), count(allSubjects('new'), '+')],
  ),
  // Before: the hits go with their screening, and then nobody knows any more what they were counted as.
  trigger('screenings_uncounted', 'before delete on screenings for each row', [
    count(allSubjects('old'), '-'),
  ]),
].flat()

function trigger(name: string, when: string, statements: readonly string[]): readonly string[] {
  return [
    `create function ${name}() returns trigger language plpgsql as $$ begin
      ${statements.join(';\n')};
      return ${when.startsWith('before') ? 'old' : 'null'};
    end $$`,
    `create trigger ${name} ${when} execute function ${name}()`,
  ]
}

/** Confidence in hundredths, rounded down, of three digits: exactly those from 0.29 on, and below 0.3, are 029. */
export function hundredth(confidence: string): string {
  const about = `floor(${confidence} * 100)::int`
  return `lpad((${about} + (${confidence} >= (${about} + 1) / 100.0::float8)::int
    - (${confidence} < ${about} / 100.0::float8)::int)::text, 3, '0')`
}

/** Adds or takes one for each row of the subjects, by day and by confidence. */
export function count(subjects: string, sign: '+' | '-'): string {
  return `insert into screening_counts (tenant, axis, rule, category, step, status, verdict, origin, count, fresh)
    select tenant, axis, rule, category,
      case axis when 'day' then substr(created_at, 1, 10)
        else ${hundredth('confidence')} end as step,
      status, verdict, origin, ${sign}count(*), true
    from (${subjects}) as subject cross join (values ('day'), ('confidence')) as axes (axis)
    group by tenant, axis, rule, category, step, status, verdict, origin`
}

/** `others`: how many hits of a category there are in the table when these are its first, or were its last. */
function hitsSubjects(changed: 'added' | 'gone', others: string): string {
  return `select parent.tenant, created_at, status, verdict, origin, hit.rule, hit.category, hit.confidence
    from (
      select screening_id, rule, category, confidence from ${changed} where rule <> ''
      union all
      select screening_id, '', category, max(confidence) from ${changed} where source = 'rule'
      group by screening_id, category
      having (select count(*) from screening_hits as kept where kept.screening_id = ${changed}.screening_id
        and kept.category = ${changed}.category and kept.source = 'rule') ${others}
    ) as hit join screenings as parent on parent.id = hit.screening_id`
}

function allSubjects(row: 'new' | 'old'): string {
  const of = `${row}.tenant, ${row}.created_at, ${row}.status, ${row}.verdict, ${row}.origin`
  return `select ${of}, '' as rule, '' as category, ${row}.confidence
    union all select ${of}, rule, category, confidence from screening_hits where screening_id = ${row}.id and rule <> ''
    union all select ${of}, '', category, max(confidence) from screening_hits
      where screening_id = ${row}.id and source = 'rule' group by category`
}
