/** A field of a record's JSON in SQL; NULL where the JSON is damaged: one bad record must not stop other clips. */
export function recordField(column: string, field: string): string {
  return `iif(json_valid(${column}), ${column} ->> '$.${field}', NULL)`;
}
